package io.mainstay.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every script of the project, against the simulator itself. */
class ScriptsTest {
    private static final Path FOLDER = Path.of("../../tests/scripts");

    @TestFactory
    Stream<DynamicNode> shouldBehaveAsTheScriptsSay() throws IOException {
        return scripts().stream()
                .map(script -> dynamicContainer(
                        script.file() + ": " + script.title(),
                        ScriptRun.versions(script).stream()
                                .filter(version -> version <= EmbeddedStage.NEWEST_VERSION)
                                .map(version -> dynamicTest("version " + version, () -> run(script, version)))));
    }

    @Test
    void shouldHoldEachBehaviourOnce() throws IOException {
        assertThat(scripts()).extracting(Script::title).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(60);
    }

    private static void run(Script script, int version) {
        try (var stage = new EmbeddedStage(script, version)) {
            ScriptRun.run(script, version, stage);
        }
    }

    private static List<Script> scripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".script"))
                    .sorted()
                    .toList();
            var read = new java.util.ArrayList<Script>();
            for (Path script : scripts) {
                read.add(Script.read(script));
            }
            return read;
        }
    }
}

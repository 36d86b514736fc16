package io.mainstay.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

    @Test
    void shouldListEveryScriptInTheConformancePage() throws IOException {
        String page = Files.readString(Path.of("../../documentation/conformance.md"));
        assertThat(page.lines().filter(line -> line.startsWith("| [")))
                .as("the rows of documentation/conformance.md")
                .containsExactlyElementsOf(
                        scripts().stream().map(ScriptsTest::row).toList());
    }

    /** A script's line in the conformance table. */
    private static String row(Script script) {
        String versions = script.versions().isEmpty()
                ? "any"
                : script.versions().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return "| [" + script.file().replace(".script", "") + "](../tests/scripts/" + script.file() + ") | "
                + script.title()
                + " | " + versions + " | "
                + script.directBecause().map(why -> "no: " + why).orElse("yes") + " |";
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
            var read = new ArrayList<Script>();
            for (Path script : scripts) {
                read.add(Script.read(script));
            }
            return read;
        }
    }
}

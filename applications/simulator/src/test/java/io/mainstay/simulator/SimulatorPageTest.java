package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about the simulator, held against what there is. */
class SimulatorPageTest {
    private static final Path PAGE = Path.of("../../documentation/simulator.md");
    private static final Path EXAMPLE =
            Path.of("../simulator-junit/src/test/java/io/mainstay/simulator/junit/ExampleTest.java");

    @Test
    void shouldNameEveryPathOfTheControlEndpoint() throws IOException, InterruptedException {
        String known;
        try (var simulator = GatewaySimulator.start(SimulatorConfig.defaults().withControlPort(0));
                HttpClient http = HttpClient.newHttpClient()) {
            int port = simulator.controlPort().orElseThrow();
            known = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/nowhere"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
        assertThat(paths(known, "(/[A-Za-z/]+)")).isNotEmpty();
        assertThat(paths(Files.readString(PAGE), "(?m)^\\| `(/[A-Za-z/]+)` \\| (?:GET|POST) "))
                .isEqualTo(paths(known, "(/[A-Za-z/]+)"));
    }

    @Test
    void shouldShowAnExampleThatIsTested() throws IOException {
        String source = Files.readString(EXAMPLE);
        String example = source.substring(source.indexOf("// example\n") + 11, source.indexOf("// end of example"));
        assertThat(Files.readString(PAGE)).contains("```java\n" + example + "```\n");
    }

    private static Set<String> paths(String text, String pattern) {
        var found = new TreeSet<String>();
        Pattern.compile(pattern).matcher(text).results().forEach(path -> found.add(path.group(1)));
        return found;
    }
}

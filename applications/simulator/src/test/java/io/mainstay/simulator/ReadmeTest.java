package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.simulator.fault.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void shouldNameEveryScenarioThatExists() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (String name : Scenario.known()) {
            assertThat(readme).containsPattern("`" + name.replaceFirst("-3$", "-N") + "[`=]");
        }
    }
}

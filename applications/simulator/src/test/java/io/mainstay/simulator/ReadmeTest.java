package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern NAME = Pattern.compile("`([a-z]+(?:-[a-zN]+)+(?:[=@][^`]*)?)`");

    @Test
    void shouldNameNoScenarioThatDoesNotExist() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String faults = readme.substring(readme.indexOf("## Faults and scenarios"));
        assertThat(NAME.matcher(faults).results().map(match -> match.group(1).replace("-N", "-3")))
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(Scenario.known().contains(name)
                                || FaultCatalogue.parse(name).isPresent())
                        .as(name)
                        .isTrue());
    }
}

package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The simulator's faults from the command line: what there is, and files that combine them. */
class SimFaultsTest {
    @Test
    void shouldListEveryFaultWithItsTriggers() {
        try (var home = new Home()) {
            CommandResult text = home.run("sim", "faults");
            assertThat(text.exitCode()).as(text.stderr()).isZero();
            assertThat(text.stdout()).contains("wedge-after-3", "half-open", "@probability:0.1", "reproduces A8");
            CommandResult json = home.run("sim", "faults", "--json");
            assertThat(json.exitCode()).as(json.stderr()).isZero();
            assertThat(Json.of(json.json()).all("faults"))
                    .hasSizeGreaterThan(90)
                    .allSatisfy(fault -> {
                        assertThat(fault.text("name")).isNotBlank();
                        assertThat(fault.text("what")).isNotBlank();
                        assertThat(fault.text("when")).isNotBlank();
                    });
        }
    }

    @Test
    void shouldRunAScenarioFileAndTellTheLineThatIsWrong() throws IOException {
        try (var home = new Home()) {
            Files.writeString(
                    home.workingFolder().resolve("bad-day"), "set accounts DU7777777\nrefuse@time:1h # later\n");
            try (var gateway = Simulator.start(home, "--scenario", "bad-day")) {
                assertThat(Json.of(gateway.stats()).all("faults"))
                        .singleElement()
                        .satisfies(fault -> assertThat(fault.text("spec")).isEqualTo("refuse@time:1h"));
            }
            Files.writeString(home.workingFolder().resolve("bad-day"), "\nrefuse@noon\n");
            CommandResult wrong = home.run("sim", "--port", "0", "--scenario", "bad-day");
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.stderr()).contains("bad-day line 2: condition @noon is unknown");
        }
    }
}

package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The experiment that the README shows. */
class ExperimentTest {
    @Test
    void shouldShowTheGatewaysSocketsWithAndWithoutMainstay() {
        // Without the start-up cache, which is made once after a build and takes longer than all of this.
        try (var home = new Home()
                .with("MAINSTAY_JAVA", System.getProperty("java.home"))
                .with("MAINSTAY_AOT", "off")) {
            CommandResult experiment = home.runProgram(
                    List.of(Installation.root().resolve("scripts/experiment").toString(), "4"));
            assertThat(experiment.exitCode()).as(experiment.stderr()).isZero();
            assertThat(experiment.stdout()).isEqualTo("""
                    Each program with a connection of its own:
                      sockets before  LISTEN 1, ESTABLISHED 0, CLOSE_WAIT 0
                      exit codes      0 0 0 11
                      sockets after   LISTEN 1, ESTABLISHED 0, CLOSE_WAIT 4
                    Through Mainstay:
                      sockets before  LISTEN 1, ESTABLISHED 0, CLOSE_WAIT 0
                      exit codes      0 0 0 0
                      sockets after   LISTEN 1, ESTABLISHED 1, CLOSE_WAIT 0
                    """);
        }
    }
}

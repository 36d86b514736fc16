package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.sockets.SocketTable;
import io.mainstay.sockets.TcpState;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The open problem of the system before this one: a gateway that never closes its side of an ended connection, and is
 * mute after three of them.
 */
class ZombieTest {
    private static final int RUNS = 100;

    @Test
    void shouldRunAHundredTimesOverOneConnectionToAGatewayThatLeaksSockets() throws IOException {
        try (var home = new Home();
                var gateway = Simulator.start(home, "--scenario", "wedge-after-3")) {
            for (int i = 1; i <= RUNS; i++) {
                CommandResult run = home.run("run", "--gateway", gateway.gateway(), "--symbols", "AAPL", "--once");
                assertThat(run.exitCode()).as("run %d: %s", i, run.stderr()).isZero();
            }
            assertThat(gateway.connections("accepted")).isEqualTo(1);
            SocketTable table = SocketTable.read();
            assertThat(table.at(gateway.port(), TcpState.CLOSE_WAIT)).isEmpty();
            assertThat(table.at(gateway.port(), TcpState.ESTABLISHED)).hasSize(1);
        }
    }

    @Test
    void shouldSeeTheSameGatewayWedgeWhenEachRunClosesItsOwnConnection() throws IOException {
        try (var home = new Home().with("IBKR_TIMEOUT", "2");
                var gateway = Simulator.start(home, "--scenario", "wedge-after-3")) {
            for (int i = 1; i <= 3; i++) {
                CommandResult run = runPrivately(home, gateway);
                assertThat(run.exitCode()).as("run %d: %s", i, run.stderr()).isZero();
            }
            assertThat(SocketTable.read().at(gateway.port(), TcpState.CLOSE_WAIT))
                    .hasSize(3);
            for (int i = 4; i <= 6; i++) {
                CommandResult run = runPrivately(home, gateway);
                assertThat(run.exitCode()).as("run %d: %s", i, run.stderr()).isEqualTo(11);
                assertThat(run.stderr() + run.stdout()).contains("CLOSE_WAIT", "restart");
            }
        }
    }

    @Test
    void shouldRunPrivatelyAsOftenAsOneLikesWhenTheGatewayClosesItsSide() {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            for (int i = 1; i <= 6; i++) {
                CommandResult run = runPrivately(home, gateway);
                assertThat(run.exitCode()).as("run %d: %s", i, run.stderr()).isZero();
            }
            assertThat(gateway.connections("accepted")).isEqualTo(6);
        }
    }

    private static CommandResult runPrivately(Home home, Simulator gateway) {
        return home.run("run", "--gateway", gateway.gateway(), "--worker", "private", "--symbols", "AAPL", "--once");
    }
}

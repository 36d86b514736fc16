package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users get wrong, and what the world gets wrong for them: each has its exit code and says what to do. */
class BadInputTest {
    @Test
    void shouldNameCandidatesForAnUnknownSymbol() {
        try (var home = new Home()) {
            CommandResult run = home.run("run", "--sim", "--symbols", "AAPLE", "--once");
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(2);
            assertThat(run.stdout() + run.stderr()).contains("AAPLE").containsPattern("AAPL\\b");
        }
    }

    @Test
    void shouldRefuseMalformedSymbolsBeforeAnythingStarts() {
        try (var home = new Home()) {
            for (String symbols : List.of("aa pl", "AAPL,,SPY", "AAPL;rm", ",", "A".repeat(200))) {
                CommandResult run = home.run("run", "--sim", "--symbols", symbols, "--once");
                assertThat(run.exitCode()).as("'%s': %s", symbols, run.stderr()).isEqualTo(2);
                assertThat(run.stderr()).isNotBlank();
            }
            assertThat(home.processes()).isEmpty();
        }
    }

    @Test
    void shouldSayThatNothingListensWithoutAskingAnybody() throws IOException {
        try (var home = new Home()) {
            CommandResult run = home.run("run", "--gateway", "127.0.0.1:" + freePort(), "--symbols", "AAPL", "--once");
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(10);
            assertThat(run.stderr() + run.stdout()).contains("nothing listens").contains("start");
            assertThat(home.processes()).isEmpty();
        }
    }

    @Test
    void shouldGiveUpOnAMuteGatewayAtTheHandshakeDeadline() {
        for (String scenario : List.of("mute-handshake", "accept-queue-full")) {
            try (var home = new Home().with("IBKR_TIMEOUT", "2");
                    var gateway = Simulator.start(home, "--scenario", scenario)) {
                CommandResult run = home.run("run", "--gateway", gateway.gateway(), "--symbols", "AAPL", "--once");
                assertThat(run.exitCode()).as(scenario + run.stderr()).isEqualTo(11);
                assertThat(run.stderr() + run.stdout()).contains("CLOSE_WAIT", "restart");
            }
        }
    }

    @Test
    void shouldSayThatTheGatewayTurnedUsAway() {
        for (String scenario : List.of("reset-on-connect", "refuse", "duplicate-client-id")) {
            try (var home = new Home().with("IBKR_TIMEOUT", "5");
                    var gateway = Simulator.start(home, "--scenario", scenario)) {
                CommandResult run = home.run("run", "--gateway", gateway.gateway(), "--symbols", "AAPL", "--once");
                assertThat(run.exitCode()).as(scenario + run.stderr()).isIn(10, 12);
                assertThat(run.stderr() + run.stdout()).isNotBlank();
            }
        }
    }

    @Test
    void shouldRefusePaperModeOnALivePortAndLiveModeWithoutItsConfirmation() {
        try (var home = new Home()) {
            CommandResult paper = home.run("run", "--gateway", "127.0.0.1:4001", "--symbols", "AAPL", "--once");
            assertThat(paper.exitCode()).as(paper.stderr()).isEqualTo(2);
            assertThat(paper.stderr() + paper.stdout()).contains("4001");
            CommandResult live =
                    home.run("run", "--gateway", "127.0.0.1:4001", "--mode", "live", "--symbols", "AAPL", "--once");
            assertThat(live.exitCode()).as(live.stderr()).isEqualTo(2);
            assertThat(live.stderr() + live.stdout()).contains("--confirm-live");
            assertThat(home.processes()).isEmpty();
        }
    }

    @Test
    void shouldRefuseConfigurationItCannotUnderstand() throws IOException {
        try (var home = new Home()) {
            Files.writeString(home.workingFolder().resolve(".env"), "IBKR_PORT=4002\nnot a setting\n");
            CommandResult file = home.run("run", "--sim", "--symbols", "AAPL", "--once");
            assertThat(file.exitCode()).as(file.stderr()).isEqualTo(2);
            assertThat(file.stderr()).contains(".env").contains("line 2");
            Files.writeString(home.workingFolder().resolve(".env"), "RISK_MAX_OPEN_POSITIONS=many\n");
            CommandResult value = home.run("run", "--sim", "--symbols", "AAPL", "--once");
            assertThat(value.exitCode()).as(value.stderr()).isEqualTo(2);
            assertThat(value.stderr()).contains("many");
            Files.delete(home.workingFolder().resolve(".env"));
            CommandResult flag = home.run("run", "--symbolz", "AAPL");
            assertThat(flag.exitCode()).isEqualTo(2);
            assertThat(flag.stderr()).contains("--symbols");
        }
    }

    @Test
    void shouldSayThatTheStateFolderCannotBeWrittenOrIsFull() throws Exception {
        try (var home = new Home()) {
            for (String options : List.of("ro,size=1m", "size=64k")) {
                Path mount = Files.createDirectory(home.workingFolder().resolve("m" + options.length()));
                if (home.runProgram(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount.toString()))
                                .exitCode()
                        != 0) {
                    abort("mounting a small file system takes rights that this user has not");
                }
                try {
                    home.with("MAINSTAY_HOME", mount.toString());
                    CommandResult run = home.run("run", "--sim", "--symbols", "AAPL", "--once");
                    assertThat(run.exitCode()).as(options + ": " + run.stderr()).isIn(2, 30);
                    assertThat(run.stderr() + run.stdout()).contains(mount.toString());
                } finally {
                    assertThat(home.runProgram(List.of("umount", "-l", mount.toString()))
                                    .exitCode())
                            .isZero();
                }
            }
            home.with("MAINSTAY_HOME", home.state().toString());
        }
    }

    @Test
    void shouldSayWhoHasThePortThatItNeeds() throws IOException {
        try (var home = new Home();
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandResult simulator = home.run("sim", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(simulator.exitCode()).as(simulator.stderr()).isEqualTo(2);
            assertThat(simulator.stderr()).contains(Integer.toString(taken.getLocalPort()));
            try (var gateway = Simulator.start(home, "--port", Integer.toString(taken.getLocalPort() - 100))) {
                CommandResult worker = home.run("worker", "start", "--gateway", gateway.gateway());
                assertThat(worker.exitCode()).as(worker.stderr()).isEqualTo(30);
                assertThat(worker.stderr()).contains(Integer.toString(taken.getLocalPort()));
            }
        }
    }

    @Test
    void shouldSayPlainlyThatNoJdkWasFound() {
        try (var home = new Home()) {
            CommandResult run = home.with("MAINSTAY_JAVA", "/nowhere/jdk")
                    .runProgram(List.of(Installation.root().resolve("mainstay").toString(), "run", "--sim", "--once"));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.stderr()).contains("MAINSTAY_JAVA is not a JDK 25").contains("/nowhere/jdk");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

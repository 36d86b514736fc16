package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Mainstay;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** {@code mainstay status} and the operator's verbs as a user uses them. */
class StatusTest {
    private static Json document(CommandResult result) throws IOException {
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return Json.of(JSON.std.mapFrom(result.stdout()));
    }

    @Test
    void shouldTellWhatTheWorkerHoldsAndDoWhatItsOperatorWants() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            String[] where = {"--gateway", gateway.gateway()};
            CommandResult none = home.run("status", where[0], where[1]);
            assertThat(none.exitCode()).isEqualTo(30);
            assertThat(none.stderr()).contains("mainstay worker start");
            assertThat(home.run("worker", "start", where[0], where[1]).exitCode())
                    .isZero();

            try (Mainstay ib = Mainstay.connect(ConnectOptions.defaults()
                    .withGateway("127.0.0.1", gateway.port())
                    .withClientId(11)
                    .withHome(home.state()))) {
                assertThat(ib.stock("AAPL")).isNotNull();
                Json status = document(home.run("status", where[0], where[1], "--json"));
                assertThat(status.at("upstream").text("state")).isEqualTo("READY");
                assertThat(status.at("upstream").number("epoch")).isEqualTo(1);
                assertThat(status.at("gatewaySockets").number("established")).isEqualTo(1);
                assertThat(status.at("gatewaySockets").number("closeWait")).isZero();
                assertThat(status.at("lamps").fields().keySet().stream().map(String::valueOf))
                        .containsExactly("process", "listener", "session", "requests", "link", "farms");
                assertThat(status.at("lamps").at("session").text("state")).isEqualTo("ok");
                assertThat(status.all("clients"))
                        .singleElement()
                        .satisfies(
                                client -> assertThat(client.number("clientId")).isEqualTo(11));
                assertThat(home.run("status", where[0], where[1]).stdout()).contains("READY", "session   ok");

                String held = home.run("worker", "hold", "5", where[0], where[1], "--reason", "two-factor")
                        .stdout();
                assertThat(held).contains("held until");
                status = document(home.run("status", where[0], where[1], "--json"));
                assertThat(status.at("lamps").at("session").text("state")).isEqualTo("bad");
                assertThat(status.at("upstream").at("outage").text("cause")).isEqualTo("HELD");
                assertThat(status.all("clients")).as("clients stay").hasSize(1);
                assertThat(home.run("worker", "resume", where[0], where[1]).exitCode())
                        .isZero();

                assertThat(home.run("worker", "pause", where[0], where[1], "--json")
                                .stdout())
                        .startsWith("{\"done\":\"paused");
                assertThat(home.run("status", where[0], where[1]).stdout()).contains("PAUSED");
                assertThat(home.run("worker", "resume", where[0], where[1]).exitCode())
                        .isZero();

                assertThat(home.run("worker", "kill", "999", where[0], where[1]).exitCode())
                        .isEqualTo(2);
                Json shown = document(home.run("worker", "show", "clients", where[0], where[1], "--json"));
                String session = shown.all("clients").getFirst().text("session");
                assertThat(home.run("worker", "kill", session, where[0], where[1])
                                .stdout())
                        .contains("client id 11");
            }
            ProcessHandle worker = home.processes().stream()
                    .filter(process -> process.info().commandLine().orElse("").contains("WorkerMain"))
                    .findFirst()
                    .orElseThrow();
            assertThat(home.run("worker", "drain", where[0], where[1]).stdout()).contains("draining");
            worker.onExit().join();
            assertThat(home.sockets()).isEmpty();
        }
    }

    @Test
    void shouldMakeATokenOnceAndWriteItsRuleForTheWorkersUserAlone() throws Exception {
        try (var home = new Home()) {
            CommandResult made = home.run("worker", "token", "robot", "--role", "trade");
            assertThat(made.exitCode()).as(made.stderr()).isZero();
            String token = made.stdout().strip();
            assertThat(token).matches("[A-Za-z0-9_-]{43}");
            Path file = home.state().resolve("worker").resolve("127.0.0.1-4002").resolve("access.conf");
            assertThat(Files.readString(file))
                    .contains("[robot]", "token = sha256:", "role = trade")
                    .doesNotContain(token);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(home.run("worker", "token", "robot").exitCode())
                    .as("twice")
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldMakeATokenHoldByAReloadAndKeepItsRulesWhenTheFileHasAMistake() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            String[] where = {"--gateway", gateway.gateway()};
            assertThat(home.run("worker", "reload", "--help").stdout()).contains("mainstay worker reload", "--json");
            assertThat(home.run("worker", "reload", where[0], where[1]).exitCode())
                    .as("no worker runs")
                    .isEqualTo(30);
            assertThat(home.run("worker", "start", where[0], where[1]).exitCode())
                    .isZero();
            CommandResult made = home.run("worker", "token", "robot", where[0], where[1]);
            assertThat(made.stderr()).contains("mainstay worker reload");
            Json reloaded = document(home.run("worker", "reload", where[0], where[1], "--json"));
            assertThat(reloaded.number("rules")).as("robot and the own user").isEqualTo(2);
            assertThat(reloaded.text("done")).startsWith("reloaded");

            Path file = home.state()
                    .resolve("worker")
                    .resolve("127.0.0.1-" + gateway.port())
                    .resolve("access.conf");
            Files.writeString(file, "[robot]\nrole = king\n");
            CommandResult refused = home.run("worker", "reload", where[0], where[1]);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.stderr()).contains("access.conf line 2", "king", "stay in force");
            assertThat(refused.stdout()).isEmpty();
            assertThat(home.run("worker", "stop", where[0], where[1]).exitCode())
                    .isZero();
        }
    }

    @Test
    void shouldNotStartAWorkerThatOthersReachWithoutTls() {
        try (var home = new Home()) {
            CommandResult refused = home.run("worker", "start", "--listen", "0.0.0.0:4999");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.stderr()).contains("needs TLS");
            assertThat(home.processes()).isEmpty();
        }
    }
}

package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.Simulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that we did not write, unmodified, straight to the simulator and through the worker. */
class ThirdPartyClientTest {
    @Test
    void shouldServeStoqeyIbDirectlyAndThroughTheWorkerAlike() {
        try (var home = new Home();
                var direct = Simulator.start(home);
                var behind = Simulator.start(home)) {
            Json seenDirectly = session(home, direct.port(), 7);
            CommandResult worker = home.run("worker", "start", "--gateway", behind.gateway());
            assertThat(worker.exitCode()).as(worker.stderr()).isZero();
            Json seenThroughTheWorker = session(home, behind.port() + 100, 7);
            for (Json seen : List.of(seenDirectly, seenThroughTheWorker)) {
                assertThat(seen.list("errors")).isEmpty();
                assertThat(seen.list("accounts")).isEqualTo(List.of("DU1234567"));
                assertThat(seen.at("order").at("execution").text("symbol")).isEqualTo("AAPL");
                assertThat(seen.at("order").at("execution").number("clientId")).isEqualTo(7);
                assertThat(seen.at("order").at("execution").number("orderId")).isEqualTo(seen.number("nextValidId"));
                assertThat(seen.at("order").at("execution").number("shares")).isEqualTo(10);
            }
            for (String same : List.of("accounts", "positions", "details", "bars", "summary")) {
                assertThat(seenThroughTheWorker.fields().get(same)).as(same).isEqualTo(seenDirectly.fields().get(same));
            }
            assertThat(behind.connections("accepted")).isEqualTo(1);
        }
    }

    private static Json session(Home home, int port, int clientId) {
        CommandResult session = home.runProgram(List.of(
                "node",
                Installation.root().resolve("tests/system/node/session.js").toString(),
                "127.0.0.1",
                Integer.toString(port),
                Integer.toString(clientId),
                "AAPL"));
        assertThat(session.exitCode()).as(session.stderr()).isZero();
        return Json.of(session.json());
    }
}

package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.NodeProgram;
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
            // The last bar is still in the making while the market is open.
            assertThat(allButTheLast(seenThroughTheWorker.list("bars")))
                    .isEqualTo(allButTheLast(seenDirectly.list("bars")));
            for (String same : List.of("accounts", "details")) {
                assertThat(seenThroughTheWorker.fields().get(same))
                        .as(same)
                        .isEqualTo(seenDirectly.fields().get(same));
            }
            // Costs and values follow the market of the moment in which each simulator began.
            assertThat(quantities(seenThroughTheWorker)).isEqualTo(quantities(seenDirectly));
            assertThat(seenThroughTheWorker.at("summary").fields().keySet())
                    .isEqualTo(seenDirectly.at("summary").fields().keySet());
            assertThat(behind.connections("accepted")).isEqualTo(1);
        }
    }

    private static List<?> allButTheLast(List<?> bars) {
        assertThat(bars).hasSizeGreaterThan(100);
        return bars.subList(0, bars.size() - 1);
    }

    private static List<String> quantities(Json seen) {
        return seen.all("positions").stream()
                .map(position -> position.text("symbol") + " " + position.number("quantity"))
                .toList();
    }

    private static Json session(Home home, int port, int clientId) {
        CommandResult session = NodeProgram.run(
                home, "session.js", "127.0.0.1", Integer.toString(port), Integer.toString(clientId), "AAPL");
        assertThat(session.exitCode()).as(session.stderr()).isZero();
        return Json.of(session.json());
    }
}

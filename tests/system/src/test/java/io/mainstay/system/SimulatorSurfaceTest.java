package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.Simulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every request that an unmodified third-party client offers, to the simulator directly: none of our code is on the client's side. */
class SimulatorSurfaceTest {
    @Test
    void shouldAnswerEveryRequestThatStoqeyIbOffers() {
        try (var home = new Home();
                var simulator = Simulator.start(home)) {
            CommandResult session = home.runProgram(List.of(
                    "node",
                    Installation.root().resolve("tests/system/node/surface.js").toString(),
                    "127.0.0.1",
                    Integer.toString(simulator.port()),
                    "7"));
            assertThat(session.exitCode()).as(session.stderr()).isZero();
            Json document = Json.of(session.json());
            assertThat(document.list("uncalled"))
                    .as("requests that the script leaves out")
                    .isEmpty();
            Json seen = document.at("seen");
            assertThat(seen.number("reqMatchingSymbols")).isOne();
            assertThat(seen.text("reqContractDetails")).isEqualTo("APPLE INC");
            assertThat(seen.list("bracket"))
                    .isEqualTo(List.of("0 PreSubmitted", "1 PreSubmitted", "2 PreSubmitted", "0 Submitted"));
        }
    }
}

package io.mainstay.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.clock.SteppedClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// example
@WithGatewaySimulator(startAt = "2026-11-20T15:10:00Z")
class ExampleTest {
    @Test
    void shouldHearOfAnOutage(GatewaySimulator gateway, SteppedClock clock) throws IOException {
        try (var program = new TinyClient("127.0.0.1", gateway.port(), 7)) {
            gateway.switchOn("link-down");
            assertThat(program.awaitError()).isEqualTo(1100);
            clock.advance(Duration.ofMinutes(5));
            gateway.switchOff("link-down");
            assertThat(program.awaitError()).isEqualTo(1102);
        }
        assertThat(gateway.stats().connections().accepted()).isEqualTo(1);
    }

    @Test
    @WithGatewaySimulator(scenario = "read-only", serverVersion = 178)
    void shouldHaveAnotherGatewayWhereItSaysSo(GatewaySimulator gateway) throws IOException {
        try (var program = new TinyClient("127.0.0.1", gateway.port(), 7)) {
            assertThat(program.version()).isEqualTo(178);
        }
    }
}
// end of example

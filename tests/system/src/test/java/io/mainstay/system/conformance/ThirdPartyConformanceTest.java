package io.mainstay.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.clock.SteppedClock;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Unmodified clients at once do the same at a gateway, and at a worker in front of an equal gateway: same seed, same
 * time, which stands still until the script moves it. What each is told must be the same to the last field.
 *
 * <p>The worker speaks the newest version with its gateway, {@code @stoqey/ib} 193 and {@code ib-tws-api} 151, where sizes are
 * in lots of a hundred shares and times without zones: each is told what a gateway tells a client of its version.
 */
class ThirdPartyConformanceTest {
    private static final String STOQEY_IB = "conformance.js";
    private static final String IB_TWS_API = "conformance-ib-tws-api.mjs";
    private static final Instant START = Instant.parse("2026-03-10T15:00:00Z");

    @Test
    void shouldTellEachOfThreeClientsThroughTheWorkerWhatTheGatewayItselfTells() throws IOException {
        compare(SimulatorConfig.defaults(), List.of(STOQEY_IB, STOQEY_IB, STOQEY_IB));
    }

    @Test
    void shouldTellClientsOfTwoAuthorsAndVersionsTogetherThroughOneWorkerWhatTheGatewayItselfTells()
            throws IOException {
        compare(SimulatorConfig.defaults(), List.of(IB_TWS_API, STOQEY_IB, IB_TWS_API));
    }

    private static void compare(SimulatorConfig config, List<String> programs) throws IOException {
        try (var home = new Home()) {
            var directClock = new SteppedClock(START);
            List<Map<String, List<Object>>> direct;
            try (var gateway = gateway(config, directClock)) {
                direct = Script.run(home, programs, gateway.port(), directClock);
            }
            var clock = new SteppedClock(START);
            try (var gateway = gateway(config, clock)) {
                CommandResult worker = home.run("worker", "start", "--gateway", "127.0.0.1:" + gateway.port());
                assertThat(worker.exitCode()).as(worker.stderr()).isZero();
                List<Map<String, List<Object>>> shared = Script.run(home, programs, gateway.port() + 100, clock);
                assertThat(Differences.between(direct, shared)).isEmpty();
                assertThat(gateway.stats().connections().accepted()).isEqualTo(1);
            }
        }
    }

    private static GatewaySimulator gateway(SimulatorConfig config, SteppedClock clock) throws IOException {
        return GatewaySimulator.start(config.withClock(clock).withInitialCashUsd(new BigDecimal("5000000")));
    }
}

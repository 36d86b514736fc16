package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Installation;
import io.mainstay.system.support.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Programs that call the library, and what happens to them around it. */
class CallerTest {
    private static final int STABILITY_SECONDS = Integer.getInteger("mainstay.stabilitySeconds", 120);

    @Test
    void shouldEndEveryRequestOfASaturatedProgramWithinItsDeadline() {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            assertThat(home.run("worker", "start", "--gateway", gateway.gateway())
                            .exitCode())
                    .isZero();
            CommandResult busy = home.runProgram(Installation.javaProgram(
                    BusyCaller.class, List.of("-Xmx64m"), home.state().toString(), Integer.toString(gateway.port())));
            assertThat(busy.exitCode()).as(busy.stdout() + busy.stderr()).isZero();
            assertThat(busy.stdout()).contains("calls=80 failures=0");
        }
    }

    @Test
    void shouldAnswerPingsAndFetchesForTwoMinutesWithoutAFailureByRealRoundTrips() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            assertThat(home.run("worker", "start", "--gateway", gateway.gateway())
                            .exitCode())
                    .isZero();
            var pings = new AtomicInteger();
            var fetches = new AtomicInteger();
            int before = gateway.requests("REQ_CURRENT_TIME");
            try (Mainstay ib = Mainstay.connect(options(home, gateway));
                    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2)) {
                Instrument apple = ib.stock("AAPL");
                var ping = clock.scheduleAtFixedRate(
                        () -> {
                            ib.currentTime();
                            pings.incrementAndGet();
                        },
                        0,
                        5,
                        TimeUnit.SECONDS);
                var fetch = clock.scheduleAtFixedRate(
                        () -> {
                            assertThat(ib.positions().all()).isNotEmpty();
                            assertThat(ib.bars(apple)
                                            .last("10 D")
                                            .every("30 mins")
                                            .fetch()
                                            .all())
                                    .isNotEmpty();
                            fetches.incrementAndGet();
                        },
                        0,
                        15,
                        TimeUnit.SECONDS);
                // A failure ends its series, and the future then has it.
                assertThat(clock.awaitTermination(STABILITY_SECONDS, TimeUnit.SECONDS))
                        .isFalse();
                clock.shutdown();
                assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
                assertThat(ping.isCancelled()).isTrue();
                assertThat(fetch.isCancelled()).isTrue();
            }
            assertThat(pings.get()).isGreaterThanOrEqualTo(STABILITY_SECONDS / 5);
            assertThat(fetches.get()).isGreaterThanOrEqualTo(STABILITY_SECONDS / 15);
            assertThat(gateway.requests("REQ_CURRENT_TIME") - before).isGreaterThanOrEqualTo(pings.get());
            assertThat(gateway.connections("accepted")).isEqualTo(1);
        }
    }

    private static ConnectOptions options(Home home, Simulator gateway) {
        return ConnectOptions.defaults()
                .withHome(home.state())
                .withGateway("127.0.0.1", gateway.port())
                .withRequestTimeout(Duration.ofSeconds(10));
    }
}

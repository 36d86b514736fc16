package io.mainstay.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.client.OrderHandle;
import io.mainstay.protocol.message.Contract;
import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.clock.SteppedClock;
import io.mainstay.system.support.Home;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Our own client at versions in text and in protobuf, side by side: directly at a gateway, and through a worker in front of
 * an equal one. What each of its methods gives must be the same.
 */
class ClientConformanceTest {
    private static final List<Integer> VERSIONS = List.of(150, 157, 163, 173, 178, 200, 213, 219, 225);
    private static final Set<String> CLIENTS_OWN = Set.of("sent", "cancel asked for");
    private static final Instant START = Instant.parse("2026-03-10T15:00:00Z");
    private static final AtomicInteger BARRIERS = new AtomicInteger();
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @Test
    void shouldGiveThroughTheWorkerWhatTheGatewayItselfGivesInTextAndProtobufSideBySide() throws IOException {
        try (var home = new Home()) {
            List<Map<String, Object>> direct = run(home, ConnectOptions.Via.DIRECT);
            List<Map<String, Object>> shared = run(home, ConnectOptions.Via.SHARED_WORKER);
            for (int i = 0; i < VERSIONS.size(); i++) {
                for (String call : direct.get(i).keySet()) {
                    assertThat(plain(shared.get(i).get(call)))
                            .as("%s at version %d", call, VERSIONS.get(i))
                            .isEqualTo(plain(direct.get(i).get(call)));
                }
            }
        }
    }

    /**
     * What was given as text, without what can't be the same: names that the client makes up, the mark of no
     * number, and zeros behind a decimal point.
     */
    private static String plain(@Nullable Object given) {
        return String.valueOf(given)
                .replaceAll("mainstay-[0-9a-f-]{36}", "mainstay-KEY")
                .replace("1.7976931348623157E308", "")
                .replaceAll("(\\.\\d*?)0+(?!\\d)", "$1")
                .replaceAll("\\.(?!\\d)", "");
    }

    private static List<Map<String, Object>> run(Home home, ConnectOptions.Via via) throws IOException {
        var clock = new SteppedClock(START);
        var clients = new ArrayList<Mainstay>();
        try (var gateway = GatewaySimulator.start(
                SimulatorConfig.defaults().withClock(clock).withInitialCashUsd(new BigDecimal("5000000")))) {
            try {
                for (int version : VERSIONS) {
                    clients.add(Mainstay.connect(ConnectOptions.defaults()
                            .withHome(home.state())
                            .withGateway("127.0.0.1", gateway.port())
                            .withVia(via)
                            .withClientId(7 + clients.size())
                            .withConnectTimeout(LONG_ENOUGH)
                            .withNewestVersion(version)));
                }
                return clients.stream().map(client -> script(client, clock)).toList();
            } finally {
                clients.forEach(Mainstay::close);
                if (via == ConnectOptions.Via.SHARED_WORKER) {
                    assertThat(gateway.stats().connections().accepted()).isEqualTo(1);
                    assertThat(home.run("worker", "stop", "--gateway", "127.0.0.1:" + gateway.port())
                                    .exitCode())
                            .isZero();
                }
            }
        }
    }

    private static Map<String, Object> script(Mainstay ib, SteppedClock clock) {
        var given = new LinkedHashMap<String, Object>();
        given.put("version", ib.connection().serverVersion());
        given.put("accounts", ib.accounts());
        given.put("accountSummary", ib.accountSummary().values());
        given.put("positions", ib.positions().all());
        Instrument apple = ib.stock("AAPL");
        given.put("stock", apple);
        given.put(
                "instruments",
                ib.instruments(Contract.builder()
                        .symbol("MES")
                        .secType("FUT")
                        .exchange("CME")
                        .build()));
        given.put("unknown stock", refusal(() -> ib.stock("NOSUCH")));
        // Up to a fixed time: the worker answers an equal question within 15 s with what it has.
        given.put(
                "bars",
                ib.bars(apple).last("2 D").until(START).every("30 mins").fetch().all());
        given.put(
                "midpoint bars",
                ib.bars(apple)
                        .show("MIDPOINT")
                        .until(START)
                        .every("1 hour")
                        .fetch()
                        .all());
        given.put("no bars", refusal(() -> ib.bars(apple).show("WISHES").fetch()));
        var quote = ib.quote(apple);
        given.put(
                "quote",
                List.of(
                        quote.bid(),
                        quote.bidSize(),
                        quote.ask(),
                        quote.askSize(),
                        quote.last(),
                        quote.lastSize(),
                        quote.volume(),
                        quote.open(),
                        quote.high(),
                        quote.low(),
                        quote.previousClose(),
                        quote.dataType()));

        OrderHandle limit = ib.buy(BigDecimal.TEN)
                .of(apple)
                .limit(BigDecimal.TEN)
                .goodTillCancelled()
                .place();
        given.put("limit", limit.outcome());
        passTime(ib, clock);
        given.put("openOrders", ib.openOrders());
        limit.cancel();
        passTime(ib, clock);
        assertThat(limit.await(LONG_ENOUGH)).isTrue();
        given.put("limit ends", history(limit));
        OrderHandle market = ib.buy(BigDecimal.valueOf(2500)).of(apple).market().place();
        given.put("market", market.outcome());
        passTime(ib, clock);
        assertThat(market.await(LONG_ENOUGH)).isTrue();
        given.put("market ends", history(market));
        given.put("fills", market.fills());
        OrderHandle refused =
                ib.buy(BigDecimal.valueOf(900_000)).of(apple).market().place();
        given.put("refused", refused.outcome());
        given.put("executions", ib.executions());
        given.put("positions after", ib.positions().all());
        given.put("no openOrders", ib.openOrders());
        return given;
    }

    /** Lets a second pass at the gateway, between what it was sent before and what it says of it. */
    private static void passTime(Mainstay ib, SteppedClock clock) {
        barrier(ib);
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMillis(100));
        }
        barrier(ib);
    }

    /** A question that only the gateway can answer, behind all that was asked and sent before it. */
    private static void barrier(Mainstay ib) {
        int conId = 70_000_000 + BARRIERS.incrementAndGet();
        assertThat(ib.instruments(Contract.builder().conId(conId).build())).isEmpty();
    }

    /** What the gateway told of an order; what was sent the client notes itself, before or after an answer. */
    private static List<String> history(OrderHandle order) {
        return order.log().stream()
                .filter(event -> !CLIENTS_OWN.contains(event.text()))
                .map(event -> event.status() + " " + event.text())
                .toList();
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "none";
        } catch (MainstayException e) {
            return e.getClass().getSimpleName() + " " + e.exitCode();
        }
    }
}

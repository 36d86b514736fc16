package io.mainstay.simulator.session;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.simulator.fault.FaultBoard;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.DerivativeMarket;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.MarketHours;
import io.mainstay.simulator.market.SeededMarket;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** A gateway in the test's own thread and time. */
final class GatewayHarness {
    /** A Friday in regular hours. */
    static final Instant START = Instant.parse("2026-11-20T15:10:00Z");

    /** What clients speak unless a test says otherwise: the newest, and in a second run of the tests the newest in text. */
    static final int VERSION = Integer.getInteger("mainstay.clientVersion", MessageCodec.NEWEST_VERSION);

    static final Instruments INSTRUMENTS = Instruments.builtIn();

    /** The client that is told of every client's orders. */
    static final int MASTER = 99;

    final Gateway gateway;
    private Instant now = START;

    GatewayHarness() {
        this("normal");
    }

    GatewayHarness(String scenario) {
        this(scenario, MarketHours.ALWAYS_OPEN, START);
    }

    GatewayHarness(String scenario, MarketHours hours, Instant start) {
        this(scenario, hours, start, new DerivativeMarket(new SeededMarket(1, true), INSTRUMENTS));
    }

    GatewayHarness(String scenario, MarketHours hours, Instant start, MarketData market) {
        this(scenario, hours, start, market, List.of("DU1234567"));
    }

    GatewayHarness(String scenario, MarketHours hours, Instant start, MarketData market, List<String> accounts) {
        now = start;
        Scenario parsed = Scenario.parse(scenario);
        var settings = new GatewaySettings(
                MessageCodec.NEWEST_VERSION,
                accounts,
                new BigDecimal("100000"),
                parsed.hours().orElse(hours),
                false,
                true,
                Duration.ofMillis(20),
                BigDecimal.valueOf(1000),
                100,
                OptionalInt.of(MASTER),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
        gateway = new Gateway(settings, INSTRUMENTS, market, new FaultBoard(1), parsed, start);
    }

    Instant now() {
        return now;
    }

    /** Moves time on, doing what becomes due on the way at its own time. */
    void pass(Duration duration) {
        Instant until = now.plus(duration);
        while (gateway.nextDue().isPresent() && !gateway.nextDue().get().isAfter(until)) {
            now = gateway.nextDue().get().isAfter(now) ? gateway.nextDue().get() : now;
            gateway.poll(now);
        }
        now = until;
        gateway.poll(now);
    }

    /** Moves time on at once. */
    void jump(Duration duration) {
        now = now.plus(duration);
        gateway.poll(now);
    }

    /** Moves time on to the next thing that is due, and does it. */
    void passUntilNext() {
        pass(Duration.between(now, gateway.nextDue().orElseThrow()));
    }

    /** A connection that has said nothing yet. */
    TestPeer connect() {
        return new TestPeer(this);
    }

    /** A client at {@link #VERSION} whose start messages have been taken. */
    TestPeer ready(int clientId) {
        return ready(clientId, VERSION);
    }

    TestPeer ready(int clientId, int version) {
        TestPeer peer = connect().greet(100, version).start(clientId);
        peer.takeAll();
        return peer;
    }
}

package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.MarketHours;
import io.mainstay.simulator.market.PriceKind;
import io.mainstay.simulator.market.Quote;
import io.mainstay.simulator.market.SeededMarket;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Time that is moved on in one go: what is due on the way is done at its own time, and nothing else is looked at. */
class JumpTest {
    private static final Duration REST_OF_THE_DAY = Duration.ofHours(5).plusMinutes(49);

    @Test
    void shouldExecuteOrdersAtTheQuotesThatReachThemHoweverTimePasses() {
        List<Execution> lookedAtEveryQuote = executions(new EveryQuote(new SeededMarket(1, false)), false);
        assertThat(lookedAtEveryQuote).hasSizeGreaterThan(20);
        assertThat(executions(new SeededMarket(1, false), false)).isEqualTo(lookedAtEveryQuote);
        assertThat(executions(new SeededMarket(1, false), true)).isEqualTo(lookedAtEveryQuote);
    }

    private static List<Execution> executions(MarketData market, boolean jumps) {
        var harness = new GatewayHarness("normal", MarketHours.SCHEDULE, GatewayHarness.START, market);
        TestPeer peer = harness.ready(7);
        BigDecimal last = market.quote(apple(), harness.now()).orElseThrow().last();
        int id = 1;
        for (int i = 1; i <= 8; i++) {
            BigDecimal away = new BigDecimal("0.07").multiply(BigDecimal.valueOf(i));
            for (String side : List.of("BUY", "SELL")) {
                BigDecimal below = last.subtract(away);
                BigDecimal above = last.add(away);
                boolean buy = side.equals("BUY");
                Order plain = TestPeer.order(side, 1, "LMT");
                peer.place(
                        id,
                        plain.toBuilder()
                                .lmtPrice(buy ? below : above)
                                .transmit(false)
                                .build());
                peer.place(
                        id + 1,
                        TestPeer.order(buy ? "SELL" : "BUY", 1, "TRAIL").toBuilder()
                                .auxPrice(away)
                                .parentId(id)
                                .build());
                peer.place(
                        id + 2,
                        plain.toBuilder()
                                .orderType("STP")
                                .auxPrice(buy ? above : below)
                                .build());
                peer.place(
                        id + 3,
                        plain.toBuilder()
                                .orderType("TRAIL")
                                .trailingPercent(new BigDecimal("0.05").multiply(BigDecimal.valueOf(i)))
                                .build());
                id += 4;
            }
        }
        if (jumps) {
            harness.jump(REST_OF_THE_DAY);
        } else {
            harness.pass(REST_OF_THE_DAY);
        }
        return peer.take(ExecDetails.class).stream().map(ExecDetails::execution).toList();
    }

    @Test
    void shouldLookAtAnOrderThatTheMarketCantReachOnlyWhenItsDayEnds() {
        var harness =
                new GatewayHarness("normal", MarketHours.SCHEDULE, GatewayHarness.START, new SeededMarket(1, false));
        TestPeer peer = harness.ready(7);
        peer.send(new PlaceOrder(
                1,
                TestPeer.AAPL,
                TestPeer.order("BUY", 1, "LMT").toBuilder()
                        .lmtPrice(BigDecimal.ONE)
                        .build()));
        harness.pass(Duration.ofSeconds(61));
        Instant close = Instant.parse("2026-11-20T21:00:00Z");
        assertThat(harness.gateway.nextDue()).contains(close);
        peer.takeAll();
        harness.jump(Duration.between(harness.now(), close));
        assertThat(peer.take(OrderStatus.class)).extracting(OrderStatus::status).containsExactly("Cancelled");
    }

    private static Instrument apple() {
        return GatewayHarness.INSTRUMENTS.byConId(265598).orElseThrow();
    }

    /** A market that can't look ahead. */
    private record EveryQuote(MarketData market) implements MarketData {
        @Override
        public Instant dataNow(Instrument instrument, Instant now) {
            return market.dataNow(instrument, now);
        }

        @Override
        public Optional<Instant> oldest(Instrument instrument, PriceKind kind) {
            return market.oldest(instrument, kind);
        }

        @Override
        public List<Bar> bars(BarQuery query) {
            return market.bars(query);
        }

        @Override
        public Optional<Quote> quote(Instrument instrument, Instant now) {
            return market.quote(instrument, now);
        }

        @Override
        public Optional<Instant> nextQuote(Instrument instrument, Instant now) {
            return market.nextQuote(instrument, now);
        }
    }
}

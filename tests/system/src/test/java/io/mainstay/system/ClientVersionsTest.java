package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.client.Bars;
import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Fill;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.client.Notice;
import io.mainstay.client.OpenOrderInfo;
import io.mainstay.client.OrderHandle;
import io.mainstay.client.Quote;
import io.mainstay.client.QuoteEvent;
import io.mainstay.client.Subscription;
import io.mainstay.protocol.message.Contract;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Simulator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that the library offers, straight against a gateway, at versions of both dialects and at those between them. */
class ClientVersionsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant FRIDAY_EVENING = Instant.parse("2025-03-07T21:00:00Z");

    /** Volumes of history are in shares from this version on, before in lots. */
    private static final int HISTORY_IN_SHARES = 175;

    private static Home home;
    private static Simulator gateway;

    @BeforeAll
    static void start() {
        home = new Home();
        gateway = Simulator.start(home);
    }

    @AfterAll
    static void end() {
        try {
            gateway.close();
        } finally {
            home.close();
        }
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(ints = {100, 157, 178, 200, 201, 203, 206, 208, 213, 225})
    void shouldDoEverythingThatItOffers(int version) {
        try (Mainstay ib = Mainstay.connect(options(version))) {
            assertThat(ib.connection().serverVersion()).isEqualTo(version);
            assertThat(ib.accounts()).containsExactly("DU1234567");
            assertThat(ib.currentTime())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            account(ib);
            Instrument apple = instruments(ib);
            history(ib, apple, version);
            quotes(ib, apple);
            orders(ib, apple);
            notices(ib);
        }
    }

    @Test
    void shouldFindAtTheNewestVersionWhatItPlacedAtAnOldOne() {
        String key = "placed-at-157";
        int orderId;
        try (Mainstay ib = Mainstay.connect(options(157).withClientId(900))) {
            OrderHandle placed = rest(ib, ib.stock("AAPL"), key);
            assertThat(placed.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
            orderId = placed.orderId();
        }
        try (Mainstay ib = Mainstay.connect(options(225).withClientId(900))) {
            OrderHandle found = rest(ib, ib.stock("AAPL"), key);
            assertThat(found.orderId()).isEqualTo(orderId);
            found.cancel();
            assertThat(found.await(SOON)).isTrue();
            assertThat(found.status()).isEqualTo("Cancelled");
        }
    }

    private static ConnectOptions options(int version) {
        return ConnectOptions.defaults()
                .withVia(ConnectOptions.Via.DIRECT)
                .withGateway("127.0.0.1", gateway.port())
                .withClientId(version)
                .withNewestVersion(version)
                .withRequestTimeout(SOON);
    }

    private static void account(Mainstay ib) {
        assertThat(ib.accountSummary().amount("DU1234567", "NetLiquidation").orElseThrow())
                .isPositive();
        assertThat(ib.positions().all()).anySatisfy(p -> {
            assertThat(p.contract().symbol()).isEqualTo("SPY");
            assertThat(p.quantity()).isEqualByComparingTo("50");
            assertThat(p.averageCost()).isPositive();
        });
    }

    private static Instrument instruments(Mainstay ib) {
        Instrument apple = ib.stock("AAPL");
        assertThat(apple.conId()).isEqualTo(265598);
        assertThat(apple.minTick()).isEqualByComparingTo("0.01");
        assertThat(apple.tradingHours()).isNotNull();
        Contract euro = Contract.builder()
                .symbol("EUR")
                .secType("CASH")
                .exchange("IDEALPRO")
                .currency("USD")
                .build();
        assertThat(ib.instruments(euro))
                .singleElement()
                .satisfies(i -> assertThat(i.conId()).isEqualTo(12087792));
        assertThatThrownBy(() -> ib.stock("NOSUCH"))
                .isInstanceOf(MainstayException.UnknownContract.class)
                .hasMessageContaining("NOSUCH");
        return apple;
    }

    private static void history(Mainstay ib, Instrument apple, int version) {
        List<Bars.Bar> days = ib.bars(apple)
                .last("5 D")
                .every("1 day")
                .until(FRIDAY_EVENING)
                .fetch()
                .all();
        assertThat(days).hasSize(5);
        Bars.Bar day = days.getLast();
        assertThat(day.start()).isEqualTo("2025-03-07T05:00:00Z");
        assertThat(day.low()).isLessThan(day.high());
        List<Bars.Bar> hours = ib.bars(apple)
                .last("1 D")
                .every("1 hour")
                .until(FRIDAY_EVENING)
                .fetch()
                .all();
        assertThat(hours).hasSize(7);
        assertThat(hours.getFirst().start()).isEqualTo("2025-03-07T14:30:00Z");
        BigDecimal shares = hours.stream().map(Bars.Bar::volume).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal lot = BigDecimal.valueOf(version < HISTORY_IN_SHARES ? 1 : 100);
        assertThat(shares.divideToIntegralValue(lot))
                .as("a day's volume in lots")
                .isBetween(BigDecimal.valueOf(50_000), BigDecimal.valueOf(5_000_000));
        assertThatThrownBy(() -> ib.bars(apple).last("5 D").every("7 mins").fetch())
                .isInstanceOf(MainstayException.RequestRefused.class)
                .hasMessageContaining("bar size");
    }

    private static void quotes(Mainstay ib, Instrument apple) {
        Quote quote = ib.quote(apple);
        assertThat(quote.dataType()).isEqualTo(Quote.DataType.LIVE);
        assertThat(quote.bid().orElseThrow()).isLessThan(quote.ask().orElseThrow());
        assertThat(quote.bidSize().orElseThrow()).isPositive();
        assertThat(quote.volume()).isPresent();
        assertThat(quote.previousClose()).isPresent();
        try (Subscription<QuoteEvent> stream = ib.quotes(apple)) {
            assertThat(stream.next(SOON).orElseThrow()).isInstanceOf(QuoteEvent.Tick.class);
            assertThat(stream.next(SOON).orElseThrow()).isInstanceOf(QuoteEvent.Tick.class);
        }
    }

    private static void orders(Mainstay ib, Instrument apple) {
        OrderHandle bought = ib.buy(BigDecimal.valueOf(100))
                .of(apple)
                .market()
                .key("buy-" + ib.connection().serverVersion())
                .place();
        assertThat(bought.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
        assertThat(bought.await(SOON)).isTrue();
        assertThat(bought.status()).isEqualTo("Filled");
        assertThat(bought.filled()).isEqualByComparingTo("100");
        assertThat(bought.averageFillPrice()).isPresent();

        OrderHandle resting = rest(ib, apple, "rest-" + ib.connection().serverVersion());
        assertThat(resting.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
        assertThat(ib.openOrders()).extracting(OpenOrderInfo::orderId).containsExactly(resting.orderId());
        OpenOrderInfo open = ib.openOrders().getFirst();
        assertThat(open.order().lmtPrice()).isEqualByComparingTo("1.25");
        assertThat(open.order().orderRef()).isEqualTo(resting.key());
        resting.cancel();
        assertThat(resting.await(SOON)).isTrue();
        assertThat(resting.status()).isEqualTo("Cancelled");

        OrderHandle rejected = ib.buy(new BigDecimal("0.5")).of(apple).market().place();
        assertThat(rejected.outcome())
                .isInstanceOfSatisfying(
                        OrderHandle.Outcome.Rejected.class,
                        r -> assertThat(r.code()).isEqualTo(10243));

        List<Fill> fills = ib.executions();
        assertThat(fills).singleElement().satisfies(fill -> {
            assertThat(fill.orderId()).isEqualTo(bought.orderId());
            assertThat(fill.orderRef()).isEqualTo(bought.key());
            assertThat(fill.quantity()).isEqualByComparingTo("100");
            assertThat(fill.price())
                    .isEqualByComparingTo(bought.averageFillPrice().orElseThrow());
            assertThat(fill.commission()).hasValueSatisfying(c -> assertThat(c).isPositive());
            assertThat(fill.time())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
        });
    }

    private static OrderHandle rest(Mainstay ib, Instrument instrument, String key) {
        return ib.buy(BigDecimal.TEN)
                .of(instrument)
                .limit(new BigDecimal("1.25"))
                .goodTillCancelled()
                .key(key)
                .place();
    }

    private static void notices(Mainstay ib) {
        try (Subscription<Notice> notices = ib.notices()) {
            gateway.fault("link-down", true);
            assertThat(notices.next(SOON).orElseThrow().code()).isEqualTo(1100);
            gateway.fault("link-down", false);
            assertThat(notices.next(SOON).orElseThrow().code()).isEqualTo(1102);
        }
    }
}

package io.mainstay.runner.fake;

import io.mainstay.client.AccountSummary;
import io.mainstay.client.Bars;
import io.mainstay.client.BarsRequest;
import io.mainstay.client.ConnectOptions;
import io.mainstay.client.ConnectionInfo;
import io.mainstay.client.Fill;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.client.Notice;
import io.mainstay.client.OpenOrderInfo;
import io.mainstay.client.OrderRequest;
import io.mainstay.client.Positions;
import io.mainstay.client.Quote;
import io.mainstay.client.QuoteEvent;
import io.mainstay.client.Subscription;
import io.mainstay.client.TradingSchedule;
import io.mainstay.protocol.message.Contract;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gateway whose every answer a test sets. */
public final class FakeGateway implements Mainstay {
    public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    public final FakeClock clock;
    public final FakeOrders orders;
    public final List<String> accounts = new CopyOnWriteArrayList<>(List.of("DU1234567"));
    public final List<AccountSummary.AccountValue> summary = new CopyOnWriteArrayList<>();
    public final List<Positions.Position> positions = new CopyOnWriteArrayList<>();
    public final List<TradingSchedule.Session> sessions = new CopyOnWriteArrayList<>();
    public final Map<String, List<Bars.Bar>> bars = new ConcurrentHashMap<>();
    public final Map<String, RuntimeException> barFailures = new ConcurrentHashMap<>();
    public final Map<String, RuntimeException> stockFailures = new ConcurrentHashMap<>();
    public final Map<String, RuntimeException> quoteFailures = new ConcurrentHashMap<>();
    public final Map<String, Prices> prices = new ConcurrentHashMap<>();
    public final Map<String, Instrument> wrongBars = new ConcurrentHashMap<>();
    public final AtomicInteger barRequests = new AtomicInteger();
    public final AtomicInteger atOnce = new AtomicInteger();
    public final AtomicInteger mostAtOnce = new AtomicInteger();
    public volatile CountDownLatch closed = new CountDownLatch(1);

    /** While set, requests for bars wait here until it opens or the connection is closed. */
    public volatile @Nullable CountDownLatch barsGate;

    public final CountDownLatch barsAsked = new CountDownLatch(1);
    public volatile Duration barLength = Duration.ofMinutes(30);
    public volatile Duration clockAhead = Duration.ZERO;
    public volatile @Nullable RuntimeException summaryFailure;
    public volatile @Nullable RuntimeException openOrdersFailure;

    /** The prices of a quote; absent ones stay absent. */
    public record Prices(
            Optional<BigDecimal> bid, Optional<BigDecimal> ask, Optional<BigDecimal> last, Quote.DataType type) {
        public static Prices of(String bid, String ask, String last) {
            return new Prices(optional(bid), optional(ask), optional(last), Quote.DataType.LIVE);
        }

        private static Optional<BigDecimal> optional(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
        }
    }

    public FakeGateway(FakeClock clock) {
        this.clock = clock;
        this.orders = new FakeOrders(clock);
        Instant now = clock.instant();
        sessions.add(new TradingSchedule.Session(now.minus(Duration.ofHours(3)), now.plus(Duration.ofHours(3))));
        sessions.add(new TradingSchedule.Session(now.plus(Duration.ofHours(21)), now.plus(Duration.ofHours(27))));
        money("DU1234567", "1000000", "500000");
    }

    public void money(String account, String netLiquidation, String availableFunds) {
        summary.removeIf(v -> v.account().equals(account));
        summary.add(new AccountSummary.AccountValue(account, "NetLiquidation", netLiquidation, "USD"));
        summary.add(new AccountSummary.AccountValue(account, "AvailableFunds", availableFunds, "USD"));
        summary.add(new AccountSummary.AccountValue(account, "TotalCashValue", availableFunds, "USD"));
    }

    /** Bars of {@link #barLength} with these closes, the last of them just complete. */
    public void closes(String symbol, String... closes) {
        Instant end = clock.instant();
        var list = new ArrayList<Bars.Bar>();
        for (int i = 0; i < closes.length; i++) {
            Instant start = end.minus(barLength.multipliedBy(closes.length - i));
            list.add(bar(start, closes[i]));
        }
        bars.put(symbol, List.copyOf(list));
    }

    /** Forty bars that fall slowly to 100 and whose last one, 103, lets the average of 10 cross above that of 20. */
    public void crossUp(String symbol) {
        slope(symbol, "-0.01", "103");
    }

    /** As {@link #crossUp}, rising to 100 and then 97, and below. */
    public void crossDown(String symbol) {
        slope(symbol, "0.01", "97");
    }

    /** A slowly falling market without a cross. */
    public void below(String symbol) {
        slope(symbol, "-0.01", "100");
    }

    /** A slowly rising market without a cross. */
    public void above(String symbol) {
        slope(symbol, "0.01", "100");
    }

    private void slope(String symbol, String step, String last) {
        var closes = new String[40];
        for (int i = 0; i < 39; i++) {
            closes[i] = new BigDecimal("100")
                    .subtract(new BigDecimal(step).multiply(BigDecimal.valueOf(39L - i)))
                    .toPlainString();
        }
        closes[39] = last;
        closes(symbol, closes);
    }

    public static Bars.Bar bar(Instant start, String close) {
        var price = new BigDecimal(close);
        return new Bars.Bar(start, price, price, price, price, new BigDecimal("1000"), price, 10);
    }

    public Instrument instrumentOf(String symbol) {
        int conId = 1000 + Math.floorMod(symbol.hashCode(), 100_000);
        return new Instrument(
                Contract.builder()
                        .conId(conId)
                        .symbol(symbol)
                        .secType("STK")
                        .exchange("SMART")
                        .currency("USD")
                        .build(),
                symbol + " Inc",
                new BigDecimal("0.01"),
                NEW_YORK,
                new TradingSchedule(sessions),
                new TradingSchedule(sessions));
    }

    /** This gateway with its state, as a new attachment. */
    public FakeGateway reopened() {
        closed = new CountDownLatch(1);
        return this;
    }

    private void requireOpen() {
        if (closed.getCount() == 0) {
            throw new MainstayException.Disconnected("the connection was closed");
        }
    }

    @Override
    public ConnectionInfo connection() {
        return new ConnectionInfo(
                ConnectOptions.Via.SHARED_WORKER, 178, "", OptionalLong.of(1), false, Duration.ofMillis(3));
    }

    @Override
    public List<String> accounts() {
        return List.copyOf(accounts);
    }

    @Override
    public AccountSummary accountSummary() {
        requireOpen();
        @Nullable RuntimeException failure = summaryFailure;
        if (failure != null) {
            throw failure;
        }
        return new AccountSummary(summary, clock.instant());
    }

    @Override
    public Positions positions() {
        requireOpen();
        return new Positions(positions, clock.instant());
    }

    @Override
    public Instrument instrument(Contract description) {
        requireOpen();
        @Nullable RuntimeException failure = stockFailures.get(description.symbol());
        if (failure != null) {
            throw failure;
        }
        return instrumentOf(description.symbol());
    }

    @Override
    public List<Instrument> instruments(Contract description) {
        return List.of(instrument(description));
    }

    @Override
    public BarsRequest bars(Instrument instrument) {
        return new Request(instrument);
    }

    private final class Request implements BarsRequest {
        private final Instrument instrument;

        Request(Instrument instrument) {
            this.instrument = instrument;
        }

        @Override
        public BarsRequest last(String durationStr) {
            return this;
        }

        @Override
        public BarsRequest every(String barSizeSetting) {
            return this;
        }

        @Override
        public BarsRequest show(String whatToShow) {
            return this;
        }

        @Override
        public BarsRequest regularHours(boolean only) {
            return this;
        }

        @Override
        public BarsRequest until(Instant end) {
            return this;
        }

        @Override
        public BarsRequest within(Duration timeout) {
            return this;
        }

        @Override
        public Bars fetch() {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                barRequests.incrementAndGet();
                barsAsked.countDown();
                waitAtGate();
                requireOpen();
                @Nullable RuntimeException failure = barFailures.get(instrument.symbol());
                if (failure != null) {
                    throw failure;
                }
                return new Bars(
                        wrongBars.getOrDefault(instrument.symbol(), instrument),
                        "30 mins",
                        bars.getOrDefault(instrument.symbol(), List.of()),
                        clock.instant());
            } finally {
                atOnce.decrementAndGet();
            }
        }

        private void waitAtGate() {
            @Nullable CountDownLatch gate = barsGate;
            if (gate == null) {
                return;
            }
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MainstayException.Disconnected("interrupted");
            }
        }
    }

    @Override
    public Quote quote(Instrument instrument) {
        requireOpen();
        @Nullable RuntimeException failure = quoteFailures.get(instrument.symbol());
        if (failure != null) {
            throw failure;
        }
        Prices p = prices.getOrDefault(instrument.symbol(), Prices.of("", "", ""));
        Optional<BigDecimal> none = Optional.empty();
        return new Quote(
                instrument,
                p.bid(),
                none,
                p.ask(),
                none,
                p.last(),
                none,
                none,
                none,
                none,
                none,
                none,
                p.type(),
                clock.instant());
    }

    @Override
    public Subscription<QuoteEvent> quotes(Instrument instrument) {
        throw new UnsupportedOperationException("the runner needs no stream of quotes");
    }

    @Override
    public OrderRequest buy(BigDecimal quantity) {
        return orders.request(Side.BUY, quantity);
    }

    @Override
    public OrderRequest sell(BigDecimal quantity) {
        return orders.request(Side.SELL, quantity);
    }

    @Override
    public List<OpenOrderInfo> openOrders() {
        requireOpen();
        @Nullable RuntimeException failure = openOrdersFailure;
        if (failure != null) {
            throw failure;
        }
        return orders.open();
    }

    @Override
    public List<Fill> executions() {
        requireOpen();
        return orders.executions();
    }

    @Override
    public Subscription<Notice> notices() {
        throw new UnsupportedOperationException("the runner needs no stream of notices");
    }

    @Override
    public Instant currentTime() {
        requireOpen();
        return clock.instant().plus(clockAhead);
    }

    @Override
    public Mainstay withTimeout(Duration requestTimeout) {
        return this;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

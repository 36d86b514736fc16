package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.HistoricalTick;
import io.mainstay.protocol.message.HistoricalTickBidAsk;
import io.mainstay.protocol.message.HistoricalTickLast;
import io.mainstay.protocol.message.HistoricalTicks;
import io.mainstay.protocol.message.HistoricalTicksBidAsk;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Five-second bars, tick-by-tick data, and past ticks. One stream table: ids are unique over all three at IB, too. */
final class TickAnswers {
    private static final int MOST_STREAMS = 100;
    private static final int MOST_TICK_BY_TICK = 5;
    private static final int MOST_TICKS = 1000;
    private static final Duration BAR_EVERY = Duration.ofSeconds(5);
    private static final Duration TICK_EVERY = Duration.ofMillis(250);
    private static final BigDecimal ABSENT = BigDecimal.valueOf(-1);

    private record Stream(Agenda.Repeat repeat, boolean tickByTick) {}

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;
    private final StreamTable<Stream> streams = new StreamTable<>();
    private boolean paused;

    TickAnswers(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
    }

    void realTimeBars(Session s, ReqRealTimeBars m) {
        Optional<Instrument> instrument = mayStart(s, m.reqId(), m.contract());
        if (instrument.isEmpty()) {
            return;
        }
        Optional<PriceKind> kind = PriceKind.parse(m.whatToShow());
        if (kind.isEmpty()) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'bX' : cause - What to show " + m.whatToShow()
                            + " is not TRADES, MIDPOINT, BID or ASK");
            return;
        }
        Instant now = gateway.now();
        Instant first = now.minusMillis(Math.floorMod(now.toEpochMilli(), BAR_EVERY.toMillis()))
                .plus(BAR_EVERY);
        put(s, m.reqId(), false, gateway.agenda().every(first, BAR_EVERY, due -> {
            if (!paused) {
                realTimeBar(s, m.reqId(), instrument.get(), kind.get(), due);
            }
        }));
    }

    /** The bar that has just ended; outside of trading hours it stands at the quote, without volume. */
    private void realTimeBar(Session s, int id, Instrument instrument, PriceKind kind, Instant due) {
        Instant start = due.minus(BAR_EVERY);
        List<Bar> bars = market.bars(new BarQuery(instrument, start, due, BarSize.S5, kind, true));
        if (!bars.isEmpty()) {
            Bar bar = bars.getLast();
            s.send(new RealtimeBar(
                    id,
                    start.getEpochSecond(),
                    bar.open(),
                    bar.high(),
                    bar.low(),
                    bar.close(),
                    Objects.requireNonNullElse(bar.volume(), ABSENT),
                    Objects.requireNonNullElse(bar.wap(), ABSENT),
                    Objects.requireNonNullElse(bar.count(), -1)));
            return;
        }
        market.quote(instrument, due).ifPresent(quote -> {
            BigDecimal price = price(quote, kind);
            s.send(new RealtimeBar(id, start.getEpochSecond(), price, price, price, price, BigDecimal.ZERO, price, 0));
        });
    }

    void tickByTick(Session s, ReqTickByTickData m) {
        Optional<Instrument> instrument = mayStart(s, m.reqId(), m.contract());
        if (instrument.isEmpty()) {
            return;
        }
        if (streams.all().stream().filter(Stream::tickByTick).count() >= MOST_TICK_BY_TICK) {
            s.error(m.reqId(), 10190, "Max number of tick-by-tick requests has been reached");
            return;
        }
        switch (m.tickType()) {
            case "Last", "AllLast", "BidAsk", "MidPoint" ->
                put(s, m.reqId(), true, gateway.agenda().every(gateway.now(), TICK_EVERY, due -> {
                    if (!paused) {
                        market.quote(instrument.get(), due)
                                .ifPresent(q -> s.send(tick(m.reqId(), m.tickType(), instrument.get(), q, due)));
                    }
                }));
            default ->
                s.error(
                        m.reqId(),
                        321,
                        "Error validating request.-'cI' : cause - Tick type " + m.tickType()
                                + " is not Last, AllLast, BidAsk or MidPoint");
        }
    }

    private static TickByTick tick(int id, String type, Instrument instrument, Quote q, Instant due) {
        long time = due.getEpochSecond();
        return switch (type) {
            case "BidAsk" ->
                new TickByTick(
                        id,
                        3,
                        time,
                        null,
                        null,
                        0,
                        "",
                        "",
                        q.bid(),
                        q.ask(),
                        BigDecimal.valueOf(q.bidSize()),
                        BigDecimal.valueOf(q.askSize()),
                        null);
            case "MidPoint" ->
                new TickByTick(
                        id, 4, time, null, null, 0, "", "", null, null, null, null, price(q, PriceKind.MIDPOINT));
            default ->
                new TickByTick(
                        id,
                        type.equals("Last") ? 1 : 2,
                        time,
                        q.last(),
                        BigDecimal.valueOf(q.lastSize()),
                        0,
                        instrument.primaryExchange(),
                        "",
                        null,
                        null,
                        null,
                        null,
                        null);
        };
    }

    private static BigDecimal price(Quote q, PriceKind kind) {
        return switch (kind) {
            case TRADES -> q.last();
            case BID -> q.bid();
            case ASK -> q.ask();
            case MIDPOINT -> q.bid().add(q.ask()).divide(BigDecimal.valueOf(2));
        };
    }

    private Optional<Instrument> mayStart(Session s, int id, Contract contract) {
        List<Instrument> found = contracts.matching(contract);
        if (found.size() != 1) {
            s.error(id, 200, found.isEmpty() ? ContractAnswers.NOT_FOUND : HistoryAnswers.ambiguous(contract.symbol()));
        } else if (streams.find(s, id).isPresent()) {
            s.error(id, 102, "Duplicate ticker ID.");
        } else if (streams.count(s) >= MOST_STREAMS) {
            s.error(id, 420, "Invalid Real-time Query: " + MOST_STREAMS + " streams are active");
        } else {
            return Optional.of(found.getFirst());
        }
        return Optional.empty();
    }

    private void put(Session s, int id, boolean tickByTick, Agenda.Repeat repeat) {
        streams.put(s, id, new Stream(repeat, tickByTick));
    }

    void cancel(Session s, int reqId) {
        streams.remove(s, reqId)
                .ifPresentOrElse(
                        stream -> stream.repeat().cancel(),
                        () -> s.error(reqId, 300, "Can't find EId with tickerId:" + reqId));
    }

    /** Past ticks: one a second, the prices at which the one-second bars of the market open. */
    void historical(Session s, ReqHistoricalTicks m) {
        List<Instrument> found = contracts.matching(m.contract());
        if (found.size() != 1) {
            s.error(
                    m.reqId(),
                    200,
                    found.isEmpty()
                            ? ContractAnswers.NOT_FOUND
                            : HistoryAnswers.ambiguous(m.contract().symbol()));
            return;
        }
        boolean backward = m.startDateTime().isEmpty();
        Optional<Instant> bound =
                WireTime.parse(backward ? m.endDateTime() : m.startDateTime()).map(TwsTime::instant);
        if (bound.isEmpty() || (!backward && !m.endDateTime().isEmpty())) {
            s.error(
                    m.reqId(),
                    10314,
                    "Start or End Date/Time: exactly one of them is needed, in the form yyyymmdd hh:mm:ss US/Eastern");
            return;
        }
        if (m.numberOfTicks() < 1 || m.numberOfTicks() > MOST_TICKS) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cH' : cause - Number of ticks is not 1 to " + MOST_TICKS);
            return;
        }
        Instrument i = found.getFirst();
        Instant from = backward
                ? new HistoryWindow(Math.min(m.numberOfTicks(), 86_400), 'S').from(bound.get(), i.calendar(), true)
                : bound.get();
        Instant to =
                backward ? bound.get() : earlier(bound.get().plusSeconds(86_400), market.dataNow(i, gateway.now()));
        switch (m.whatToShow()) {
            case "TRADES" ->
                s.send(new HistoricalTicksLast(
                        m.reqId(),
                        seconds(i, from, to, PriceKind.TRADES, m).stream()
                                .map(b -> new HistoricalTickLast(
                                        b.start().getEpochSecond(),
                                        0,
                                        b.open(),
                                        Objects.requireNonNullElse(b.volume(), BigDecimal.ONE)
                                                .max(BigDecimal.ONE),
                                        i.primaryExchange(),
                                        ""))
                                .toList(),
                        true));
            case "MIDPOINT" ->
                s.send(new HistoricalTicks(
                        m.reqId(),
                        seconds(i, from, to, PriceKind.MIDPOINT, m).stream()
                                .map(b -> new HistoricalTick(b.start().getEpochSecond(), 0, b.open(), BigDecimal.ZERO))
                                .toList(),
                        true));
            case "BID_ASK" -> {
                List<Bar> bids = seconds(i, from, to, PriceKind.BID, m);
                List<Bar> asks = seconds(i, from, to, PriceKind.ASK, m);
                var ticks = new ArrayList<HistoricalTickBidAsk>();
                for (int n = 0; n < Math.min(bids.size(), asks.size()); n++) {
                    ticks.add(new HistoricalTickBidAsk(
                            bids.get(n).start().getEpochSecond(),
                            0,
                            bids.get(n).open(),
                            asks.get(n).open(),
                            BigDecimal.valueOf(100),
                            BigDecimal.valueOf(100)));
                }
                s.send(new HistoricalTicksBidAsk(m.reqId(), ticks, true));
            }
            default ->
                s.error(
                        m.reqId(),
                        321,
                        "Error validating request.-'cH' : cause - What to show " + m.whatToShow()
                                + " is not TRADES, MIDPOINT or BID_ASK");
        }
    }

    private List<Bar> seconds(Instrument i, Instant from, Instant to, PriceKind kind, ReqHistoricalTicks m) {
        List<Bar> bars = market.bars(new BarQuery(i, from, to, BarSize.S1, kind, true));
        int most = Math.min(bars.size(), m.numberOfTicks());
        return m.startDateTime().isEmpty() ? bars.subList(bars.size() - most, bars.size()) : bars.subList(0, most);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    void pause(boolean pause) {
        paused = pause;
    }

    void forget(Session s) {
        streams.removeAll(s, stream -> stream.repeat().cancel());
    }

    void forgetAll() {
        streams.clear(stream -> stream.repeat().cancel());
    }
}

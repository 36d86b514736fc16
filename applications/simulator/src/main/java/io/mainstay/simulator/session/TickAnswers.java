package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Five-second bars and tick-by-tick data. One stream table: ids are unique over both at IB, too. */
final class TickAnswers {
    private static final int MOST_STREAMS = 100;
    private static final int MOST_TICK_BY_TICK = 5;
    private static final Duration BAR_EVERY = Duration.ofSeconds(5);
    private static final BigDecimal ABSENT = BigDecimal.valueOf(-1);

    private record Stream(Agenda.Planned repeat, boolean tickByTick) {}

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;
    private final PastTicks past;
    private final StreamTable<Stream> streams = new StreamTable<>();
    private boolean paused;

    TickAnswers(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
        this.past = new PastTicks(gateway, contracts, market);
    }

    void historical(Session s, ReqHistoricalTicks m) {
        past.answer(s, m);
    }

    void realTimeBars(Session s, ReqRealTimeBars m) {
        Optional<Instrument> instrument = mayStart(s, m.reqId(), m.contract());
        if (instrument.isEmpty()) {
            return;
        }
        if (gateway.faults().any(Mode.DENIES_MARKET_DATA)) {
            s.error(
                    m.reqId(),
                    420,
                    "Invalid Real-time Query:No market data permissions for "
                            + instrument.get().primaryExchange() + " "
                            + instrument.get().secType());
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
                    volume(bar.volume(), instrument, s),
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
        int id = m.reqId();
        Optional<Instrument> instrument = mayStart(s, id, m.contract());
        if (instrument.isEmpty()) {
            return;
        }
        boolean trades = m.tickType().equals("Last") || m.tickType().equals("AllLast");
        if (!trades && !m.tickType().equals("BidAsk") && !m.tickType().equals("MidPoint")) {
            s.error(
                    id,
                    321,
                    "Error validating request.-'cI' : cause - Tick type " + m.tickType()
                            + " is not Last, AllLast, BidAsk or MidPoint");
        } else if (gateway.faults().any(Mode.DENIES_MARKET_DATA)
                || (trades && instrument.get().isCash())
                || (!trades && instrument.get().isIndex())) {
            s.error(
                    id,
                    10189,
                    "Failed to request tick-by-tick data.No market data permissions for "
                            + instrument.get().primaryExchange() + " "
                            + instrument.get().secType());
        } else if (streams.all().stream().filter(Stream::tickByTick).count() >= MOST_TICK_BY_TICK) {
            s.error(id, 10190, "Max number of tick-by-tick requests has been reached");
        } else {
            begin(s, m, instrument.get());
        }
    }

    /** The past ticks that are asked for, then one with every sample of the market. */
    private void begin(Session s, ReqTickByTickData m, Instrument instrument) {
        if (m.numberOfTicks() > 0) {
            past.last(
                    s,
                    m.reqId(),
                    instrument,
                    m.numberOfTicks(),
                    switch (m.tickType()) {
                        case "BidAsk" -> "BID_ASK";
                        case "MidPoint" -> "MIDPOINT";
                        default -> "TRADES";
                    });
        }
        put(s, m.reqId(), true, MarketFollower.start(gateway, market, instrument, due -> {
            if (!paused) {
                market.quote(instrument, due)
                        .ifPresent(q -> s.send(tick(s, m.reqId(), m.tickType(), instrument, q, due)));
            }
        }));
    }

    private static TickByTick tick(Session s, int id, String type, Instrument instrument, Quote q, Instant due) {
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
                        size(q.bidSize(), instrument, s),
                        size(q.askSize(), instrument, s),
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
                        size(q.lastSize(), instrument, s),
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

    private static BigDecimal volume(@Nullable BigDecimal traded, Instrument instrument, Session s) {
        return traded == null ? ABSENT : Lots.nearest(traded, instrument, s.version(), Lots.MARKET_DATA_IN_SHARES);
    }

    private static BigDecimal size(long shares, Instrument instrument, Session s) {
        return Lots.of(shares, instrument, s.version(), Lots.MARKET_DATA_IN_SHARES);
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
        Optional<Instrument> found = contracts.single(s, id, contract);
        if (found.isEmpty()) {
            return found;
        }
        if (streams.find(s, id).isPresent()) {
            s.error(id, 102, "Duplicate ticker ID.");
        } else if (streams.count(s) >= MOST_STREAMS) {
            s.error(id, 420, "Invalid Real-time Query: " + MOST_STREAMS + " streams are active");
        } else {
            return found;
        }
        return Optional.empty();
    }

    private void put(Session s, int id, boolean tickByTick, Agenda.Planned repeat) {
        streams.put(s, id, new Stream(repeat, tickByTick));
    }

    void cancel(Session s, int reqId) {
        streams.remove(s, reqId)
                .ifPresentOrElse(
                        stream -> stream.repeat().cancel(),
                        () -> s.error(reqId, 300, "Can't find EId with tickerId:" + reqId));
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

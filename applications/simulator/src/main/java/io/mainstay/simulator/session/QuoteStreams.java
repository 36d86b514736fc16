package io.mainstay.simulator.session;

import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickReqParams;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickSnapshotEnd;
import io.mainstay.protocol.message.TickString;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Streaming and snapshot quotes: everything once, then what has changed, four times a second. */
final class QuoteStreams {
    private static final Duration SAMPLED_EVERY = Duration.ofMillis(250);
    private static final int SHARES_SINCE_VERSION = 159;
    private static final int VOLUME_IN_SHARES_SINCE_VERSION = 220;
    private static final BigDecimal LOT = BigDecimal.valueOf(100);

    private record Stream(Session session, int reqId, Instrument instrument, Agenda.Repeat repeat, Ticks sent) {}

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;
    private final StreamTable<Stream> streams = new StreamTable<>();
    private boolean paused;

    QuoteStreams(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
    }

    void start(Session s, ReqMktData m) {
        int id = m.reqId();
        List<Instrument> found = contracts.matching(m.contract());
        if (found.size() != 1) {
            s.error(
                    id,
                    200,
                    found.isEmpty()
                            ? ContractAnswers.NOT_FOUND
                            : HistoryAnswers.ambiguous(m.contract().symbol()));
        } else if (streams.find(s, id).isPresent()) {
            s.error(id, 102, "Duplicate ticker ID.");
        } else if (m.snapshot() && !m.genericTickList().isBlank()) {
            s.error(id, 414, "Snapshot market data subscription is not applicable to generic ticks");
        } else if (gateway.faults().any(Fault::deniesMarketData)) {
            s.error(id, 354, "Requested market data is not subscribed. Delayed market data is not available.");
        } else if (!m.snapshot() && streams.count(s) >= gateway.settings().marketDataLines()) {
            s.error(id, 101, "Max number of tickers has been reached");
        } else {
            begin(s, m, found.getFirst());
        }
    }

    private void begin(Session s, ReqMktData m, Instrument instrument) {
        int id = m.reqId();
        s.send(new TickReqParams(id, instrument.minTick(), instrument.isCash() ? "" : "9c0001", 3));
        s.send(new MarketDataType(id, 1));
        var ticks = new Ticks(s, id, instrument);
        market.quote(instrument, gateway.now()).ifPresent(ticks::send);
        if (m.snapshot()) {
            s.send(new TickSnapshotEnd(id));
            return;
        }
        Agenda.Repeat repeat = gateway.agenda().every(gateway.now().plus(SAMPLED_EVERY), SAMPLED_EVERY, due -> {
            if (!paused) {
                market.quote(instrument, due).ifPresent(ticks::send);
            }
        });
        streams.put(s, id, new Stream(s, id, instrument, repeat, ticks));
    }

    void cancel(Session s, int reqId) {
        streams.remove(s, reqId)
                .ifPresentOrElse(
                        stream -> stream.repeat().cancel(),
                        () -> s.error(reqId, 300, "Can't find EId with tickerId:" + reqId));
    }

    /** Sets nothing: live data is available, and it wins over every type that a client would put up with. */
    void marketDataType(Session s, ReqMarketDataType m) {
        if (m.marketDataType() < 1 || m.marketDataType() > 4) {
            s.error(
                    -1,
                    321,
                    "Error validating request.-'bR' : cause - Market data type " + m.marketDataType()
                            + " is not 1 to 4");
        }
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

    /** What one stream has sent, so that it sends only what is new. */
    private static final class Ticks {
        private final Session session;
        private final int reqId;
        private final Instrument instrument;
        private final Map<Integer, String> sent = new HashMap<>();

        Ticks(Session session, int reqId, Instrument instrument) {
            this.session = session;
            this.reqId = reqId;
            this.instrument = instrument;
        }

        void send(Quote q) {
            priced(1, 0, q.bid(), size(q.bidSize()));
            priced(2, 3, q.ask(), size(q.askSize()));
            if (!instrument.isCash()) {
                priced(4, 5, q.last(), size(q.lastSize()));
                if (isNew(45, Long.toString(q.time().getEpochSecond()))) {
                    session.send(
                            new TickString(reqId, 45, Long.toString(q.time().getEpochSecond())));
                }
                BigDecimal volume = BigDecimal.valueOf(q.volume());
                BigDecimal shown = session.version() >= VOLUME_IN_SHARES_SINCE_VERSION
                        ? volume
                        : volume.divideToIntegralValue(LOT);
                if (isNew(8, shown.toPlainString())) {
                    session.send(new TickSize(reqId, 8, shown));
                }
            }
            price(6, q.high());
            price(7, q.low());
            price(9, q.previousClose());
            price(14, q.open());
            if (!instrument.isCash() && isNew(49, "0")) {
                session.send(new TickGeneric(reqId, 49, BigDecimal.ZERO));
            }
        }

        private void priced(int priceType, int sizeType, BigDecimal price, BigDecimal size) {
            if (isNew(priceType, price.toPlainString())) {
                session.send(new TickPrice(reqId, priceType, price, size, priceType == 4 ? 0 : 1));
            }
            if (isNew(sizeType, size.toPlainString())) {
                session.send(new TickSize(reqId, sizeType, size));
            }
        }

        private void price(int type, BigDecimal price) {
            if (isNew(type, price.toPlainString())) {
                session.send(new TickPrice(reqId, type, price, BigDecimal.ZERO, 0));
            }
        }

        private BigDecimal size(long shares) {
            boolean lots = session.version() < SHARES_SINCE_VERSION && !instrument.isCash();
            return lots ? BigDecimal.valueOf(shares).divideToIntegralValue(LOT) : BigDecimal.valueOf(shares);
        }

        private boolean isNew(int type, String text) {
            return !text.equals(sent.put(type, text));
        }
    }
}

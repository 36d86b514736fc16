package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CancelMktDepth;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.market.DepthLevel;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The book: rows of one exchange, or with SMART the rows of several, each with the exchange's name. All rows come as
 * inserts, then what changes, four times a second.
 */
final class DepthStreams {
    /** The exchanges whose books exist. */
    static final List<String> BOOKS = List.of("ARCA", "BATS", "BEX", "DRCTEDGE", "IEX", "ISLAND", "NASDAQ", "NYSE");

    private static final int MOST_STREAMS = 3;
    private static final int MOST_ROWS = 60;
    private static final int SMART_SINCE_VERSION = 146;
    private static final int INSERT = 0;
    private static final int UPDATE = 1;
    private static final int DELETE = 2;
    private static final int ASK = 0;
    private static final int BID = 1;

    private record Row(BigDecimal price, BigDecimal size) {}

    private record Stream(boolean smart, Agenda.Planned repeat) {}

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;
    private final StreamTable<Stream> streams = new StreamTable<>();
    private boolean paused;

    DepthStreams(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
    }

    void start(Session s, ReqMktDepth m) {
        int id = m.reqId();
        Optional<Instrument> found = contracts.single(s, id, m.contract());
        if (found.isEmpty()) {
            return;
        }
        Instrument i = found.get();
        boolean smart = m.isSmartDepth();
        if (streams.find(s, id).isPresent()) {
            s.error(id, 102, "Duplicate ticker ID.");
        } else if (gateway.faults().any(Mode.DENIES_MARKET_DATA)) {
            s.error(id, 354, "Requested market data is not subscribed.");
        } else if (i.isIndex() || smart != isSmart(m.contract().exchange(), i)) {
            s.error(id, 10092, "Deep market data is not supported for this combination of security type/exchange");
        } else if (m.numRows() < 1 || m.numRows() > MOST_ROWS) {
            s.error(id, 321, "Error validating request.-'bT' : cause - Number of rows is not 1 to " + MOST_ROWS);
        } else if (streams.count(s) >= MOST_STREAMS) {
            s.error(id, 309, "Max number (" + MOST_STREAMS + ") of market depth requests has been reached");
        } else {
            begin(s, m, i);
        }
    }

    private static boolean isSmart(String exchange, Instrument i) {
        return exchange.equals("SMART")
                || (exchange.isEmpty() && i.defaultExchange().equals("SMART"));
    }

    private void begin(Session s, ReqMktDepth m, Instrument i) {
        var book = new Book(s, m.reqId(), m.isSmartDepth(), i);
        book.show(market.depth(i, gateway.now(), m.numRows()));
        Agenda.Planned repeat = MarketFollower.start(gateway, market, i, due -> {
            if (!paused) {
                book.show(market.depth(i, due, m.numRows()));
            }
        });
        streams.put(s, m.reqId(), new Stream(m.isSmartDepth(), repeat));
    }

    void cancel(Session s, CancelMktDepth m) {
        Optional<Stream> running = streams.find(s, m.reqId());
        boolean knowsSmart = s.version() >= SMART_SINCE_VERSION;
        if (running.isEmpty() || (knowsSmart && running.get().smart() != m.isSmartDepth())) {
            s.error(m.reqId(), 310, "Can't find the subscribed market depth with tickerId:" + m.reqId());
        } else {
            streams.remove(s, m.reqId()).ifPresent(stream -> stream.repeat().cancel());
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

    /** The rows that a client has, so that it is told only what is new. */
    private static final class Book {
        private final Session session;
        private final int reqId;
        private final boolean smart;
        private final Instrument instrument;
        private final List<Row> bids = new ArrayList<>();
        private final List<Row> asks = new ArrayList<>();

        Book(Session session, int reqId, boolean smart, Instrument instrument) {
            this.session = session;
            this.reqId = reqId;
            this.smart = smart;
            this.instrument = instrument;
        }

        void show(List<DepthLevel> levels) {
            side(BID, bids, levels.stream().map(l -> row(l.bid(), l.bidSize())).toList());
            side(ASK, asks, levels.stream().map(l -> row(l.ask(), l.askSize())).toList());
        }

        private Row row(BigDecimal price, long size) {
            return new Row(price, Lots.of(size, instrument, session.version(), Lots.MARKET_DATA_IN_SHARES));
        }

        private void side(int side, List<Row> known, List<Row> now) {
            for (int position = 0; position < now.size(); position++) {
                Row row = now.get(position);
                if (position >= known.size()) {
                    known.add(row);
                    send(position, INSERT, side, row);
                } else if (!known.get(position).equals(row)) {
                    known.set(position, row);
                    send(position, UPDATE, side, row);
                }
            }
            while (known.size() > now.size()) {
                int last = known.size() - 1;
                send(last, DELETE, side, new Row(BigDecimal.ZERO, BigDecimal.ZERO));
                known.remove(last);
            }
        }

        private void send(int position, int operation, int side, Row row) {
            session.send(
                    smart
                            ? new UpdateMktDepthL2(
                                    reqId,
                                    position,
                                    BOOKS.get(position % BOOKS.size()),
                                    operation,
                                    side,
                                    row.price(),
                                    row.size(),
                                    true)
                            : new UpdateMktDepth(reqId, position, operation, side, row.price(), row.size()));
        }
    }
}

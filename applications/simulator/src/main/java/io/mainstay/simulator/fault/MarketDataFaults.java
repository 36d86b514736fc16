package io.mainstay.simulator.fault;

import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Pnl;
import io.mainstay.protocol.message.PnlSingle;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickOptionComputation;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Faults of quotes, books, bars and other streams. */
final class MarketDataFaults {
    private static final String AT_STREAM = "at a stream's next message";
    private static final BigDecimal DOUBLE_MAX = new BigDecimal("1.7976931348623157E308");
    private static final int INSERT = 0;
    private static final int DELETE = 2;

    /** One stream of one session. Sets of them are bounded by the streams while a fault is on. */
    private record Stream(long connection, int reqId) {}

    private MarketDataFaults() {}

    static List<FaultKind> all() {
        return List.of(
                new FaultKind(
                        "no-market-data",
                        "Quotes and depth are refused with error 354, or come delayed (10167) where the client allows it;"
                                + " bars and ticks with 420, 10187, 10189: the account has no subscription.",
                        "at each request for market data",
                        "D2",
                        v -> Behaviour.of(Mode.DENIES_MARKET_DATA)),
                new FaultKind(
                        "competing-session",
                        "Streams get error 10197 and nothing more, because the user is logged in elsewhere too; when it is"
                                + " switched off, they go on.",
                        AT_STREAM,
                        "D1",
                        v -> stopping(
                                MarketDataFaults::isStream, 10197, "No market data during competing live session")),
                new FaultKind(
                        "stream-stalls",
                        "Streams stop without a word, each at the moment it is struck, until they are requested anew or it"
                                + " is switched off; new ones work.",
                        AT_STREAM,
                        "D3 C5",
                        v -> stopping(MarketDataFaults::isStream, 0, "")),
                new FaultKind(
                        "stream-dropped",
                        "CODE",
                        "10182",
                        "Streams end with an error, such as 10182 or 420, until they are requested anew.",
                        AT_STREAM,
                        "D4 D4=420 D4=10225",
                        v -> {
                            int code = ErrorTexts.code(v, 0);
                            return stopping(MarketDataFaults::isStream, code, ErrorTexts.of(code));
                        }),
                new FaultKind(
                        "depth-halted",
                        "Books get error 316 and nothing more until they are requested anew.",
                        "at a book's next row",
                        "D8",
                        v -> stopping(MarketDataFaults::isDepth, 316, ErrorTexts.of(316))),
                new FaultKind(
                        "depth-reset",
                        "N",
                        "20",
                        "Every N rows a book gets notice 317 and then all of its rows anew, as inserts.",
                        "at each Nth row of a book that began while it was on",
                        "D8",
                        v -> depthReset(v.whole(0, "20", 1))),
                new FaultKind(
                        "cancel-race",
                        "The cancellation of a quote is answered with 354, as if it had been refused, and 300.",
                        "at CANCEL_MKT_DATA",
                        "D7",
                        v -> Behaviour.requesting((message, o) -> {
                            if (message instanceof CancelMktData cancel && o.strikes()) {
                                o.session().error(cancel.reqId(), 354, "Requested market data is not subscribed.");
                                o.session()
                                        .error(cancel.reqId(), 300, "Can't find EId with tickerId:" + cancel.reqId());
                            }
                            return RequestAct.ANSWER;
                        })),
                new FaultKind(
                        "sentinel-values",
                        "Prices are -1, sizes 0, computed values, profits and yields 1.7976931348623157E308.",
                        "at each tick, computation, profit and commission",
                        "D9",
                        v -> Behaviour.sending((message, out, o) -> {
                            Incoming changed = withSentinels(message);
                            out.send(changed.equals(message) || !o.strikes() ? message : changed);
                        })),
                new FaultKind(
                        "tick-flood", "N", "50", "Each tick of a stream comes N times.", "at each tick", "D10", v -> {
                            int times = v.whole(0, "50", 1);
                            return Behaviour.sending((message, out, o) -> {
                                boolean tick = message instanceof TickPrice
                                        || message instanceof TickSize
                                        || message instanceof TickByTick;
                                int count = tick && o.strikes() ? times : 1;
                                for (int i = 0; i < count; i++) {
                                    out.send(message);
                                }
                            });
                        }),
                new FaultKind(
                        "bad-live-bars",
                        "missing or wrong",
                        "missing",
                        "History that is kept up to date gets no more bars, or bars whose close is above their high.",
                        "at each HISTORICAL_DATA_UPDATE",
                        "D11",
                        v -> badLiveBars(v.word(0, List.of("missing", "wrong")).equals("wrong"))));
    }

    private static boolean isDepth(Incoming message) {
        return message instanceof UpdateMktDepth || message instanceof UpdateMktDepthL2;
    }

    private static boolean isStream(Incoming message) {
        return isDepth(message)
                || message instanceof TickPrice
                || message instanceof TickSize
                || message instanceof TickString
                || message instanceof TickGeneric
                || message instanceof TickOptionComputation
                || message instanceof TickByTick
                || message instanceof RealtimeBar
                || message instanceof HistoricalDataUpdate;
    }

    /** Stops streams one by one; each is told why once, unless the code is 0. */
    private static Behaviour stopping(Predicate<Incoming> concerned, int code, String text) {
        Set<Stream> stopped = new HashSet<>();
        Set<Stream> spared = new HashSet<>();
        return Behaviour.sending((message, out, o) -> {
                    if (!concerned.test(message)) {
                        out.send(message);
                        return;
                    }
                    int reqId = ((HasReqId) message).reqId();
                    var stream = new Stream(o.session().number(), reqId);
                    // Chance decides once for each stream, not at each of its ticks until all of them have stopped.
                    if (!stopped.contains(stream) && (spared.contains(stream) || !o.strikes())) {
                        spared.add(stream);
                        out.send(message);
                    } else if (stopped.add(stream) && code != 0) {
                        out.error(reqId, code, text);
                    }
                })
                .withRequesting((message, o) -> {
                    if (message instanceof HasReqId request
                            && message.wireName().startsWith("REQ_")) {
                        var stream = new Stream(o.session().number(), request.reqId());
                        stopped.remove(stream);
                        spared.remove(stream);
                    }
                    return RequestAct.ANSWER;
                });
    }

    private static Behaviour depthReset(int every) {
        record Place(int side, int position) {}
        Map<Stream, Map<Place, Incoming>> books = new HashMap<>();
        Map<Stream, Integer> rows = new HashMap<>();
        return Behaviour.sending((message, out, o) -> {
            out.send(message);
            if (!isDepth(message)) {
                return;
            }
            int reqId = ((HasReqId) message).reqId();
            var stream = new Stream(o.session().number(), reqId);
            var book = books.computeIfAbsent(stream, s -> new LinkedHashMap<>());
            Incoming insert = asInsert(message);
            var place = message instanceof UpdateMktDepth row
                    ? new Place(row.side(), row.position())
                    : new Place(((UpdateMktDepthL2) message).side(), ((UpdateMktDepthL2) message).position());
            if (operation(message) == DELETE) {
                book.remove(place);
            } else if (operation(message) == INSERT || book.containsKey(place)) {
                book.put(place, insert);
            }
            if (rows.merge(stream, 1, Integer::sum) % every == 0 && !book.isEmpty() && o.strikes()) {
                out.error(
                        reqId,
                        317,
                        "Market depth data has been RESET. Please empty deep book contents before applying"
                                + " any new entries.");
                book.values().forEach(out::send);
            }
        });
    }

    private static int operation(Incoming message) {
        return message instanceof UpdateMktDepth row ? row.operation() : ((UpdateMktDepthL2) message).operation();
    }

    private static Incoming asInsert(Incoming message) {
        if (message instanceof UpdateMktDepth row) {
            return new UpdateMktDepth(row.reqId(), row.position(), INSERT, row.side(), row.price(), row.size());
        }
        var row = (UpdateMktDepthL2) message;
        return new UpdateMktDepthL2(
                row.reqId(),
                row.position(),
                row.marketMaker(),
                INSERT,
                row.side(),
                row.price(),
                row.size(),
                row.isSmartDepth());
    }

    private static Incoming withSentinels(Incoming message) {
        return switch (message) {
            case TickPrice m ->
                new TickPrice(m.reqId(), m.tickType(), BigDecimal.valueOf(-1), BigDecimal.ZERO, m.attrMask());
            case TickSize m -> new TickSize(m.reqId(), m.tickType(), BigDecimal.ZERO);
            case TickOptionComputation m ->
                new TickOptionComputation(
                        m.reqId(),
                        m.tickType(),
                        m.tickAttrib(),
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        DOUBLE_MAX);
            case Pnl m -> new Pnl(m.reqId(), m.dailyPnL(), DOUBLE_MAX, DOUBLE_MAX);
            case PnlSingle m -> new PnlSingle(m.reqId(), m.pos(), m.dailyPnL(), DOUBLE_MAX, DOUBLE_MAX, m.value());
            case CommissionAndFeesReport m ->
                new CommissionAndFeesReport(
                        m.execId(),
                        m.commissionAndFees(),
                        m.currency(),
                        DOUBLE_MAX,
                        DOUBLE_MAX,
                        m.yieldRedemptionDate());
            default -> message;
        };
    }

    private static Behaviour badLiveBars(boolean wrong) {
        return Behaviour.sending((message, out, o) -> {
            if (!(message instanceof HistoricalDataUpdate bar) || !o.strikes()) {
                out.send(message);
            } else if (wrong) {
                BigDecimal high = bar.high() == null ? BigDecimal.ONE : bar.high();
                out.send(new HistoricalDataUpdate(
                        bar.reqId(),
                        bar.barCount(),
                        bar.date(),
                        bar.open(),
                        high.multiply(BigDecimal.TEN),
                        high,
                        bar.low(),
                        bar.wap(),
                        bar.volume()));
            }
        });
    }
}

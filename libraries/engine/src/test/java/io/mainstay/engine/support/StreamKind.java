package io.mainstay.engine.support;

import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelMktDepth;
import io.mainstay.protocol.message.CancelPnl;
import io.mainstay.protocol.message.CancelPnlSingle;
import io.mainstay.protocol.message.CancelRealTimeBars;
import io.mainstay.protocol.message.CancelTickByTickData;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.Pnl;
import io.mainstay.protocol.message.PnlSingle;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPnlSingle;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.UpdateMktDepth;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of streams that a model asks for. Every message of one carries its contract's number in a value. */
public enum StreamKind {
    QUOTE,
    BOOK,
    BARS,
    REAL_TIME_BARS,
    TICK_BY_TICK,
    PNL,
    PNL_SINGLE;

    private static final String ACCOUNT = "DU9000001";
    private static final String MODEL = "model";

    /** What a stream is about. */
    public record Tag(StreamKind kind, int number) {}

    /** A message of a stream under the id of whoever gets it. */
    public record Tagged(int reqId, Tag tag) {}

    public Outgoing start(int reqId, int number) {
        Contract contract = Contract.builder().conId(number).exchange("SMART").build();
        return switch (this) {
            case QUOTE -> new ReqMktData(reqId, contract, "", false, false, "");
            case BOOK -> new ReqMktDepth(reqId, contract, 5, false, "");
            case BARS -> new ReqHistoricalData(reqId, contract, "", "1 hour", "2 D", 1, "TRADES", 1, true, "");
            case REAL_TIME_BARS -> new ReqRealTimeBars(reqId, contract, 5, "TRADES", true, "");
            case TICK_BY_TICK -> new ReqTickByTickData(reqId, contract, "MidPoint", 0, false);
            case PNL -> new ReqPnl(reqId, ACCOUNT, MODEL + number);
            case PNL_SINGLE -> new ReqPnlSingle(reqId, ACCOUNT, "", number);
        };
    }

    public Outgoing cancel(int reqId) {
        return switch (this) {
            case QUOTE -> new CancelMktData(reqId);
            case BOOK -> new CancelMktDepth(reqId, false);
            case BARS -> new CancelHistoricalData(reqId);
            case REAL_TIME_BARS -> new CancelRealTimeBars(reqId);
            case TICK_BY_TICK -> new CancelTickByTickData(reqId);
            case PNL -> new CancelPnl(reqId);
            case PNL_SINGLE -> new CancelPnlSingle(reqId);
        };
    }

    /** What a gateway says; the first time is that of an id. */
    public List<Incoming> says(int id, int number, boolean first) {
        BigDecimal value = BigDecimal.valueOf(number);
        BigDecimal one = BigDecimal.ONE;
        return switch (this) {
            case QUOTE -> List.of(new TickSize(id, 0, value));
            case BOOK -> List.of(new UpdateMktDepth(id, 0, first ? 0 : 1, 1, value, one));
            case BARS ->
                first
                        ? List.of(
                                new HistoricalData(
                                        id,
                                        "",
                                        "",
                                        List.of(new HistoricalBar(
                                                "20260610", value, value, value, value, one, value, "", 1))),
                                new HistoricalDataEnd(id, "20260609", "20260610"))
                        : List.of(new HistoricalDataUpdate(id, 1, "20260611", value, value, value, value, value, one));
            case REAL_TIME_BARS ->
                List.of(new RealtimeBar(id, 1_700_000_000, value, value, value, value, one, value, 1));
            case TICK_BY_TICK ->
                List.of(new TickByTick(id, 4, 1_700_000_000, null, null, 0, "", "", null, null, null, null, value));
            case PNL -> List.of(new Pnl(id, value, one, one));
            case PNL_SINGLE -> List.of(new PnlSingle(id, one, value, one, one, one));
        };
    }

    /** What a request is for, if it is one for a stream. */
    public static Optional<Tagged> started(Outgoing message) {
        return Optional.ofNullable(
                switch (message) {
                    case ReqMktData m -> tagged(m.reqId(), QUOTE, m.contract().conId());
                    case ReqMktDepth m -> tagged(m.reqId(), BOOK, m.contract().conId());
                    case ReqHistoricalData m ->
                        tagged(m.reqId(), BARS, m.contract().conId());
                    case ReqRealTimeBars m ->
                        tagged(m.reqId(), REAL_TIME_BARS, m.contract().conId());
                    case ReqTickByTickData m ->
                        tagged(m.reqId(), TICK_BY_TICK, m.contract().conId());
                    case ReqPnl m ->
                        tagged(m.reqId(), PNL, Integer.parseInt(m.modelCode().substring(MODEL.length())));
                    case ReqPnlSingle m -> tagged(m.reqId(), PNL_SINGLE, m.conId());
                    default -> null;
                });
    }

    /** What a message of a stream is about, if it is one. */
    public static Optional<Tagged> said(Message message) {
        return Optional.ofNullable(
                switch (message) {
                    case TickSize m -> tagged(m.reqId(), QUOTE, m.size());
                    case UpdateMktDepth m -> tagged(m.reqId(), BOOK, m.price());
                    case HistoricalData m ->
                        tagged(m.reqId(), BARS, m.bars().getFirst().close());
                    case HistoricalDataUpdate m -> tagged(m.reqId(), BARS, m.close());
                    case RealtimeBar m -> tagged(m.reqId(), REAL_TIME_BARS, m.close());
                    case TickByTick m -> tagged(m.reqId(), TICK_BY_TICK, m.midPoint());
                    case Pnl m -> tagged(m.reqId(), PNL, m.dailyPnL());
                    case PnlSingle m -> tagged(m.reqId(), PNL_SINGLE, m.dailyPnL());
                    default -> null;
                });
    }

    private static Tagged tagged(int reqId, StreamKind kind, @Nullable BigDecimal number) {
        return tagged(reqId, kind, number == null ? -1 : number.intValueExact());
    }

    private static Tagged tagged(int reqId, StreamKind kind, int number) {
        return new Tagged(reqId, new Tag(kind, number));
    }
}

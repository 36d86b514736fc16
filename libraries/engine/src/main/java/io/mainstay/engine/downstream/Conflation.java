package io.mainstay.engine.downstream;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Pnl;
import io.mainstay.protocol.message.PnlSingle;
import io.mainstay.protocol.message.TickEFP;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickOptionComputation;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ticks held back for a client that reads slowly: of each kind the latest, since it makes the earlier ones worthless. */
final class Conflation {
    private record Kind(int messageId, int tickType) {}

    private record Key(int reqId, Kind kind) {
        private Key(int reqId, int messageId, int tickType) {
            this(reqId, new Kind(messageId, tickType));
        }
    }

    /** By request id, at most one for each kind of tick of each stream; emptied when the client reads again. */
    private final Map<Integer, Map<Kind, Message>> latest = new LinkedHashMap<>();

    private long replaced;

    /** Holds a message back in place of an earlier one of its kind. Returns false if it is one that must not be lost. */
    boolean take(Message message) {
        Key key = key(message);
        if (key == null) {
            return false;
        }
        if (latest.computeIfAbsent(key.reqId(), id -> new LinkedHashMap<>()).put(key.kind(), message) != null) {
            replaced++;
        }
        return true;
    }

    List<Message> drain() {
        var all = new ArrayList<Message>();
        latest.values().forEach(held -> all.addAll(held.values()));
        latest.clear();
        return all;
    }

    /** What is held of the request that a message is about; it comes before the message, which may end the request. */
    List<Message> drainBefore(Message message) {
        Map<Kind, Message> held = switch (message) {
            case ErrorMessage error -> latest.remove(error.id());
            case HasReqId about -> latest.remove(about.reqId());
            default -> null;
        };
        return held == null ? List.of() : List.copyOf(held.values());
    }

    /** The client gave a stream up; its ticks must not meet the next one under that id. */
    void forget(int reqId) {
        latest.remove(reqId);
    }

    /** Ticks that were never sent because newer ones came. */
    long replaced() {
        return replaced;
    }

    private static @Nullable Key key(Message message) {
        return switch (message) {
            case TickPrice t -> new Key(t.reqId(), TickPrice.ID, t.tickType());
            case TickSize t -> new Key(t.reqId(), TickSize.ID, t.tickType());
            case TickGeneric t -> new Key(t.reqId(), TickGeneric.ID, t.tickType());
            case TickString t -> new Key(t.reqId(), TickString.ID, t.tickType());
            case TickEFP t -> new Key(t.reqId(), TickEFP.ID, t.tickType());
            case TickOptionComputation t -> new Key(t.reqId(), TickOptionComputation.ID, t.tickType());
            case Pnl p -> new Key(p.reqId(), Pnl.ID, 0);
            case PnlSingle p -> new Key(p.reqId(), PnlSingle.ID, 0);
            default -> null;
        };
    }
}

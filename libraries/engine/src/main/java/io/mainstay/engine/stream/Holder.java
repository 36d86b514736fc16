package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickNews;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that gets a stream under an id of its own. */
final class Holder {
    private final ClientSession client;
    private final int reqId;
    private final Set<Integer> genericTicks;
    private final boolean datesComeWithBars;
    private @Nullable HistoricalData heldBack;
    private boolean hasBars;
    private boolean hasEnd;

    Holder(ClientSession client, int reqId, Set<Integer> genericTicks) {
        this.client = client;
        this.reqId = reqId;
        this.genericTicks = genericTicks;
        this.datesComeWithBars = client.version() < RoutingTable.HISTORICAL_DATA_END_VERSION;
    }

    ClientSession client() {
        return client;
    }

    int reqId() {
        return reqId;
    }

    Set<Integer> genericTicks() {
        return genericTicks;
    }

    /** Whether it was given the bars that begin its history; after an outage it only wants those that it missed. */
    boolean hasBars() {
        return hasBars;
    }

    /** Whether it was told that the bars that begin its history are complete. */
    boolean hasEnd() {
        return hasEnd;
    }

    int version() {
        return client.version();
    }

    /**
     * Passes a message on, unless it is a generic tick that others asked for.
     *
     * @param counted the message in the units of the client's version
     */
    void deliver(Incoming message, Incoming counted, Set<Integer> askedByAnybody) {
        if (askedByAnybody.size() > genericTicks.size() && !isFor(message, askedByAnybody)) {
            return;
        }
        if (datesComeWithBars && counted instanceof HistoricalData bars) {
            heldBack = bars;
            return;
        }
        hasBars |= message instanceof HistoricalData || message instanceof HistoricalDataEnd;
        hasEnd |= message instanceof HistoricalDataEnd;
        if (datesComeWithBars && message instanceof HistoricalDataEnd end) {
            HistoricalData bars = heldBack;
            heldBack = null;
            if (bars != null) {
                client.send(new HistoricalData(reqId, end.startDate(), end.endDate(), bars.bars()));
            }
        } else {
            client.send((Incoming & HasReqId) message, (Incoming & HasReqId) counted, reqId);
        }
    }

    /** Passes on what the gateway says of the stream, under the holder's id. */
    void tell(ErrorMessage said) {
        client.send(new ErrorMessage(
                reqId, said.errorCode(), said.errorMsg(), said.advancedOrderRejectJson(), said.errorTime()));
    }

    private boolean isFor(Incoming message, Set<Integer> askedByAnybody) {
        return switch (message) {
            case TickPrice tick -> GenericTicks.isFor(tick.tickType(), genericTicks, askedByAnybody);
            case TickSize tick -> GenericTicks.isFor(tick.tickType(), genericTicks, askedByAnybody);
            case TickGeneric tick -> GenericTicks.isFor(tick.tickType(), genericTicks, askedByAnybody);
            case TickString tick -> GenericTicks.isFor(tick.tickType(), genericTicks, askedByAnybody);
            case TickNews news -> GenericTicks.newsIsFor(genericTicks, askedByAnybody);
            default -> true;
        };
    }
}

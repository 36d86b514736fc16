package io.mainstay.engine.stream;

import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqAccountUpdatesMulti;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPositionsMulti;
import io.mainstay.protocol.message.ReqTickByTickData;
import java.util.List;

/** What a stream has said so far, as the messages that bring someone who joins up to date. */
interface Image {
    void update(Incoming message);

    /** The messages, in the order in which the gateway would send them. */
    List<Incoming> messages();

    /** Forgets it all: what comes next begins anew. */
    void clear();

    /** Forgets what was true of the moment only; what has a date stays true. The stream goes on. */
    default void outdate() {
        // Most images are of what has happened.
    }

    /**
     * Takes the first answer to a stream that was asked for again, for those who had it before.
     *
     * @return the messages that carry on where they were cut off
     */
    default List<Incoming> resume(HistoricalData bars) {
        return List.of(bars);
    }

    /** Whether the gateway has yet to say that what begins the stream is complete. */
    default boolean owesEnd() {
        return false;
    }

    /** What holders are told now that a message has come; nothing while it is only a part. */
    default List<Incoming> toTell(Incoming message) {
        return List.of(message);
    }

    /** The request that brings what is still missing. */
    default Outgoing toAsk(Outgoing start) {
        return start;
    }

    static Image of(Outgoing start) {
        if (start instanceof ReqMktDepth) {
            return new BookImage();
        }
        if (start instanceof ReqTickByTickData ticks && ticks.numberOfTicks() != 0) {
            return new PastTicksImage(ticks.numberOfTicks());
        }
        return start instanceof ReqHistoricalData bars
                ? new BarsImage(BarSpan.of(bars))
                : new LatestImage(hasEnd(start));
    }

    private static boolean hasEnd(Outgoing start) {
        return start instanceof ReqPositionsMulti || start instanceof ReqAccountUpdatesMulti;
    }
}

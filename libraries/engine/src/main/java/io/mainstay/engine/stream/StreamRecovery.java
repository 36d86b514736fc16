package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.Deadlines;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqTickByTickData;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Asks for streams again that the gateway has lost, that it ended for a reason that passes, or that went silent. */
final class StreamRecovery {
    /** A warning, which leaves what it names standing. */
    private static final int STREAM_INTERRUPTED_CODE = 2108;

    /** Bars that died with their farm, and those that a bust trade ended. */
    private static final Set<Integer> RENEWED_AFTER = Set.of(10182, 10225);

    private static final long VERIFY_MS = 30_000;
    private static final long RENEW_MS = 10_000;
    private static final long MS_PER_S = 1_000;

    private final StreamStarter starter;
    private final Now now;

    /** Streams that may have died although the gateway says that nothing was lost, until they say something. */
    private final Deadlines<Stream> doubted;

    /** Streams that the gateway ended for a reason that passes, until they are asked for again. */
    private final Deadlines<Stream> renewals;

    /** When any stream last said something, and when the doubts began. */
    private long lastHeard;

    private long doubtedSince;

    StreamRecovery(StreamStarter starter, Now now) {
        this.starter = starter;
        this.now = now;
        this.doubted = new Deadlines<>(now);
        this.renewals = new Deadlines<>(now);
    }

    /** The gateway served a stream. */
    void onHeard(Stream stream) {
        lastHeard = now.nanos();
        stream.markHeard();
        doubted.stop(stream, VERIFY_MS);
    }

    /** A stream is over. */
    void forget(Stream stream) {
        doubted.stop(stream, VERIFY_MS);
        renewals.stop(stream, RENEW_MS);
    }

    /** The session ended: whatever comes next asks for all of it anew. */
    void onUpstreamLost() {
        doubted.clear();
        renewals.clear();
    }

    /** Takes an error that ends a stream for a reason that passes. Returns false, with nothing done, if it is none. */
    boolean renew(Stream stream, ErrorMessage error) {
        if (!stream.endless() || !stream.everHeard() || !RENEWED_AFTER.contains(error.errorCode())) {
            return false;
        }
        stream.clear();
        starter.ended(stream, Stream.Phase.HELD);
        renewals.restart(stream, RENEW_MS);
        stream.holders()
                .forEach(holder -> holder.client()
                        .error(
                                holder.reqId(),
                                STREAM_INTERRUPTED_CODE,
                                "the gateway ended this stream (" + error.errorCode() + " " + error.errorMsg()
                                        + "); it keeps its id and is asked for again in " + RENEW_MS / MS_PER_S
                                        + " s"));
        return true;
    }

    /** Asks for all endless streams that somebody holds again. Returns how many that are. */
    int restoreAll(Collection<Stream> streams) {
        doubted.clear();
        renewals.clear();
        int restored = 0;
        for (Stream stream : List.copyOf(streams)) {
            if (stream.endless() && !stream.holders().isEmpty()) {
                if (stream.phase() == Stream.Phase.SENT) {
                    stream.clear();
                }
                restored++;
                restore(stream);
            }
        }
        startHeld(streams);
        return restored;
    }

    /** The servers are back with all data: only what has not left is asked for, and what dies easily is watched. */
    void onDataKept(Collection<Stream> streams) {
        startHeld(streams);
        doubtedSince = now.nanos();
        for (Stream stream : streams) {
            if (stream.phase() == Stream.Phase.SENT && diesEasily(stream)) {
                doubted.restart(stream, VERIFY_MS);
            }
        }
    }

    void poll() {
        for (Stream stream : renewals.takeDue()) {
            if (stream.phase() == Stream.Phase.HELD) {
                restore(stream);
            }
        }
        for (Stream stream : doubted.takeDue()) {
            if (stream.phase() == Stream.Phase.SENT && lastHeard > doubtedSince) {
                // It may only be quiet: what the gateway still has counts against its limits, so it goes first.
                starter.stop(stream);
                stream.clear();
                restore(stream);
            }
        }
    }

    long nextDeadline() {
        return Math.min(renewals.next(), doubted.next());
    }

    private void restore(Stream stream) {
        if (stream.key().request() instanceof ReqMktDepth) {
            stream.holders().forEach(holder -> tellBookReset(holder.client(), holder.reqId()));
        }
        starter.startAnew(stream);
    }

    private void tellBookReset(ClientSession client, int reqId) {
        client.send(new ErrorMessage(
                reqId,
                Stream.BOOK_RESET_CODE,
                "Market depth data has been RESET. Please empty deep book contents before applying any new entries.",
                "",
                now.epochMs()));
    }

    private void startHeld(Collection<Stream> streams) {
        for (Stream stream : List.copyOf(streams)) {
            if (stream.phase() == Stream.Phase.HELD) {
                starter.start(stream);
            }
        }
    }

    private static boolean diesEasily(Stream stream) {
        return stream.endless()
                && (stream.history().isPresent()
                        || stream.key().request() instanceof ReqMktDepth
                        || stream.key().request() instanceof ReqTickByTickData);
    }
}

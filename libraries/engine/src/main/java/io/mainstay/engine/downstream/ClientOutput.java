package io.mainstay.engine.downstream;

import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import java.util.function.Consumer;

/**
 * What goes to one client: messages are written at its version and leave in one piece at the end of a turn. A client that
 * reads slowly gets only the latest of its ticks until it has caught up; one that takes nothing, or for which too much
 * waits, is called too slow.
 */
final class ClientOutput {
    /** How often it is looked whether a client that reads slowly has caught up. */
    private static final long BACKLOG_LOOK_MS = 20;

    /** Bytes collected before they are handed to the link ahead of the end of a turn. */
    private static final int EARLY_FLUSH_BYTES = 1 << 16;

    private final DownstreamLink link;
    private final ClientSettings settings;
    private final SharedFrames shared;
    private final EventSink events;
    private final Consumer<String> tooSlow;
    private final Now now;
    private final Conflation conflation = new Conflation();
    private FieldWriter out = new FieldWriter(MessageCodec.OLDEST_VERSION);
    private long bytesOut;
    private boolean closed;
    private boolean backlogged;

    /** While it is: how many bytes it had taken when it last took some, and when that was. */
    private long takenBytes;

    private long tookAt;

    /** @param tooSlow told with what was seen; is to end the session, which closes this */
    ClientOutput(
            DownstreamLink link,
            ClientSettings settings,
            SharedFrames shared,
            EventSink events,
            Consumer<String> tooSlow,
            Now now) {
        this.link = link;
        this.settings = settings;
        this.shared = shared;
        this.events = events;
        this.tooSlow = tooSlow;
        this.now = now;
    }

    /** The version is agreed: the greeting leaves at once, what follows is of this version. */
    void begin(byte[] greeting, int version) {
        link.write(greeting, 0, greeting.length);
        bytesOut += greeting.length;
        out = new FieldWriter(version);
    }

    /** Whether it reads slowly now. */
    boolean backlogged() {
        return backlogged;
    }

    /**
     * Writes a message, or holds it back while the client reads slowly and a newer one will make it worthless. What is held
     * of the same request comes before it: nobody is told that something is complete before all of it.
     */
    void write(Message message) {
        if (backlogged) {
            if (conflation.take(message)) {
                return;
            }
            conflation.drainBefore(message).forEach(this::writeNow);
        }
        writeNow(message);
    }

    /**
     * Writes a message that others get too, under the request id that it has here. Only while it is not backlogged.
     *
     * @param counted the message in the units of this client's version
     */
    <M extends Message & HasReqId> void writeShared(M message, M counted, int reqId) {
        FieldWriter frame;
        try {
            frame = shared.of(message, counted, out.serverVersion());
        } catch (IllegalArgumentException e) {
            cannotTell(message, e);
            return;
        }
        if (frame.lengthBytes() > 0) {
            out.writeUnder(reqId, frame);
            flushEarly();
        }
    }

    private void writeNow(Message message) {
        Message told = shared.wording().told(message, out.serverVersion());
        if (told == null) {
            return;
        }
        try {
            told.write(out);
        } catch (IllegalArgumentException e) {
            cannotTell(message, e);
            return;
        }
        flushEarly();
    }

    private void cannotTell(Message message, IllegalArgumentException why) {
        events.accept(new EngineEvent.Trouble(message.wireName() + " can't be told at version " + out.serverVersion()
                + ": " + why.getMessage() + "; it was left out"));
    }

    private void flushEarly() {
        if (out.lengthBytes() >= EARLY_FLUSH_BYTES) {
            flush();
        }
    }

    /** Hands what was written since the last call to the link, in one piece. */
    void flush() {
        if (out.lengthBytes() > 0) {
            handOver();
            if (link.queuedBytes() > settings.queuedBytesMax()) {
                tooSlow.accept(link.queuedBytes() + " bytes wait");
            }
        }
        if (!backlogged && !closed && link.queuedBytes() > settings.conflateAboveBytes()) {
            backlogged = true;
            takenBytes = bytesOut - link.queuedBytes();
            tookAt = now.nanos();
        }
    }

    private void handOver() {
        link.write(out.buffer(), 0, out.lengthBytes());
        bytesOut += out.lengthBytes();
        out.clear();
    }

    /** Looks whether a client that reads slowly has caught up. */
    void poll() {
        if (!backlogged) {
            return;
        }
        long taken = bytesOut - link.queuedBytes();
        if (taken != takenBytes) {
            takenBytes = taken;
            tookAt = now.nanos();
        }
        if (link.queuedBytes() <= settings.conflateAboveBytes() / 2) {
            backlogged = false;
            conflation.drain().forEach(this::writeNow);
        } else if (now.msSince(tookAt) >= settings.stalledMostMs()) {
            tooSlow.accept("it has read nothing for " + now.msSince(tookAt) + " ms while " + link.queuedBytes()
                    + " bytes wait for it");
        }
    }

    long nextDeadline() {
        return backlogged ? now.inMs(BACKLOG_LOOK_MS) : Now.NEVER;
    }

    /** The client gave up what it had under an id. */
    void forget(int reqId) {
        if (backlogged) {
            conflation.forget(reqId);
        }
    }

    /** Closes in order; what was written before still goes out. */
    void close() {
        if (out.lengthBytes() > 0) {
            handOver();
        }
        closed = true;
        backlogged = false;
        link.close();
    }

    /** Closes at once; what waits is lost. */
    void abort() {
        out.clear();
        closed = true;
        backlogged = false;
        link.abort();
    }

    /** Bytes that the client has not taken. */
    long queuedBytes() {
        return out.lengthBytes() + link.queuedBytes();
    }

    /** Bytes handed to the link. */
    long bytesOut() {
        return bytesOut;
    }

    /** Ticks that were never sent because newer ones came. */
    long conflated() {
        return conflation.replaced();
    }
}

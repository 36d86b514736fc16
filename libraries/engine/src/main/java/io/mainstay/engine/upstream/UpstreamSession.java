package io.mainstay.engine.upstream;

import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.ConnectHistory;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.UpstreamLink;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The one session with the gateway.
 *
 * <p>A gateway that is left in the middle of a handshake may keep a dead session for ever, and a few of those make it
 * deaf. So there is one connection at a time, every attempt is seen through to READY or closed in order (nothing more
 * sent, our side ended, the gateway's end awaited for a bounded time, then released), and an attempt that may have cost
 * the gateway something is followed by a growing wait. The handshake is complete when the version, the accounts and the
 * next valid id have come, in whatever order the gateway sends them; newer gateways send open orders first.
 *
 * <p>Each connection life has an epoch; what is said about another epoch is ignored.
 */
public final class UpstreamSession implements Gateway {
    /** How long a session must have stood for its end to count as a first failure. */
    private static final long STABLE_MS = 30_000;

    private final UpstreamSettings settings;
    private final UpstreamLink link;
    private final EventSink events;
    private final UpstreamListener listener;
    private final Now now;
    private final Attempts attempts;
    private final Outbox outbox;
    private final Dialogue dialogue;

    private UpstreamState state = UpstreamState.DISCONNECTED;
    private long epoch;
    private long deadline = Now.NEVER;
    private long readySince;
    private long bytesIn;
    private long bytesOut;
    private boolean peerEnded;
    private boolean stopping;

    public UpstreamSession(
            UpstreamSettings settings,
            UpstreamLink link,
            ConnectHistory history,
            EventSink events,
            UpstreamListener listener,
            Now now,
            RandomGenerator random) {
        this.settings = settings;
        this.link = link;
        this.events = events;
        this.listener = listener;
        this.now = now;
        this.attempts = new Attempts(new Backoff(random, history, now), now);
        this.outbox = new Outbox(now, settings, events);
        this.dialogue = new Dialogue(settings, new HandshakeProgress(), listener, outbox.liveness(), events);
    }

    public UpstreamState state() {
        return state;
    }

    public long epoch() {
        return epoch;
    }

    /** How often a connection was attempted. */
    public long connects() {
        return attempts.count();
    }

    /** Messages of the gateway that could not be read, and were left out. */
    public long unreadable() {
        return dialogue.unreadable();
    }

    /** What goes to the gateway, and what the operator lets through. */
    public Outbox outbox() {
        return outbox;
    }

    /** The outage that lasts or is being mended; empty when READY and before the first failure. */
    public Optional<Outage> outage() {
        return attempts.outage();
    }

    /** When it became READY; meaningful while it is. */
    public long readySinceNanos() {
        return readySince;
    }

    @Override
    public boolean ready() {
        return state == UpstreamState.READY;
    }

    /** The gateway's time and zone in its last greeting, as it wrote them; empty before the first. */
    public String connectionTime() {
        return dialogue.connectionTime();
    }

    @Override
    public int serverVersion() {
        return dialogue.serverVersion();
    }

    @Override
    public int clientId() {
        return settings.clientId();
    }

    @Override
    public String accounts() {
        return dialogue.accounts();
    }

    @Override
    public boolean serversLost() {
        return outbox.serversLost();
    }

    @Override
    public boolean send(Dispatch dispatch) {
        return outbox.send(dispatch);
    }

    @Override
    public boolean hasRead(long sentNanos) {
        return outbox.liveness().readUntilNanos() > sentNanos;
    }

    @Override
    public boolean takeBack(Lane lane, long sender, Outgoing message) {
        return outbox.takeBack(lane, sender, message);
    }

    /** Begins to connect, at once or when the attempts of earlier processes leave it room. */
    public void start() {
        if (attempts.firstWaitMs() == 0) {
            connect();
            return;
        }
        deadline = attempts.retryAtNanos();
        become(UpstreamState.BACKING_OFF, CloseReason.RESTARTED_OFTEN.sentence());
    }

    /** Whether a client that comes now should wait for the attempt that is under way. */
    public boolean worthWaiting() {
        return attempts.worthWaiting(state);
    }

    /** Tries soon where a try is free of cost to the gateway, so that the client hears what is the case now. */
    public void clientWaits() {
        OptionalLong soonest = attempts.eagerlyAtNanos();
        if (state != UpstreamState.BACKING_OFF || soonest.isEmpty()) {
            return;
        }
        if (now.reached(soonest.getAsLong())) {
            connect();
        } else {
            attempts.awaitedEagerly();
            deadline = Math.min(deadline, soonest.getAsLong());
        }
    }

    /**
     * Leaves the gateway in order and comes back by itself.
     *
     * @param reason {@link CloseReason#OPERATOR_HOLD} or {@link CloseReason#OPERATOR_RECONNECT}
     * @param awayMs until the next attempt
     */
    public void leave(CloseReason reason, String detail, long awayMs) {
        switch (state) {
            case CONNECTING, HANDSHAKING, STARTING, READY -> end(attempts.failed(reason, detail, ready(), awayMs));
            case DRAINING -> attempts.putOff(reason, detail, awayMs);
            case BACKING_OFF -> {
                attempts.putOff(reason, detail, awayMs);
                deadline = now.inMs(awayMs);
            }
            case DISCONNECTED, CLOSED -> {}
        }
    }

    /** Undoes a pause and ends a hold. */
    public void resume() {
        outbox.resume();
        if (attempts.endHold() && state == UpstreamState.BACKING_OFF) {
            connect();
        }
        outbox.pump();
    }

    /** Hands what was written since the last call to the socket, in one piece. */
    public void flush() {
        FieldWriter out = outbox.bytes();
        if (out.lengthBytes() == 0) {
            return;
        }
        link.write(out.buffer(), 0, out.lengthBytes());
        bytesOut += out.lengthBytes();
        out.clear();
        if (link.queuedBytes() > settings.queuedBytesMax()) {
            fail(CloseReason.GATEWAY_STALLED, "it has not read " + link.queuedBytes() + " bytes");
        }
    }

    public void connected(long ofEpoch) {
        if (ofEpoch != epoch || state != UpstreamState.CONNECTING) {
            return;
        }
        byte[] greeting = new ClientGreeting(MessageCodec.OLDEST_VERSION, settings.serverVersionMax(), "").encode();
        attempts.connected();
        dialogue.begin();
        become(UpstreamState.HANDSHAKING, "connected");
        link.write(greeting, 0, greeting.length);
        bytesOut += greeting.length;
    }

    public void connectFailed(long ofEpoch, ConnectFailure failure, String detail) {
        if (ofEpoch != epoch || state != UpstreamState.CONNECTING) {
            return;
        }
        peerEnded = true;
        fail(
                switch (failure) {
                    case NOTHING_LISTENS -> CloseReason.NOTHING_LISTENS;
                    case TIMED_OUT -> CloseReason.CONNECT_TIMEOUT;
                    case RESET -> CloseReason.HANDSHAKE_RESET;
                    case UNREACHABLE -> CloseReason.UNREACHABLE;
                },
                detail);
    }

    public void received(long ofEpoch, byte[] bytes, int offset, int length) {
        if (ofEpoch != epoch) {
            return;
        }
        bytesIn += length;
        outbox.liveness().heard();
        if (state == UpstreamState.DRAINING) {
            return;
        }
        try {
            dialogue.feed(bytes, offset, length);
        } catch (FrameException e) {
            fail(ready() ? CloseReason.GATEWAY_GARBAGE : CloseReason.NOT_A_GATEWAY, String.valueOf(e.getMessage()));
        } catch (HandshakeException e) {
            fail(CloseReason.NOT_A_GATEWAY, String.valueOf(e.getMessage()));
        }
        outbox.pump();
    }

    public void closed(long ofEpoch, boolean reset) {
        if (ofEpoch != epoch) {
            return;
        }
        peerEnded = true;
        switch (state) {
            case DRAINING -> release();
            case HANDSHAKING, STARTING -> {
                String complaint = dialogue.handshake().complaint();
                fail(
                        reset ? CloseReason.HANDSHAKE_RESET : CloseReason.HANDSHAKE_EOF,
                        complaint.isEmpty() ? "it gave no reason" : "it said: " + complaint);
            }
            case READY -> fail(reset ? CloseReason.GATEWAY_RESET : CloseReason.GATEWAY_EOF, "");
            default -> {}
        }
    }

    /** Whether it is ending for good, or has ended. */
    public boolean isStopping() {
        return stopping;
    }

    /** Ends for good, in order. */
    public void stop() {
        stopping = true;
        switch (state) {
            case HANDSHAKING, STARTING, READY -> fail(CloseReason.SHUTDOWN, "");
            case CONNECTING -> {
                link.close();
                become(UpstreamState.CLOSED, CloseReason.SHUTDOWN.sentence());
            }
            case DISCONNECTED, BACKING_OFF -> become(UpstreamState.CLOSED, CloseReason.SHUTDOWN.sentence());
            case DRAINING, CLOSED -> {}
        }
    }

    public void poll() {
        if (now.reached(deadline)) {
            onDeadline();
        }
        Liveness liveness = outbox.liveness();
        if (ready() && liveness.dead()) {
            fail(
                    CloseReason.HALF_OPEN,
                    "nothing heard for " + now.msSince(liveness.lastHeardNanos()) + " ms, not even an answer");
        }
        outbox.poll();
    }

    public long nextDeadline() {
        return Math.min(deadline, outbox.nextDeadline());
    }

    private void onDeadline() {
        switch (state) {
            case CONNECTING -> fail(CloseReason.CONNECT_TIMEOUT, within());
            case HANDSHAKING -> fail(CloseReason.HANDSHAKE_TIMEOUT, "it did not answer our version range " + within());
            case STARTING -> {
                Handshake handshake = dialogue.handshake();
                fail(
                        CloseReason.HANDSHAKE_TIMEOUT,
                        handshake.progress() + " " + within()
                                + (handshake.complaint().isEmpty() ? "" : "; it said: " + handshake.complaint()));
            }
            case READY -> {
                attempts.stood();
                deadline = Now.NEVER;
            }
            case DRAINING -> release();
            case BACKING_OFF -> connect();
            default -> deadline = Now.NEVER;
        }
    }

    private String within() {
        return "within " + settings.handshakeTimeoutMs() + " ms";
    }

    private void connect() {
        epoch++;
        attempts.begin();
        deadline = now.inMs(settings.handshakeTimeoutMs());
        outbox.liveness().begin();
        bytesIn = 0;
        bytesOut = 0;
        peerEnded = false;
        become(UpstreamState.CONNECTING, "attempt " + attempts.count());
        link.connect(epoch);
    }

    private final class HandshakeProgress implements Dialogue.Progress {
        @Override
        public void onVersion() {
            become(UpstreamState.STARTING, "server version " + serverVersion());
            listener.onVersion();
            outbox.begin(serverVersion(), new StartApi(settings.clientId(), ""));
            flush();
        }

        @Override
        public void onStarted(int nextValidId) {
            deadline = now.inMs(STABLE_MS);
            readySince = now.nanos();
            attempts.succeeded();
            outbox.open();
            become(UpstreamState.READY, "server version " + serverVersion());
            listener.onReady(nextValidId);
        }

        @Override
        public void onRefused(CloseReason reason, String detail) {
            fail(reason, detail);
        }
    }

    private void fail(CloseReason reason, String detail) {
        if (ready() && (stopping || now.msSince(readySince) >= STABLE_MS)) {
            attempts.stood();
        }
        end(stopping ? attempts.failed(reason, detail, ready(), 0) : attempts.failed(reason, detail, ready()));
    }

    /** Ends the connection in order, for the reason of the outage that begins or goes on. */
    private void end(Outage outage) {
        boolean wasReady = ready();
        dialogue.end();
        outbox.shut();
        events.accept(new EngineEvent.UpstreamEnded(
                epoch, outage.reason(), outage.detail(), now.msSince(attempts.startedAtNanos()), bytesIn, bytesOut));
        if (peerEnded || state == UpstreamState.CONNECTING) {
            release();
        } else {
            deadline = now.inMs(settings.drainMs());
            become(UpstreamState.DRAINING, outage.reason().sentence());
            link.halfClose();
        }
        outbox.giveUpAll();
        if (wasReady) {
            listener.onLost(outage);
        } else {
            listener.onFailed(outage);
        }
    }

    private void release() {
        link.close();
        if (stopping) {
            deadline = Now.NEVER;
            become(UpstreamState.CLOSED, CloseReason.SHUTDOWN.sentence());
        } else {
            deadline = attempts.retryAtNanos();
            become(
                    UpstreamState.BACKING_OFF,
                    attempts.outage().map(last -> last.reason().sentence()).orElse(""));
        }
    }

    private void become(UpstreamState next, String why) {
        if (!state.leadsTo(next)) {
            throw new IllegalStateException("the upstream session can't go from " + state + " to " + next);
        }
        UpstreamState from = state;
        state = next;
        events.accept(new EngineEvent.UpstreamChanged(from.name(), next.name(), epoch, why));
    }
}

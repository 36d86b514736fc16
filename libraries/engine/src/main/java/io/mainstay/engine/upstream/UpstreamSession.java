package io.mainstay.engine.upstream;

import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.LaneStatus;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.ConnectHistory;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.UpstreamLink;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.Tolerated;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
    /** A client that attaches may trigger an attempt at a port where nothing listened, this often. */
    private static final long EAGER_RETRY_MS = 250;

    /** The longest wait before a first attempt that a client sits out. */
    private static final long RESTART_WAIT_MOST_MS = 5_000;

    /** How long a session must have stood for its end to count as a first failure. */
    private static final long STABLE_MS = 30_000;

    private final UpstreamSettings settings;
    private final UpstreamLink link;
    private final EventSink events;
    private final UpstreamListener listener;
    private final Now now;
    private final Backoff backoff;
    private final Intake intake = new Intake();
    private final Outbox outbox;

    private UpstreamState state = UpstreamState.DISCONNECTED;
    private long epoch;
    private long connects;
    private long attemptStart;
    private long deadline = Now.NEVER;
    private long readySince;
    private long bytesIn;
    private long bytesOut;
    private long unreadable;
    private boolean peerEnded;
    private boolean stopping;
    private boolean eagerRetryDue;
    private FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private final Tolerated tolerated = new Tolerated();
    private MessageReader reader = MessageReader.ofIncoming(MessageCodec.OLDEST_VERSION, tolerated);
    private int serverVersion;
    private String connectionTime = "";
    private String accounts = "";
    private Handshake handshake = new Handshake();
    private @Nullable Outage outage;

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
        this.backoff = new Backoff(random, history, now);
        this.outbox = new Outbox(now, settings, events, intake);
    }

    public UpstreamState state() {
        return state;
    }

    public long epoch() {
        return epoch;
    }

    /** How often a connection was attempted. */
    public long connects() {
        return connects;
    }

    /** Messages of the gateway that could not be read, and were left out. */
    public long unreadable() {
        return unreadable;
    }

    /** Messages that wait, of all senders. */
    public int waiting() {
        return outbox.waiting();
    }

    /** Messages of one sender that wait. */
    public int waiting(long sender) {
        return outbox.waiting(sender);
    }

    public List<LaneStatus> lanes() {
        return outbox.lanes();
    }

    /** How long the last round trip took; negative if none was made in this session. */
    public long roundTripNanos() {
        return outbox.liveness().roundTripNanos();
    }

    /** When the gateway last answered a question for a sign of life, or the session began. */
    public long lastAnsweredNanos() {
        return outbox.liveness().lastAnsweredNanos();
    }

    /** The outage that lasts or is being mended; empty when READY and before the first failure. */
    public Optional<Outage> outage() {
        return Optional.ofNullable(outage);
    }

    /** When it became READY; meaningful while it is. */
    public long readySinceNanos() {
        return readySince;
    }

    /** What the operator lets through. */
    public Intake intake() {
        return intake;
    }

    /** Lets nothing new through: orders that wait are given up, other requests wait on, cancels leave. */
    public void pause(String why) {
        intake.become(Intake.State.PAUSED, why, now);
        outbox.giveUpOrders(SendOutcome.PAUSED);
    }

    /** Takes nothing new; what waits leaves in its turn. */
    public void drainIntake(String why) {
        intake.become(Intake.State.DRAINING, why, now);
        outbox.pump();
    }

    /** Undoes a pause and ends a hold. */
    public void resume() {
        intake.become(Intake.State.OPEN, "", now);
        Outage last = outage;
        if (last != null && last.cause() == OutageCause.HELD) {
            outage = new Outage(last.cause(), last.reason(), last.detail(), last.sinceNanos(), now.nanos());
            if (state == UpstreamState.BACKING_OFF) {
                connect();
            }
        }
        outbox.pump();
    }

    /**
     * Leaves the gateway in order and comes back by itself.
     *
     * @param reason {@link CloseReason#OPERATOR_HOLD} or {@link CloseReason#OPERATOR_RECONNECT}
     * @param awayMs until the next attempt
     */
    public void leave(CloseReason reason, String detail, long awayMs) {
        switch (state) {
            case CONNECTING, HANDSHAKING, STARTING, READY -> fail(reason, detail, awayMs);
            case DRAINING, BACKING_OFF -> {
                long since = outage == null ? now.nanos() : outage.sinceNanos();
                outage = new Outage(OutageCause.of(reason), reason, detail, since, now.inMs(awayMs));
                eagerRetryDue = false;
                if (state == UpstreamState.BACKING_OFF) {
                    deadline = now.inMs(awayMs);
                }
            }
            case DISCONNECTED, CLOSED -> {}
        }
    }

    @Override
    public boolean ready() {
        return state == UpstreamState.READY;
    }

    /** The gateway's time and zone in its last greeting, as it wrote them; empty before the first. */
    public String connectionTime() {
        return connectionTime;
    }

    @Override
    public int serverVersion() {
        return serverVersion;
    }

    @Override
    public int clientId() {
        return settings.clientId();
    }

    @Override
    public String accounts() {
        return accounts;
    }

    /** Begins to connect, at once or when the attempts of earlier processes leave it room. */
    public void start() {
        long waitMs = backoff.firstMs();
        if (waitMs == 0) {
            connect();
            return;
        }
        deadline = now.inMs(waitMs);
        outage = new Outage(
                OutageCause.of(CloseReason.RESTARTED_OFTEN), CloseReason.RESTARTED_OFTEN, "", now.nanos(), deadline);
        become(UpstreamState.BACKING_OFF, CloseReason.RESTARTED_OFTEN.sentence());
    }

    /** Whether a client that comes now should wait for the attempt that is under way. */
    public boolean worthWaiting() {
        boolean underWay = state == UpstreamState.CONNECTING
                || state == UpstreamState.HANDSHAKING
                || state == UpstreamState.STARTING;
        Outage last = outage;
        return state == UpstreamState.DISCONNECTED
                || underWay && (last == null || !last.cause().costly() || last.cause() == OutageCause.LINK_DOWN)
                || state == UpstreamState.BACKING_OFF && (eagerRetryDue || soonAfterRestart());
    }

    /** A worker that was killed and started again makes its clients wait for a moment rather than fail. */
    private boolean soonAfterRestart() {
        Outage last = outage;
        return last != null
                && last.reason() == CloseReason.RESTARTED_OFTEN
                && now.msUntil(deadline) <= RESTART_WAIT_MOST_MS;
    }

    /** Tries soon where a try is free of cost to the gateway, so that the client hears what is the case now. */
    public void clientWaits() {
        Outage last = outage;
        if (state != UpstreamState.BACKING_OFF || last == null || last.cause().costly()) {
            return;
        }
        long soonest = attemptStart + EAGER_RETRY_MS * 1_000_000;
        if (now.reached(soonest)) {
            connect();
        } else {
            eagerRetryDue = true;
            deadline = Math.min(deadline, soonest);
        }
    }

    @Override
    public boolean serversLost() {
        return outbox.serversLost();
    }

    /** Since when; meaningful while they are. */
    public long serversLostSinceNanos() {
        return outbox.serversLostSinceNanos();
    }

    @Override
    public boolean send(Dispatch dispatch) {
        return outbox.send(dispatch);
    }

    @Override
    public boolean takeBack(Lane lane, long sender, Outgoing message) {
        return outbox.takeBack(lane, sender, message);
    }

    /** The gateway said that it lost IB's servers: what waits for them and is not kept is given up. */
    public void onServersLost() {
        outbox.onServersLost();
    }

    public void onServersBack() {
        outbox.onServersBack();
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
        backoff.attempt();
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
            frames.feed(bytes, offset, length, this::onFrame);
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
            case HANDSHAKING, STARTING ->
                fail(
                        reset ? CloseReason.HANDSHAKE_RESET : CloseReason.HANDSHAKE_EOF,
                        handshake.complaint().isEmpty() ? "it gave no reason" : "it said: " + handshake.complaint());
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
            case STARTING ->
                fail(
                        CloseReason.HANDSHAKE_TIMEOUT,
                        handshake.progress() + " " + within()
                                + (handshake.complaint().isEmpty() ? "" : "; it said: " + handshake.complaint()));
            case READY -> {
                backoff.reset();
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
        connects++;
        attemptStart = now.nanos();
        deadline = now.inMs(settings.handshakeTimeoutMs());
        outbox.liveness().begin();
        bytesIn = 0;
        bytesOut = 0;
        peerEnded = false;
        eagerRetryDue = false;
        handshake = new Handshake();
        frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
        become(UpstreamState.CONNECTING, "attempt " + connects);
        link.connect(epoch);
    }

    private void onFrame(byte[] buffer, int offset, int length) {
        switch (state) {
            case HANDSHAKING -> onGreeting(ServerGreeting.parse(buffer, offset, length));
            case STARTING, READY -> onPayload(buffer, offset, length);
            default -> {}
        }
    }

    private void onGreeting(ServerGreeting greeting) {
        serverVersion = greeting.serverVersion();
        connectionTime = greeting.connectionTime();
        if (serverVersion < MessageCodec.OLDEST_VERSION || serverVersion > settings.serverVersionMax()) {
            fail(
                    CloseReason.VERSION_REFUSED,
                    "it chose " + serverVersion + ", offered were " + MessageCodec.OLDEST_VERSION + " to "
                            + settings.serverVersionMax());
            return;
        }
        reader = MessageReader.ofIncoming(serverVersion, tolerated);
        become(UpstreamState.STARTING, "server version " + serverVersion);
        listener.onVersion();
        outbox.begin(serverVersion, new StartApi(settings.clientId(), ""));
        flush();
    }

    private void onPayload(byte[] buffer, int offset, int length) {
        Message message;
        try {
            message = reader.read(buffer, offset, length);
        } catch (FieldException e) {
            unreadable++;
            events.accept(new EngineEvent.Trouble("a message of the gateway was left out: " + e.getMessage()));
            return;
        }
        if (!(message instanceof Incoming incoming)) {
            unreadable++;
            return;
        }
        if (incoming instanceof ManagedAccounts named) {
            accounts = named.accountsList();
        } else if (incoming instanceof NextValidId) {
            outbox.liveness().answered();
        }
        if (state == UpstreamState.STARTING) {
            onStarting(incoming);
        } else {
            listener.onMessage(incoming);
        }
    }

    private void onStarting(Incoming message) {
        if (message instanceof ErrorMessage error && error.errorCode() == ErrorCatalogue.CLIENT_ID_IN_USE) {
            fail(CloseReason.CLIENT_ID_IN_USE, "client id " + settings.clientId() + ": " + error.errorMsg());
            return;
        }
        handshake.take(message);
        if (!(message instanceof ManagedAccounts || message instanceof NextValidId)) {
            listener.onMessage(message);
        }
        handshake.complete().ifPresent(this::onStarted);
    }

    private void onStarted(int nextValidId) {
        deadline = now.inMs(STABLE_MS);
        readySince = now.nanos();
        outage = null;
        outbox.open();
        become(UpstreamState.READY, "server version " + serverVersion);
        listener.onReady(nextValidId);
    }

    private void fail(CloseReason reason, String detail) {
        if (ready() && (stopping || now.msSince(readySince) >= STABLE_MS)) {
            backoff.reset();
        }
        fail(reason, detail, stopping ? 0 : backoff.nextMs(OutageCause.of(reason)));
    }

    private void fail(CloseReason reason, String detail, long waitMs) {
        UpstreamState was = state;
        OutageCause cause = OutageCause.of(reason);
        long since = outage == null ? (was == UpstreamState.READY ? now.nanos() : attemptStart) : outage.sinceNanos();
        Outage failed = new Outage(cause, reason, detail, since, now.inMs(waitMs));
        outage = failed;
        outbox.shut();
        events.accept(
                new EngineEvent.UpstreamEnded(epoch, reason, detail, now.msSince(attemptStart), bytesIn, bytesOut));
        if (peerEnded || was == UpstreamState.CONNECTING) {
            release();
        } else {
            deadline = now.inMs(settings.drainMs());
            become(UpstreamState.DRAINING, reason.sentence());
            link.halfClose();
        }
        outbox.giveUpAll();
        if (was == UpstreamState.READY) {
            listener.onLost(failed);
        } else {
            listener.onFailed(failed);
        }
    }

    private void release() {
        link.close();
        if (stopping) {
            deadline = Now.NEVER;
            become(UpstreamState.CLOSED, CloseReason.SHUTDOWN.sentence());
        } else {
            Outage last = outage;
            deadline = last == null ? now.nanos() : Math.max(now.nanos(), last.retryAtNanos());
            become(UpstreamState.BACKING_OFF, last == null ? "" : last.reason().sentence());
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

package io.mainstay.engine.upstream;

import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Tolerated;

/**
 * What the gateway says, one connection after another: its greeting, what completes the handshake, then messages, which go
 * on to the listener. A message that can't be read is counted, reported and left out.
 */
final class Dialogue {
    /** Told how the handshake goes. */
    interface Progress {
        /** The gateway chose a version that we speak; START_API is due. */
        void onVersion();

        /** The handshake is complete. */
        void onStarted(int nextValidId);

        /** The session can't be: the gateway is of another kind, or does not want us. */
        void onRefused(CloseReason reason, String detail);
    }

    private enum Phase {
        OVER,
        GREETING,
        STARTING,
        STARTED
    }

    private final UpstreamSettings settings;
    private final Progress progress;
    private final UpstreamListener listener;
    private final Liveness liveness;
    private final EventSink events;
    private final Tolerated tolerated = new Tolerated();
    private Phase phase = Phase.OVER;
    private FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private MessageReader reader = MessageReader.ofIncoming(MessageCodec.OLDEST_VERSION, tolerated);
    private Handshake handshake = new Handshake();
    private int serverVersion;
    private String connectionTime = "";
    private String accounts = "";
    private long unreadable;

    Dialogue(
            UpstreamSettings settings,
            Progress progress,
            UpstreamListener listener,
            Liveness liveness,
            EventSink events) {
        this.settings = settings;
        this.progress = progress;
        this.listener = listener;
        this.liveness = liveness;
        this.events = events;
    }

    /** A connection stands, and the gateway's greeting is next. */
    void begin() {
        frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
        handshake = new Handshake();
        phase = Phase.GREETING;
    }

    /** The session is over; what still comes says nothing. */
    void end() {
        phase = Phase.OVER;
    }

    /**
     * Takes the next bytes.
     *
     * @throws io.mainstay.protocol.frame.FrameException if they are no frames
     * @throws io.mainstay.protocol.handshake.HandshakeException if the first frame is no greeting
     */
    void feed(byte[] bytes, int offset, int length) {
        frames.feed(bytes, offset, length, this::onFrame);
    }

    /** The version that was chosen last; 0 before the first. */
    int serverVersion() {
        return serverVersion;
    }

    /** The gateway's time and zone in its last greeting, as it wrote them; empty before the first. */
    String connectionTime() {
        return connectionTime;
    }

    /** The accounts that were listed last, with commas between them; empty before. */
    String accounts() {
        return accounts;
    }

    /** How far the handshake of this connection came. */
    Handshake handshake() {
        return handshake;
    }

    /** Messages that could not be read, of all connections. */
    long unreadable() {
        return unreadable;
    }

    private void onFrame(byte[] buffer, int offset, int length) {
        switch (phase) {
            case GREETING -> onGreeting(ServerGreeting.parse(buffer, offset, length));
            case STARTING, STARTED -> onPayload(buffer, offset, length);
            case OVER -> {}
        }
    }

    private void onGreeting(ServerGreeting greeting) {
        serverVersion = greeting.serverVersion();
        connectionTime = greeting.connectionTime();
        if (serverVersion < MessageCodec.OLDEST_VERSION || serverVersion > settings.serverVersionMax()) {
            progress.onRefused(
                    CloseReason.VERSION_REFUSED,
                    "it chose " + serverVersion + ", offered were " + MessageCodec.OLDEST_VERSION + " to "
                            + settings.serverVersionMax());
            return;
        }
        reader = MessageReader.ofIncoming(serverVersion, tolerated);
        phase = Phase.STARTING;
        progress.onVersion();
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
            liveness.answered();
        }
        if (phase == Phase.STARTING) {
            onStarting(incoming);
        } else {
            listener.onMessage(incoming);
        }
    }

    private void onStarting(Incoming message) {
        if (message instanceof ErrorMessage error && error.errorCode() == ErrorCatalogue.CLIENT_ID_IN_USE) {
            progress.onRefused(
                    CloseReason.CLIENT_ID_IN_USE, "client id " + settings.clientId() + ": " + error.errorMsg());
            return;
        }
        handshake.take(message);
        if (!(message instanceof ManagedAccounts || message instanceof NextValidId)) {
            listener.onMessage(message);
        }
        handshake.complete().ifPresent(nextValidId -> {
            phase = Phase.STARTED;
            progress.onStarted(nextValidId);
        });
    }
}

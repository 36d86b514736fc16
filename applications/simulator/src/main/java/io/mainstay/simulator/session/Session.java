package io.mainstay.simulator.session;

import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.Tolerated;
import io.mainstay.protocol.message.UnknownMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's connection, from its first byte to its end. Created by {@link Gateway#connect}. */
public final class Session {
    private static final int FLUSH_BYTES = 1 << 16;
    private static final long MOST_PENDING_BYTES = 64L << 20;
    private static final int MOST_DELAYED = 1000;
    private static final int MOST_ERROR_TEXT = 600;

    enum State {
        /** Nothing but bytes of the greeting are awaited. */
        GREETING,
        /** The greeting has come and is answered later. */
        GREETED,
        /** START_API is awaited. */
        AWAITING_START,
        /** START_API has come and is answered later; requests are lost. */
        STARTING,
        /** Requests are answered. */
        READY,
        /** Bytes are read and never answered. */
        MUTE,
        /** The client has ended it and the gateway keeps its end. */
        ZOMBIE,
        /** Over. */
        ENDED
    }

    private final Gateway gateway;
    private final Outlet outlet;
    private final long number;
    private final ApiPrefix prefix = new ApiPrefix();
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
    private final MessageRate rate = new MessageRate();
    private State state = State.GREETING;
    private @Nullable FieldWriter out;
    private @Nullable MessageReader in;
    private int clientId = -1;
    private int delayed;
    private boolean cutNext;
    private boolean frozen;
    private boolean handshaken;

    Session(Gateway gateway, Outlet outlet, long number) {
        this.gateway = gateway;
        this.outlet = outlet;
        this.number = number;
    }

    /** Which connection of the simulator this is, from 1. */
    public long number() {
        return number;
    }

    /** The id it has claimed by START_API, absent before. */
    public Optional<Integer> clientId() {
        return clientId < 0 ? Optional.empty() : Optional.of(clientId);
    }

    int requireClientId() {
        return clientId().orElseThrow(() -> new IllegalStateException("session " + number + " has no client id yet"));
    }

    State state() {
        return state;
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isOver() {
        return state == State.ENDED || state == State.ZOMBIE;
    }

    boolean handshaken() {
        return handshaken;
    }

    /** The version spoken; only from the greeting on. */
    int version() {
        return writer().serverVersion();
    }

    void become(State next) {
        state = next;
    }

    void greeted(int version) {
        out = new FieldWriter(version);
        in = MessageReader.ofOutgoing(version, new Tolerated());
    }

    void claimed(int id) {
        clientId = id;
    }

    void markHandshaken() {
        handshaken = true;
    }

    /** Bytes from the client. */
    public void received(byte[] bytes, int offset, int length, Instant now) {
        gateway.enter(now);
        if (state != State.MUTE && !isOver() && !frozen) {
            try {
                int at = prefix.complete() ? 0 : prefix.take(bytes, offset, length);
                frames.feed(bytes, offset + at, length - at, this::frame);
            } catch (HandshakeException e) {
                gateway.end(this, EndReason.NOT_A_TWS_CLIENT, true, e.toString());
            } catch (FrameException e) {
                gateway.end(
                        this,
                        handshaken || state != State.GREETING ? EndReason.BAD_FRAME : EndReason.NOT_A_TWS_CLIENT,
                        true,
                        e.toString());
            }
        }
        gateway.leave();
    }

    /** The client has ended its direction (FIN). */
    public void inputEnded(Instant now) {
        gateway.enter(now);
        if (!isOver()) {
            gateway.clientEnded(this);
        }
        gateway.leave();
    }

    /** The connection broke (RST, or an error of the transport). */
    public void broke(Instant now) {
        gateway.enter(now);
        if (state == State.ZOMBIE) {
            state = State.ENDED;
        } else if (!isOver()) {
            gateway.clientVanished(this);
        }
        gateway.leave();
    }

    /** The client has not read for too long what it was sent. */
    public void stalled(Instant now) {
        gateway.enter(now);
        gateway.end(
                this,
                EndReason.CLIENT_DOES_NOT_READ,
                true,
                outlet.pendingBytes() + " bytes have waited for a client that does not read");
        gateway.leave();
    }

    private void frame(byte[] buffer, int offset, int length) {
        switch (state) {
            case GREETING -> gateway.greeting(this, ClientGreeting.parse(buffer, offset, length));
            case AWAITING_START, STARTING, READY -> message(buffer, offset, length);
            case GREETED, MUTE, ZOMBIE, ENDED -> {}
        }
    }

    private void message(byte[] buffer, int offset, int length) {
        Message message;
        try {
            message = reader().read(buffer, offset, length);
        } catch (FieldException e) {
            gateway.count("UNREADABLE");
            error(-1, 320, "Error reading request. " + e.getMessage());
            return;
        }
        if (message instanceof UnknownMessage unknown) {
            gateway.count("UNKNOWN");
            error(
                    -1,
                    320,
                    "Error reading request. Message id " + unknown.messageId() + " is unknown at version " + version());
            return;
        }
        gateway.request(this, message, rate);
    }

    /** Sends a message, unless the session's version is too old to know it. */
    void send(Incoming message) {
        if (isOver() || state == State.MUTE || frozen || message.sinceVersion() > version()) {
            return;
        }
        FieldWriter writer = writer();
        int before = writer.lengthBytes();
        message.write(writer);
        if (cutNext) {
            int half = before + (writer.lengthBytes() - before) / 2;
            outlet.send(Arrays.copyOf(writer.buffer(), half), half, false);
            writer.clear();
            gateway.end(this, EndReason.FAULT, false, "cut in the middle of " + message.wireName());
        } else if (writer.lengthBytes() >= FLUSH_BYTES) {
            flush();
        }
    }

    /**
     * Sends an error or notice. {@code id} is -1 where it belongs to no request.
     *
     * @throws IllegalArgumentException if no gateway is known to send such a code
     */
    void error(int id, int code, String text) {
        if (!ErrorCatalogue.of(code).known()) {
            throw new IllegalArgumentException("the catalogue of errors has no code " + code);
        }
        gateway.countError(code);
        String shown = text.length() > MOST_ERROR_TEXT ? text.substring(0, MOST_ERROR_TEXT) : text;
        send(new ErrorMessage(id, code, shown, "", gateway.now().toEpochMilli()));
    }

    /** Sends bytes that are not a message. */
    void sendRaw(byte[] bytes) {
        outlet.send(bytes, bytes.length, gateway.sendsByteWise());
    }

    /** Lets what was sent leave. */
    void flush() {
        FieldWriter writer = out;
        if (writer == null || writer.lengthBytes() == 0) {
            return;
        }
        if (!isOver() && !frozen) {
            outlet.send(writer.buffer(), writer.lengthBytes(), gateway.sendsByteWise());
        }
        writer.clear();
        if (!isOver() && outlet.pendingBytes() > MOST_PENDING_BYTES) {
            gateway.end(
                    this,
                    EndReason.CLIENT_DOES_NOT_READ,
                    true,
                    outlet.pendingBytes() + " bytes wait for a client that does not read");
        }
    }

    /** Counts one more request that waits, unless there are too many already. */
    boolean mayDelayOneMore() {
        if (delayed >= MOST_DELAYED) {
            return false;
        }
        delayed++;
        return true;
    }

    void delayedOneLess() {
        delayed--;
    }

    /** The next message is sent half, and the session ends. */
    void cutNextMessage() {
        cutNext = true;
    }

    /** From now on nothing is read and nothing is sent, and nothing ends. */
    void freeze() {
        frozen = true;
        outlet.freeze();
    }

    Outlet outlet() {
        return outlet;
    }

    private FieldWriter writer() {
        return greeted(out);
    }

    private MessageReader reader() {
        return greeted(in);
    }

    private <T> T greeted(@Nullable T afterGreeting) {
        if (afterGreeting == null) {
            throw new IllegalStateException("session " + number + " has not been greeted");
        }
        return afterGreeting;
    }
}

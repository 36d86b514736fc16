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
import io.mainstay.simulator.fault.Delayed;
import io.mainstay.simulator.fault.Grip;
import io.mainstay.simulator.fault.Mode;
import io.mainstay.simulator.fault.Output;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's connection, from its first byte to its end. Created by {@link Gateway#connect}. */
public final class Session implements Grip {
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
    /** Whether it reads and sends nothing any more, and never ends. */
    private boolean frozen;

    private boolean sendsNothing;
    private boolean collecting;
    /** How many more bytes may leave before it ends, {@link Long#MAX_VALUE} for any number. */
    private long bytesLeft = Long.MAX_VALUE;

    private Cut cut = Cut.CLOSE;
    private boolean handshaken;

    /** Where messages go that faults have made. */
    private final Output output = new Output() {
        @Override
        public void send(Incoming message) {
            transmit(message);
        }

        @Override
        public void later(Duration delay, Incoming message) {
            gateway.later(Session.this, delay, () -> transmit(message));
        }

        @Override
        public void sendAltered(Incoming message, FrameChange change) {
            var frame = new FieldWriter(version());
            message.write(frame);
            byte[] payload = change.apply(Arrays.copyOfRange(frame.buffer(), 4, frame.lengthBytes()));
            flush();
            sendRaw(ByteBuffer.allocate(4 + payload.length)
                    .putInt(payload.length)
                    .put(payload)
                    .array());
        }

        @Override
        public void error(int id, int code, String text) {
            transmit(errorMessage(id, code, text));
        }
    };

    Session(Gateway gateway, Outlet outlet, long number) {
        this.gateway = gateway;
        this.outlet = outlet;
        this.number = number;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
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

    @Override
    public boolean isOver() {
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
                stranger(e.toString());
            } catch (FrameException e) {
                if (handshaken || state != State.GREETING) {
                    gateway.end(this, EndReason.BAD_FRAME, true, e.toString());
                } else {
                    stranger(e.toString());
                }
            }
        }
        gateway.leave();
    }

    private void stranger(String what) {
        if (gateway.faults().any(Mode.IGNORES_STRANGERS, this)) {
            state = State.MUTE;
        } else {
            gateway.end(this, EndReason.NOT_A_TWS_CLIENT, true, what);
        }
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

    /** Sends a message, or what faults make of it, unless the session's version is too old to know it. */
    void send(Incoming message) {
        if (!sendsNothing() && message.sinceVersion() <= version()) {
            gateway.faults().send(this, message, output);
        }
    }

    private boolean sendsNothing() {
        return isOver() || state == State.MUTE || frozen || sendsNothing;
    }

    private void transmit(Incoming message) {
        if (sendsNothing() || message.sinceVersion() > version()) {
            return;
        }
        FieldWriter writer = writer();
        int before = writer.lengthBytes();
        message.write(writer);
        if (cutNext) {
            int half = before + (writer.lengthBytes() - before) / 2;
            emit(Arrays.copyOf(writer.buffer(), half), half);
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
    @Override
    public void error(int id, int code, String text) {
        send(errorMessage(id, code, text));
    }

    private ErrorMessage errorMessage(int id, int code, String text) {
        if (!ErrorCatalogue.of(code).known()) {
            throw new IllegalArgumentException("the catalogue of errors has no code " + code);
        }
        gateway.countError(code);
        String shown = text.length() > MOST_ERROR_TEXT ? text.substring(0, MOST_ERROR_TEXT) : text;
        return new ErrorMessage(id, code, shown, "", gateway.now().toEpochMilli());
    }

    /** Sends bytes that are not a message. */
    void sendRaw(byte[] bytes) {
        if (!sendsNothing()) {
            emit(bytes, bytes.length);
        }
    }

    /** Gives bytes to the outlet, as far as no fault ends the session among them. */
    private void emit(byte[] bytes, int length) {
        int sent = (int) Math.min(length, bytesLeft);
        if (sent > 0) {
            outlet.send(bytes, sent, gateway.sendsByteWise(this));
        }
        if (bytesLeft == Long.MAX_VALUE) {
            return;
        }
        bytesLeft -= sent;
        if (bytesLeft == 0) {
            cut();
        }
    }

    /** Lets what was sent leave, at once unless a fault collects it. */
    void flush() {
        FieldWriter writer = out;
        if (collecting || writer == null || writer.lengthBytes() == 0) {
            return;
        }
        Duration collect = isOver() || writer.lengthBytes() >= FLUSH_BYTES
                ? Duration.ZERO
                : gateway.faults().delay(Delayed.DELIVERY, this);
        if (collect.isZero()) {
            flushNow(writer);
        } else {
            collecting = true;
            gateway.later(this, collect, () -> {
                collecting = false;
                flushNow(writer);
            });
        }
    }

    /** Lets what was sent leave, also what a fault collects. */
    void flushAll() {
        FieldWriter writer = out;
        if (writer != null && writer.lengthBytes() > 0) {
            flushNow(writer);
        }
    }

    private void flushNow(FieldWriter writer) {
        if (!sendsNothing()) {
            byte[] bytes = writer.buffer();
            int length = writer.lengthBytes();
            writer.clear();
            emit(bytes, length);
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

    @Override
    public void freeze() {
        frozen = true;
        outlet.freeze();
    }

    @Override
    public void turnMute() {
        if (!isOver()) {
            state = State.MUTE;
        }
    }

    @Override
    public void pauseReading(boolean pause) {
        outlet.pauseReading(pause);
    }

    @Override
    public void cutAfter(long bytes, Cut how) {
        bytesLeft = bytes;
        cut = how;
        if (bytes == 0) {
            cut();
        }
    }

    private void cut() {
        sendsNothing = true;
        if (cut != Cut.STALL) {
            gateway.end(this, EndReason.FAULT, cut == Cut.RESET, "cut at a byte");
        }
    }

    @Override
    public void stopSending() {
        sendsNothing = true;
    }

    @Override
    public void endOutput() {
        sendsNothing = true;
        outlet.endOutput();
    }

    @Override
    public void end(boolean abort) {
        gateway.end(this, EndReason.FAULT, abort, "a fault");
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

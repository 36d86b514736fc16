package io.mainstay.cli.decode;

import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what one side of a session sent, and goes on behind what it can't read. Holds one frame at a time, whatever a
 * length announces. What a capture's handshake tells, version and direction, goes for what comes after it too.
 */
public final class Decoder {
    private static final byte[] PREFIX = {'A', 'P', 'I', 0};
    private static final int LENGTH_BYTES = 4;

    /** Behind damage only frames up to this length are looked for, so that the search stays cheap. */
    private static final int MOST_SEARCHED_BYTES = 1 << 16;

    private final Output output;
    private @Nullable Direction direction;
    private @Nullable Integer version;
    private boolean directionCertain;
    private boolean clean = true;

    /**
     * Takes what the user knows.
     *
     * @param version the server version; null if it is in a greeting
     * @param direction who sent the bytes; null to guess
     */
    public Decoder(@Nullable Integer version, @Nullable Direction direction, Output output) {
        this.version = version;
        this.direction = direction;
        this.directionCertain = direction != null;
        this.output = output;
    }

    /** Whether everything was read and explained. */
    public boolean clean() {
        return clean;
    }

    /**
     * Decodes one payload, without its length.
     *
     * @throws InputException if the version is not known
     */
    public void payload(byte[] bytes, long offset) throws IOException {
        frame(bytes, offset, false);
    }

    /** Whether bytes are whole frames, one after the other, or begin with a client's greeting. */
    static boolean isFrames(byte[] bytes) {
        if (startsWithPrefix(bytes)) {
            return true;
        }
        int at = 0;
        while (bytes.length - at >= LENGTH_BYTES) {
            int length = (bytes[at] & 0xFF) << 24
                    | (bytes[at + 1] & 0xFF) << 16
                    | (bytes[at + 2] & 0xFF) << 8
                    | (bytes[at + 3] & 0xFF);
            if (length <= 0 || length > bytes.length - at - LENGTH_BYTES) {
                return false;
            }
            at += LENGTH_BYTES + length;
        }
        return at == bytes.length && at > 0;
    }

    private static boolean startsWithPrefix(byte[] bytes) {
        return bytes.length >= PREFIX.length
                && bytes[0] == PREFIX[0]
                && bytes[1] == PREFIX[1]
                && bytes[2] == PREFIX[2]
                && bytes[3] == PREFIX[3];
    }

    /**
     * Decodes a stream of frames, to its end.
     *
     * @throws InputException if the version is not known
     */
    public void capture(InputStream in) throws IOException {
        var window = new Window(in);
        boolean first = true;
        boolean greets = window.has(LENGTH_BYTES) && startsWithPrefix(window.copy(0, LENGTH_BYTES));
        if (greets) {
            settle(Direction.OUT, true);
            handshake(0, "API_PREFIX", LENGTH_BYTES, new Handshake.ApiPrefix());
            window.skip(LENGTH_BYTES);
        }
        while (window.has(1)) {
            String damage = damage(window);
            if (damage.isEmpty()) {
                int length = window.intAt(0);
                byte[] payload = window.copy(LENGTH_BYTES, length);
                long offset = window.offset() + LENGTH_BYTES;
                if (first && greets) {
                    clientGreeting(payload, offset);
                } else {
                    frame(payload, offset, first);
                }
                window.skip(LENGTH_BYTES + length);
            } else {
                goOnBehind(window, damage);
            }
            first = false;
        }
    }

    /** What is wrong with the frame that begins here; empty if it is whole. */
    private String damage(Window window) throws IOException {
        if (!window.has(LENGTH_BYTES)) {
            return "the input ends within a length";
        }
        int length = window.intAt(0);
        int most = direction == Direction.OUT
                ? FrameAssembler.MAX_FROM_CLIENT_BYTES
                : FrameAssembler.MAX_FROM_GATEWAY_BYTES;
        if (length <= 0 || length > most) {
            return "a frame of " + Integer.toUnsignedString(length) + " bytes is announced, 1 to " + most + " may be";
        }
        if (!window.has(LENGTH_BYTES + length)) {
            return "a frame of " + length + " bytes is announced, and " + (window.available() - LENGTH_BYTES)
                    + " bytes are left";
        }
        return "";
    }

    /** Moves to the next place where a known message begins, or to the end. */
    private void goOnBehind(Window window, String damage) throws IOException {
        long offset = window.offset();
        window.skip(1);
        while (window.has(1) && !readable(window)) {
            window.skip(1);
        }
        clean = false;
        output.damage(offset, damage + "; left out " + (window.offset() - offset) + " bytes");
    }

    private boolean readable(Window window) throws IOException {
        Integer known = version;
        if (known == null || !window.has(LENGTH_BYTES + 1)) {
            return false;
        }
        int length = window.intAt(0);
        if (length <= 0 || length > MOST_SEARCHED_BYTES || !window.has(LENGTH_BYTES + length)) {
            return false;
        }
        byte[] payload = window.copy(LENGTH_BYTES, length);
        return Payload.id(payload, known) != null && read(payload, known).doubt() == 0;
    }

    private void clientGreeting(byte[] payload, long offset) throws IOException {
        try {
            ClientGreeting greeting = ClientGreeting.parse(payload, 0, payload.length);
            if (version == null && greeting.minVersion() == greeting.maxVersion()) {
                version = greeting.minVersion();
            }
            handshake(offset, "CLIENT_GREETING", payload.length, greeting);
        } catch (HandshakeException e) {
            clean = false;
            output.damage(offset, String.valueOf(e.getMessage()));
        }
    }

    private void frame(byte[] payload, long offset, boolean mayGreet) throws IOException {
        ServerGreeting greeting = mayGreet && direction != Direction.OUT ? serverGreeting(payload) : null;
        if (greeting != null) {
            version = greeting.serverVersion();
            settle(Direction.IN, true);
            handshake(offset, "SERVER_GREETING", payload.length, greeting);
            return;
        }
        Integer known = version;
        if (known == null) {
            throw new InputException(
                    "say --server-version N, the version that the gateway chose: there is no greeting of"
                            + " a gateway in the input that tells it");
        }
        Payload read = read(payload, known);
        Message message = read.message();
        Integer id = Payload.id(payload, known);
        clean &= message != null && read.leftover().isEmpty();
        output.message(new Decoded(
                offset,
                towards(),
                !directionCertain,
                id,
                message == null ? "UNKNOWN" : message.wireName(),
                Payload.dialect(payload, known),
                payload.length,
                (Record) message,
                read.problem(),
                read.leftover()));
    }

    /** Reads for the known direction; if there is none, for the one that explains more, and keeps to it. */
    private Payload read(byte[] payload, int known) {
        Direction settled = direction;
        if (settled != null) {
            return Payload.read(payload, settled, known);
        }
        Payload in = Payload.read(payload, Direction.IN, known);
        Payload out = Payload.read(payload, Direction.OUT, known);
        boolean toGateway = out.doubt() < in.doubt();
        if (in.doubt() != out.doubt()) {
            settle(toGateway ? Direction.OUT : Direction.IN, false);
        }
        return toGateway ? out : in;
    }

    private void settle(Direction found, boolean certain) {
        if (!directionCertain) {
            direction = found;
            directionCertain = certain;
        }
    }

    private Direction towards() {
        Direction settled = direction;
        return settled == null ? Direction.IN : settled;
    }

    /** The greeting of a gateway; null if it is something else. A message of two numbers would pass for one but for its time. */
    private static @Nullable ServerGreeting serverGreeting(byte[] payload) {
        try {
            ServerGreeting greeting = ServerGreeting.parse(payload, 0, payload.length);
            return greeting.connectionTime().matches("\\d{8} .*") ? greeting : null;
        } catch (HandshakeException e) {
            return null;
        }
    }

    private void handshake(long offset, String name, int lengthBytes, Record body) throws IOException {
        output.message(new Decoded(
                offset, towards(), !directionCertain, null, name, "handshake", lengthBytes, body, "", List.of()));
    }
}

package io.mainstay.protocol.field;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as frames, one after the other, at one server version, in the text dialect unless a frame is begun as
 * protobuf. Used by one thread; {@link #clear} makes it
 * ready for the next batch without giving up its buffer.
 */
public final class FieldWriter {
    /** What is added to a message's id to say that its body is protobuf. */
    public static final int PROTOBUF_OFFSET = 200;

    private static final int FIRST_BINARY_ID = 201;

    /** What a request id takes in either dialect at most. */
    private static final int MOST_ID_BYTES = 16;

    /** So many always fit a long. */
    private static final int MOST_PLAIN_DIGITS = 18;

    private static final BigDecimal NOT_COMPUTED_1 = BigDecimal.valueOf(-1);
    private static final BigDecimal NOT_COMPUTED_2 = BigDecimal.valueOf(-2);
    private static final byte[] NOTHING = {};

    private final int serverVersion;
    private final ProtoWriter protobuf = new ProtoWriter(this);
    byte[] bytes = new byte[256];
    int at;
    private int frameStart;
    private int completeBytes;

    /** Where the request id of the frame begun last stands, its tag included; both 0 while it has none. */
    private int reqIdFrom;

    private int reqIdTo;

    /** Its number in the protobuf dialect, 0 in the text dialect. */
    private int reqIdField;

    public FieldWriter(int serverVersion) {
        this.serverVersion = serverVersion;
    }

    /** The version that both sides of the session speak. */
    public int serverVersion() {
        return serverVersion;
    }

    /** Starts a frame: room for its length, then the message id in the form of this version. */
    public void begin(int messageId) {
        startFrame();
        room(8);
        at += 4;
        if (serverVersion >= FIRST_BINARY_ID) {
            putInt(at, messageId);
            at += 4;
        } else {
            writeInt(messageId);
        }
    }

    /** Starts a frame with a protobuf body, to be written to the returned writer until {@link #end}. */
    public ProtoWriter beginProtobuf(int messageId) {
        startFrame();
        room(8);
        at += 4;
        putInt(at, messageId + PROTOBUF_OFFSET);
        at += 4;
        return protobuf;
    }

    /** Completes the frame begun last. */
    public void end() {
        putInt(frameStart, at - frameStart - 4);
        completeBytes = at;
    }

    /** The frames completed since the last {@link #clear}. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, completeBytes);
    }

    /** The buffer itself, of which {@link #lengthBytes} bytes count; it changes with the next write. */
    public byte[] buffer() {
        return bytes;
    }

    public int lengthBytes() {
        return completeBytes;
    }

    public void clear() {
        at = 0;
        completeBytes = 0;
    }

    /**
     * Appends the frame that another writer of the same version completed last, under another request id; a message whose
     * version carries none is appended as it is.
     */
    public void writeUnder(int reqId, FieldWriter template) {
        startFrame();
        int from = template.frameStart;
        int length = template.completeBytes - from;
        room(length + MOST_ID_BYTES);
        if (template.reqIdTo == 0) {
            System.arraycopy(template.bytes, from, bytes, at, length);
            at += length;
        } else {
            int before = template.reqIdFrom - from;
            System.arraycopy(template.bytes, from, bytes, at, before);
            at += before;
            if (template.reqIdField == 0) {
                writeInt(reqId);
            } else {
                protobuf.writeInt(template.reqIdField, reqId);
            }
            int after = template.completeBytes - template.reqIdTo;
            room(after);
            System.arraycopy(template.bytes, template.reqIdTo, bytes, at, after);
            at += after;
        }
        end();
    }

    /** Writes the id of the request that the message belongs to, and remembers its place for {@link #writeUnder}. */
    public void writeReqId(int value) {
        reqIdFrom = at;
        writeInt(value);
        reqIdTo = at;
        reqIdField = 0;
    }

    void reqIdAt(int from, int to, int field) {
        reqIdFrom = from;
        reqIdTo = to;
        reqIdField = field;
    }

    public void writeInt(int value) {
        writeLong(value);
    }

    public void writeOptionalInt(@Nullable Integer value) {
        if (value == null) {
            field(NOTHING);
        } else {
            writeLong(value);
        }
    }

    /** Absence is written as IB's sentinel 2147483647. */
    public void writeSentinelInt(@Nullable Integer value) {
        writeLong(value == null ? Integer.MAX_VALUE : value);
    }

    public void writeLong(long value) {
        if (value == Long.MIN_VALUE) {
            field(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        room(21);
        long rest = Math.abs(value);
        int digits = 1;
        for (long r = rest; r >= 10; r /= 10) {
            digits++;
        }
        if (value < 0) {
            bytes[at++] = '-';
        }
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
        bytes[at++] = 0;
    }

    /** The count before the last field; nothing at all if there is none. */
    public void writeOptionsCount(@Nullable Integer value) {
        if (value != null) {
            writeInt(value);
        }
    }

    public void writeBool(boolean value) {
        room(2);
        bytes[at++] = (byte) (value ? '1' : '0');
        bytes[at++] = 0;
    }

    public void writeOptionalBool(@Nullable Boolean value) {
        if (value == null) {
            field(NOTHING);
        } else {
            writeBool(value);
        }
    }

    /**
     * Writes text as UTF-8.
     *
     * @throws IllegalArgumentException if it holds a zero byte, which ends a field
     */
    public void writeString(String value) {
        putText(value);
        endField();
    }

    /** A string whose non-ASCII characters are escaped from version 153 on. */
    public void writeText(String value) {
        writeString(serverVersion >= 153 ? Text.escape(value) : value);
    }

    /** Absence is written as the largest double, as gateways do. */
    public void writePrice(@Nullable BigDecimal value) {
        if (value == null) {
            putAscii(Decimals.SENTINEL);
        } else {
            putDecimal(value);
        }
        endField();
    }

    public void writeOptionalPrice(@Nullable BigDecimal value) {
        if (value != null) {
            putDecimal(value);
        }
        endField();
    }

    /** Absence is written as -1. */
    public void writeComputed1(@Nullable BigDecimal value) {
        writePrice(value == null ? NOT_COMPUTED_1 : value);
    }

    /** Absence is written as -2. */
    public void writeComputed2(@Nullable BigDecimal value) {
        writePrice(value == null ? NOT_COMPUTED_2 : value);
    }

    public void writeSize(@Nullable BigDecimal value) {
        writeOptionalPrice(value);
    }

    /** No strike is written as 0 until version 202, as nothing from then on. */
    public void writeStrike(@Nullable BigDecimal value) {
        if (value == null && serverVersion < 202) {
            writeInt(0);
        } else {
            writeOptionalPrice(value);
        }
    }

    /**
     * Appends text as UTF-8; ASCII, which nearly all is, without an array in between.
     *
     * @throws IllegalArgumentException if it holds a zero byte, which ends a field
     */
    void putText(String value) {
        int length = value.length();
        room(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 127) {
                putUtf8(value);
                return;
            }
            bytes[at + i] = (byte) c;
        }
        at += length;
    }

    private void putUtf8(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("text with a zero byte can't be sent");
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, at, utf8.length);
        at += utf8.length;
    }

    /** Appends what {@link Decimals#format} says; an ordinary number's digits without a string in between. */
    void putDecimal(BigDecimal value) {
        int scale = value.scale();
        if (scale < 0 || scale > MOST_PLAIN_DIGITS || value.precision() > MOST_PLAIN_DIGITS) {
            putAscii(Decimals.format(value));
            return;
        }
        // Nothing is scaled here: this is how a decimal tells the digits that it holds, and the JIT leaves no object of
        // it.
        long digits = value.scaleByPowerOfTen(scale).longValue();
        room(MOST_PLAIN_DIGITS + 3);
        if (digits < 0) {
            bytes[at++] = '-';
        }
        long rest = Math.abs(digits);
        int length = Math.max(value.precision(), scale + 1);
        if (scale > 0) {
            for (int i = at + length; i > at + length - scale; i--) {
                bytes[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            bytes[at + length - scale] = '.';
        }
        for (int i = at + length - scale - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += scale > 0 ? length + 1 : length;
    }

    @SuppressWarnings("deprecation") // the fast copy of ASCII text, which numbers are
    private void putAscii(String value) {
        int length = value.length();
        room(length);
        value.getBytes(0, length, bytes, at);
        at += length;
    }

    private void endField() {
        room(1);
        bytes[at++] = 0;
    }

    private void field(byte[] value) {
        room(value.length + 1);
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
        bytes[at++] = 0;
    }

    private void putInt(int position, int value) {
        bytes[position] = (byte) (value >>> 24);
        bytes[position + 1] = (byte) (value >>> 16);
        bytes[position + 2] = (byte) (value >>> 8);
        bytes[position + 3] = (byte) value;
    }

    /** A frame that was begun and not completed, because a value was refused, is forgotten. */
    private void startFrame() {
        at = completeBytes;
        frameStart = at;
        reqIdTo = 0;
    }

    void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}

package io.mainstay.protocol.field;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one payload, in order, at one server version. Every {@code read} throws {@link FieldException}
 * if the payload has ended or the field is not of the kind asked for. Used by one thread, for one payload after another.
 */
public final class FieldReader {
    private static final byte[] NOTHING = {};

    private final int serverVersion;
    private byte[] bytes = NOTHING;
    private int end;
    private int at;
    private int index;

    /** A reader of nothing, until it is set {@link #over} a payload. */
    public FieldReader(int serverVersion) {
        this.serverVersion = serverVersion;
    }

    /** Starts with {@code length} bytes from {@code offset} on, which must not change meanwhile; returns itself. */
    public FieldReader over(byte[] payload, int offset, int length) {
        bytes = payload;
        at = offset;
        end = offset + length;
        index = 0;
        return this;
    }

    /** The version that both sides of the session speak. */
    public int serverVersion() {
        return serverVersion;
    }

    /** How many fields are left; 0 after a message that this version describes in full. */
    public int leftover() {
        int fields = 0;
        for (int i = at; i < end; i++) {
            if (bytes[i] == 0) {
                fields++;
            }
        }
        return fields;
    }

    public void skip() {
        next();
    }

    public int readInt() {
        int from = at;
        int to = next();
        long value = from == to ? 0 : parseLong(from, to);
        if (value != (int) value) {
            throw malformed("a 32-bit number", from, to);
        }
        return (int) value;
    }

    /** Null if the field is empty or holds the sentinel 2147483647. */
    public @Nullable Integer readOptionalInt() {
        int from = at;
        int to = next();
        if (from == to) {
            return null;
        }
        long value = parseLong(from, to);
        if (value != (int) value) {
            throw malformed("a 32-bit number", from, to);
        }
        return value == Integer.MAX_VALUE ? null : (Integer) (int) value;
    }

    public @Nullable Integer readSentinelInt() {
        return readOptionalInt();
    }

    public long readLong() {
        int from = at;
        int to = next();
        return from == to ? 0 : parseLong(from, to);
    }

    public boolean readBool() {
        return Boolean.TRUE.equals(readOptionalBool());
    }

    /** Null if the field is empty. */
    public @Nullable Boolean readOptionalBool() {
        int from = at;
        int to = next();
        if (from == to) {
            return null;
        }
        if (to - from == 1 && bytes[from] <= '9') {
            return bytes[from] != '0';
        }
        return switch (Text.ascii(bytes, from, to)) {
            case "true" -> true;
            case "false" -> false;
            default -> parseLong(from, to) != 0;
        };
    }

    public String readString() {
        int from = at;
        return Text.lenient(bytes, from, next());
    }

    /** A string whose non-ASCII characters are escaped from version 153 on. */
    public String readText() {
        String text = readString();
        return serverVersion >= 153 ? Text.unescape(text) : text;
    }

    public @Nullable BigDecimal readPrice() {
        int from = at;
        int to = next();
        try {
            return Decimals.parse(bytes, from, to);
        } catch (NumberFormatException e) {
            throw malformed("a decimal number", from, to);
        }
    }

    public @Nullable BigDecimal readOptionalPrice() {
        return readPrice();
    }

    /** Null also at -1, which says that the value is not computed. */
    public @Nullable BigDecimal readComputed1() {
        return Decimals.unless(readPrice(), -1);
    }

    /** Null also at -2, which says that the value is not computed. */
    public @Nullable BigDecimal readComputed2() {
        return Decimals.unless(readPrice(), -2);
    }

    public @Nullable BigDecimal readSize() {
        return readPrice();
    }

    public BigDecimal requirePrice() {
        int from = at;
        BigDecimal price = readPrice();
        if (price == null) {
            throw malformed("a decimal number", from, at - 1);
        }
        return price;
    }

    /** A strike; 0 means none until version 202 made it a value. */
    public @Nullable BigDecimal readStrike() {
        BigDecimal strike = readPrice();
        return strike != null && strike.signum() == 0 && serverVersion < 202 ? null : strike;
    }

    /** The count of the group that follows, which can't be larger than the payload has bytes left. */
    public int readCount() {
        int count = readInt();
        if (count < 0 || count > end - at) {
            throw new FieldException(
                    "field " + index + " announces " + count + " elements, and " + (end - at) + " bytes are left");
        }
        return count;
    }

    /** Refuses a group that completes another one and has more elements than it. */
    public void requireAtMost(int count, int elements) {
        if (count > elements) {
            throw new FieldException(
                    "field " + index + " announces " + count + " elements to complete " + elements + " of before");
        }
    }

    /**
     * The count before the last field; null if the client left it out. Python clients count the options that they send
     * as one text, Java clients don't.
     */
    public @Nullable Integer readOptionsCount() {
        return leftover() > 1 ? (Integer) readInt() : null;
    }

    private int next() {
        int i = at;
        while (i < end && bytes[i] != 0) {
            i++;
        }
        if (i >= end) {
            throw new FieldException("the message ends after " + index + " fields, more are needed");
        }
        at = i + 1;
        index++;
        return i;
    }

    private long parseLong(int from, int to) {
        int i = from;
        boolean negative = bytes[i] == '-';
        if (negative) {
            i++;
        }
        if (i == to || to - i > 19) {
            throw malformed("a whole number", from, to);
        }
        long value = 0;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw malformed("a whole number", from, to);
            }
            value = value * 10 - digit;
        }
        if (value > 0 || (!negative && value == Long.MIN_VALUE)) {
            throw malformed("a 64-bit number", from, to);
        }
        return negative ? value : -value;
    }

    private FieldException malformed(String wanted, int from, int to) {
        String text = Text.ascii(bytes, from, Math.min(to, from + 40)).replaceAll("\\p{Cntrl}", "?");
        return new FieldException("field " + index + " is not " + wanted + ": \"" + text + "\"");
    }
}

package io.mainstay.protocol.field;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one protobuf body (proto3). Every {@code read} throws {@link FieldException} if the current field
 * is not of the kind asked for or goes beyond its message; nothing is allocated for bytes that are not there, and
 * skipping does not recurse, so hostile input costs no more memory or stack than its size. Used by one thread, for one
 * body after another.
 *
 * <p>The loop is {@code while (in.next()) switch (in.field())}; a nested message is entered, looped over and left. It
 * is our own because the generated records are filled straight from the bytes: with the usual library each message
 * would be built twice, once as its object and once as ours.
 */
public final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private static final byte[] NOTHING = {};

    private final int serverVersion;
    private byte[] bytes = NOTHING;
    private int at;
    private int limit;
    private int tag;
    private int unknownFields;

    /** A reader of nothing, until it is set {@link #over} a body. */
    public ProtoReader(int serverVersion) {
        this.serverVersion = serverVersion;
    }

    /** Starts with {@code length} bytes from {@code offset} on, which must not change meanwhile; returns itself. */
    public ProtoReader over(byte[] body, int offset, int length) {
        bytes = body;
        at = offset;
        limit = offset + length;
        tag = 0;
        unknownFields = 0;
        return this;
    }

    /** The version that both sides of the session speak. */
    public int serverVersion() {
        return serverVersion;
    }

    /** Moves to the next field; false at the end of the message. */
    public boolean next() {
        if (at >= limit) {
            return false;
        }
        long value = varint();
        if (value >>> 3 == 0 || value > 0xFFFF_FFFFL) {
            throw new FieldException("protobuf tag " + Long.toUnsignedString(value) + " is none");
        }
        tag = (int) value;
        return true;
    }

    /** The number of the current field. */
    public int field() {
        return tag >>> 3;
    }

    /** How many fields no description covers have been skipped so far. */
    public int unknownFields() {
        return unknownFields;
    }

    /** Skips the current field, which no description covers. */
    public void skipUnknown() {
        unknownFields++;
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> at = advance(8);
            case BYTES -> at = advance(length());
            case FIXED32 -> at = advance(4);
            default -> throw malformed("of a known wire type");
        }
    }

    /** Enters the message that the current field holds; returns what {@link #leave} needs. */
    public int enter() {
        expect(BYTES);
        int end = advance(length());
        int outer = limit;
        limit = end;
        return outer;
    }

    /** Leaves a message whose fields have all been read. */
    public void leave(int outer) {
        limit = outer;
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw malformed("a 32-bit number");
        }
        return (int) value;
    }

    /** Null at the sentinel 2147483647. */
    public @Nullable Integer readOptionalInt() {
        int value = readInt();
        return value == Integer.MAX_VALUE ? null : (Integer) value;
    }

    public long readLong() {
        expect(VARINT);
        return varint();
    }

    public boolean readBool() {
        return readLong() != 0;
    }

    /**
     * Text as UTF-8, or as Latin-1 where it is not.
     *
     * @throws FieldException also if it holds a zero byte, which the text dialect could not pass on
     */
    public String readString() {
        expect(BYTES);
        int length = length();
        int from = at;
        at = advance(length);
        for (int i = from; i < at; i++) {
            if (bytes[i] == 0) {
                throw malformed("text without a zero byte");
            }
        }
        return Text.lenient(bytes, from, at);
    }

    /** The shortest decimal that is this double; null at the sentinel and if it is not a number. */
    public @Nullable BigDecimal readDouble() {
        expect(FIXED64);
        int from = at;
        at = advance(8);
        long bits = 0;
        for (int i = from + 7; i >= from; i--) {
            bits = bits << 8 | (bytes[i] & 0xFF);
        }
        return Decimals.ofDouble(Double.longBitsToDouble(bits));
    }

    /** Null also at -1, which says that the value is not computed. */
    public @Nullable BigDecimal readComputed1() {
        return Decimals.unless(readDouble(), -1);
    }

    /** Null also at -2, which says that the value is not computed. */
    public @Nullable BigDecimal readComputed2() {
        return Decimals.unless(readDouble(), -2);
    }

    /** A double where text has a strike: 0 means none until version 202 made it a value. */
    public @Nullable BigDecimal readStrike() {
        BigDecimal strike = readDouble();
        return strike != null && strike.signum() == 0 && serverVersion < 202 ? null : strike;
    }

    /** A decimal number that travels as text; null if it is empty or a sentinel. */
    public @Nullable BigDecimal readDecimal() {
        expect(BYTES);
        int length = length();
        int from = at;
        at = advance(length);
        try {
            return Decimals.parse(bytes, from, at);
        } catch (NumberFormatException e) {
            throw malformed("a decimal number");
        }
    }

    /** A whole number that travels as text; 0 if it is empty or a sentinel. */
    public int readIntText() {
        BigDecimal value = readDecimal();
        try {
            return value == null ? 0 : value.intValueExact();
        } catch (ArithmeticException e) {
            throw malformed("a 32-bit number");
        }
    }

    /** A double as the text that the other dialect has for it; empty at the sentinel. */
    public String readDoubleAsText() {
        BigDecimal value = readDouble();
        return value == null ? "" : Decimals.format(value);
    }

    /** A whole number as text; empty at the sentinel. */
    public String readIntAsText() {
        int value = readInt();
        return value == Integer.MAX_VALUE ? "" : Integer.toString(value);
    }

    /**
     * One entry of a map of options, appended to {@code soFar} in the form {@code tag=value;} that text has for it.
     *
     * @throws FieldException if the entry holds a character that this form gives a meaning to
     */
    public String readOption(String soFar) {
        int outer = enter();
        String key = "";
        String value = null;
        while (next()) {
            switch (field()) {
                case 1 -> key = readString();
                case 2 -> value = readString();
                default -> skipUnknown();
            }
        }
        leave(outer);
        if (key.indexOf('=') >= 0 || key.indexOf(';') >= 0 || (value != null && value.indexOf(';') >= 0)) {
            throw malformed("an option without \";\", and without \"=\" in its name");
        }
        return soFar + (value == null ? key : key + "=" + value) + ";";
    }

    /** The list with one more element; it is the same list unless that can't grow. */
    public static <T> List<T> append(List<T> list, T element) {
        List<T> growing = list instanceof ArrayList<T> ? list : new ArrayList<>(list);
        growing.add(element);
        return growing;
    }

    public List<String> appendString(List<String> list) {
        return append(list, readString());
    }

    /** Appends one number, or all of a packed field. */
    public List<Integer> appendInts(List<Integer> list) {
        if ((tag & 7) != BYTES) {
            return append(list, readInt());
        }
        List<Integer> all = list;
        int packed = tag;
        int outer = enter();
        while (at < limit) {
            tag = packed & ~7;
            all = append(all, readInt());
        }
        leave(outer);
        return all;
    }

    /** Appends one price, or all of a packed field; sentinels are left out. */
    public List<BigDecimal> appendDoubles(List<BigDecimal> list) {
        if ((tag & 7) != BYTES) {
            BigDecimal one = readDouble();
            return one == null ? list : append(list, one);
        }
        List<BigDecimal> all = list;
        int packed = tag;
        int outer = enter();
        while (at < limit) {
            tag = packed & ~7 | FIXED64;
            BigDecimal one = readDouble();
            all = one == null ? all : append(all, one);
        }
        leave(outer);
        return all;
    }

    private void expect(int wireType) {
        if ((tag & 7) != wireType) {
            throw malformed("of wire type " + wireType + ": it is of " + (tag & 7));
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > limit - at) {
            throw new FieldException("protobuf field " + (tag >>> 3) + " announces " + Long.toUnsignedString(length)
                    + " bytes, and " + (limit - at) + " are left");
        }
        return (int) length;
    }

    private int advance(int count) {
        if (count > limit - at) {
            throw malformed("whole");
        }
        return at + count;
    }

    private long varint() {
        int i = at;
        if (i < limit && bytes[i] >= 0) {
            at = i + 1;
            return bytes[i];
        }
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (i >= limit) {
                break;
            }
            byte b = bytes[i++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                at = i;
                return value;
            }
        }
        throw malformed("a whole number that ends");
    }

    private FieldException malformed(String wanted) {
        return new FieldException("protobuf field " + (tag >>> 3) + " is not " + wanted);
    }
}

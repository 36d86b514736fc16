package io.mainstay.protocol.field;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protobuf body (proto3) of a frame that {@link FieldWriter#beginProtobuf} has begun, into the same buffer.
 * What counts as absent follows the official clients: nothing, empty text and false are left out, 0 is written. Used by
 * one thread.
 */
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final FieldWriter frame;

    ProtoWriter(FieldWriter frame) {
        this.frame = frame;
    }

    /** The version that both sides of the session speak. */
    public int serverVersion() {
        return frame.serverVersion();
    }

    /** Begins a nested message; returns what {@link #end} needs. */
    public int begin(int field) {
        tag(field, BYTES);
        frame.room(1);
        return ++frame.at;
    }

    /** Completes a nested message. */
    public void end(int start) {
        int length = frame.at - start;
        int more = 0;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            more++;
        }
        if (more > 0) {
            frame.room(more);
            System.arraycopy(frame.bytes, start, frame.bytes, start + more, length);
        }
        frame.at = start - 1;
        varint(length);
        frame.at = start + more + length;
    }

    public void writeInt(int field, int value) {
        writeLong(field, value);
    }

    /** Writes the id of the request that the message belongs to, and remembers its place for {@link FieldWriter#writeUnder}. */
    public void writeReqId(int field, int value) {
        int from = frame.at;
        writeInt(field, value);
        frame.reqIdAt(from, frame.at, field);
    }

    public void writeNonzeroInt(int field, int value) {
        if (value != 0) {
            writeLong(field, value);
        }
    }

    /** Left out if it is absent or the sentinel. */
    public void writeOptionalInt(int field, @Nullable Integer value) {
        if (value != null && value != Integer.MAX_VALUE) {
            writeLong(field, value);
        }
    }

    public void writeLong(int field, long value) {
        tag(field, VARINT);
        varint(value);
    }

    public void writeNonzeroLong(int field, long value) {
        if (value != 0) {
            writeLong(field, value);
        }
    }

    /** Left out if false. */
    public void writeBool(int field, boolean value) {
        if (value) {
            writeLong(field, 1);
        }
    }

    /** Left out if absent; false is written. */
    public void writeOptionalBool(int field, @Nullable Boolean value) {
        if (value != null) {
            writeLong(field, value ? 1 : 0);
        }
    }

    /**
     * Left out if empty.
     *
     * @throws IllegalArgumentException if it holds a zero byte, which would end a field for a client of the text dialect
     */
    public void writeString(int field, String value) {
        if (!value.isEmpty()) {
            writeOptionalString(field, value);
        }
    }

    /** Left out if absent; empty text is written. */
    public void writeOptionalString(int field, @Nullable String value) {
        if (value == null) {
            return;
        }
        int start = begin(field);
        frame.putText(value);
        end(start);
    }

    /** The double nearest to the decimal; left out if absent, or larger than any double. */
    public void writeDouble(int field, @Nullable BigDecimal value) {
        if (value == null) {
            return;
        }
        double nearest = value.doubleValue();
        if (!Double.isInfinite(nearest) || Decimals.isInfinite(value)) {
            tag(field, FIXED64);
            fixed64(Double.doubleToRawLongBits(nearest));
        }
    }

    /** A decimal number as text; left out if absent. */
    public void writeDecimal(int field, @Nullable BigDecimal value) {
        if (value != null) {
            int start = begin(field);
            frame.putDecimal(value);
            end(start);
        }
    }

    /** A whole number as text; left out if 0. */
    public void writeIntText(int field, int value) {
        if (value != 0) {
            writeOptionalString(field, Integer.toString(value));
        }
    }

    /** The double that text spells; left out if the text is empty, a sentinel, or no number. */
    public void writeTextAsDouble(int field, String text) {
        writeDouble(field, Decimals.parseLenient(text));
    }

    /**
     * The double that text spells; left out if the text is empty or a sentinel.
     *
     * @throws IllegalArgumentException if it is no number: leaving it out would change what is asked for
     */
    public void requireTextAsDouble(int field, String text) {
        writeDouble(field, required(text));
    }

    /**
     * The whole number that text spells; left out if the text is empty or a sentinel.
     *
     * @throws IllegalArgumentException if it is no 32-bit number: leaving it out would change what is asked for
     */
    public void requireTextAsInt(int field, String text) {
        BigDecimal value = required(text);
        if (value != null) {
            try {
                writeInt(field, value.intValueExact());
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("protobuf can't carry \"" + text + "\" as a whole number", e);
            }
        }
    }

    /** Options in the form {@code tag=value;tag=value;} as a map. */
    public void writeOptions(int field, String options) {
        int from = 0;
        while (from < options.length()) {
            int semicolon = options.indexOf(';', from);
            int end = semicolon < 0 ? options.length() : semicolon;
            if (end > from) {
                String option = options.substring(from, end);
                int equals = option.indexOf('=');
                int start = begin(field);
                writeOptionalString(1, equals < 0 ? option : option.substring(0, equals));
                writeOptionalString(2, equals < 0 ? null : option.substring(equals + 1));
                end(start);
            }
            from = end + 1;
        }
    }

    public void writeStrings(int field, List<String> values) {
        for (String value : values) {
            writeOptionalString(field, value);
        }
    }

    /** One packed field; left out if there are none. */
    public void writeInts(int field, List<Integer> values) {
        if (!values.isEmpty()) {
            int start = begin(field);
            for (int value : values) {
                varint(value);
            }
            end(start);
        }
    }

    /** One packed field; left out if there are none. */
    public void writeDoubles(int field, List<BigDecimal> values) {
        if (!values.isEmpty()) {
            int start = begin(field);
            for (BigDecimal value : values) {
                fixed64(Double.doubleToRawLongBits(value.doubleValue()));
            }
            end(start);
        }
    }

    private static @Nullable BigDecimal required(String text) {
        BigDecimal value = Decimals.parseLenient(text);
        if (value == null && !Decimals.absent(text)) {
            throw new IllegalArgumentException("protobuf can't carry \"" + text + "\" as a number");
        }
        return value;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        frame.room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            frame.bytes[frame.at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        frame.bytes[frame.at++] = (byte) rest;
    }

    private void fixed64(long bits) {
        frame.room(8);
        for (int i = 0; i < 8; i++) {
            frame.bytes[frame.at++] = (byte) (bits >>> 8 * i);
        }
    }
}

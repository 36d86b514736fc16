package io.mainstay.protocol.field;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decimal numbers as TWS writes them, exact in both directions. */
public final class Decimals {
    /**
     * Stands for "Infinity", the one value on the wire that no decimal can hold: "up to the midpoint" in {@code
     * competeAgainstBestOffset}. Compare with {@link #isInfinite}.
     */
    public static final BigDecimal INFINITY = new BigDecimal("1E+4000");

    static final String SENTINEL = "1.7976931348623157E308";

    private static final double EXACT_IN_DOUBLE = 1e15;
    private static final double[] POWERS_OF_TEN = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    /** The positive numbers that IB writes for none. */
    private static final Set<BigDecimal> SENTINELS =
            Set.of(BigDecimal.valueOf(Integer.MAX_VALUE), BigDecimal.valueOf(Long.MAX_VALUE), new BigDecimal(SENTINEL));

    private static final int LONGEST_CHARACTERS = 128;
    private static final int MOST_DIGITS = 64;
    private static final int LARGEST_SCALE = 400;
    private static final int LARGEST_PLAIN_SCALE = 40;

    private Decimals() {}

    public static boolean isInfinite(@Nullable BigDecimal value) {
        return value != null && value.compareTo(INFINITY) == 0;
    }

    /** Whether a reader will see a number above 0: one of IB's sentinels reads as absence. */
    public static boolean isPositive(@Nullable BigDecimal value) {
        return value != null && value.signum() > 0 && !SENTINELS.contains(value);
    }

    /** The number that ASCII text spells; null if it is empty or one of IB's sentinels. */
    static @Nullable BigDecimal parse(byte[] bytes, int from, int to) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative) {
            at++;
        }
        // 18 digits always fit a long, and nearly every number on the wire has fewer.
        if (to - at > 18 || at == to) {
            return parseText(bytes, from, to);
        }
        long digits = 0;
        int scale = -1;
        for (; at < to; at++) {
            byte b = bytes[at];
            if (b >= '0' && b <= '9') {
                digits = digits * 10 + (b - '0');
                if (scale >= 0) {
                    scale++;
                }
            } else if (b == '.' && scale < 0 && to - from > 1) {
                scale = 0;
            } else {
                return parseText(bytes, from, to);
            }
        }
        if (digits == Integer.MAX_VALUE && scale < 0 && !negative) {
            return null;
        }
        return BigDecimal.valueOf(negative ? -digits : digits, Math.max(scale, 0));
    }

    /** The shortest decimal that is this double; null if it is the sentinel or not a number. */
    static @Nullable BigDecimal ofDouble(double value) {
        double whole = Math.rint(value);
        if (whole == value && Math.abs(value) < EXACT_IN_DOUBLE) {
            return BigDecimal.valueOf((long) value);
        }
        // A quotient of two numbers that a double holds exactly is rounded once, as reading the decimal would be: if it
        // comes out the same, the decimal is the double's, and with at most 15 digits no shorter one is.
        for (int scale = 1; scale < POWERS_OF_TEN.length; scale++) {
            double digits = Math.rint(value * POWERS_OF_TEN[scale]);
            if (!(Math.abs(digits) < EXACT_IN_DOUBLE)) {
                break;
            }
            if (digits / POWERS_OF_TEN[scale] == value) {
                return BigDecimal.valueOf((long) digits, scale);
            }
        }
        if (Double.isNaN(value) || value == Double.MAX_VALUE) {
            return null;
        }
        if (Double.isInfinite(value)) {
            if (value < 0) {
                throw new FieldException("a price is minus infinity");
            }
            return INFINITY;
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }

    /** Null in place of one value. */
    static @Nullable BigDecimal unless(@Nullable BigDecimal value, int notComputed) {
        return value != null && value.signum() < 0 && value.compareTo(BigDecimal.valueOf(notComputed)) == 0
                ? null
                : value;
    }

    /** The number that text spells; null if it is empty, a sentinel, or no number. */
    static @Nullable BigDecimal parseLenient(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return parse(bytes, 0, bytes.length);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal parseText(byte[] bytes, int from, int to) {
        String text = Text.ascii(bytes, from, to);
        if (absent(text)) {
            return null;
        }
        return switch (text) {
            case "Infinity", "Infinite" -> INFINITY;
            default -> number(text);
        };
    }

    /** Whether text in a number's place is empty or one of IB's sentinels. */
    static boolean absent(String text) {
        return switch (text) {
            case "",
                    "2147483647",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "1.7976931348623157E308",
                    "1.7976931348623157E+308",
                    "1.7976931348623157e+308" -> true;
            default -> false;
        };
    }

    private static BigDecimal number(String text) {
        if (text.length() > LONGEST_CHARACTERS) {
            throw new NumberFormatException("number of " + text.length() + " characters");
        }
        var number = new BigDecimal(text);
        // A huge exponent is a few bytes on the wire and gigabytes once somebody adds 1 to it.
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > LARGEST_SCALE) {
            throw new NumberFormatException("digits or exponent out of range");
        }
        return number;
    }

    /** Without an exponent, except where that would be longer than what {@link #parse} takes. */
    static String format(BigDecimal value) {
        if (isInfinite(value)) {
            return "Infinity";
        }
        return Math.abs((long) value.scale()) > LARGEST_PLAIN_SCALE ? value.toString() : value.toPlainString();
    }
}

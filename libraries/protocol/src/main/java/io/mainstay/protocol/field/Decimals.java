package io.mainstay.protocol.field;

import java.math.BigDecimal;
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

    private static @Nullable BigDecimal parseText(byte[] bytes, int from, int to) {
        String text = Text.ascii(bytes, from, to);
        return switch (text) {
            case "",
                    "2147483647",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "1.7976931348623157E308",
                    "1.7976931348623157E+308",
                    "1.7976931348623157e+308" -> null;
            case "Infinity", "Infinite" -> INFINITY;
            default -> number(text);
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

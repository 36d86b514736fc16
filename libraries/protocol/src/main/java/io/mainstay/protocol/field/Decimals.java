package io.mainstay.protocol.field;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimal numbers as TWS writes them, exact in both directions. */
public final class Decimals {
    /**
     * Stands for "Infinity", the one value on the wire that no decimal can hold: "up to the midpoint" in {@code
     * competeAgainstBestOffset}. Compare with {@link #isInfinite}.
     */
    public static final BigDecimal INFINITY = new BigDecimal("1E+4000");

    static final String SENTINEL = "1.7976931348623157E308";

    private static final int LONGEST_DIGITS = 64;
    private static final int LARGEST_SCALE = 400;

    private Decimals() {}

    public static boolean isInfinite(@Nullable BigDecimal value) {
        return value != null && value.compareTo(INFINITY) == 0;
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
                    "1.7976931348623157e+308" -> null;
            case "Infinity", "Infinite" -> INFINITY;
            default -> number(text);
        };
    }

    private static BigDecimal number(String text) {
        if (text.length() > LONGEST_DIGITS) {
            throw new NumberFormatException("number of " + text.length() + " characters");
        }
        var number = new BigDecimal(text);
        // A huge exponent is a few bytes on the wire and gigabytes once somebody adds 1 to it.
        if (Math.abs((long) number.scale()) > LARGEST_SCALE) {
            throw new NumberFormatException("exponent out of range");
        }
        return number;
    }

    static String format(BigDecimal value) {
        return isInfinite(value) ? "Infinity" : value.toPlainString();
    }
}

package io.mainstay.runner.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exact amounts and their writing. */
public final class Amounts {
    private Amounts() {}

    /** Without exponent and without zeros that say nothing. */
    public static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** Money with at least two digits after the point. */
    public static String money(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return (stripped.scale() < 2 ? stripped.setScale(2, RoundingMode.UNNECESSARY) : stripped).toPlainString();
    }

    /** The whole part of a quotient, for shares; never negative. */
    public static BigDecimal wholeShares(BigDecimal money, BigDecimal price) {
        if (money.signum() <= 0 || price.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        return money.divideToIntegralValue(price).setScale(0, RoundingMode.DOWN);
    }

    /** A quotient for averages: 34 digits, half even. */
    public static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, MathContext.DECIMAL128);
    }

    /** A share as per cent with two digits. */
    public static String percent(BigDecimal share) {
        return share.movePointRight(2).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " %";
    }
}

package io.mainstay.runner.model;

import java.math.BigDecimal;

/** The two directions of an order. */
public enum Side {
    BUY,
    SELL;

    /** What an order of this side adds to a position. */
    public BigDecimal signed(BigDecimal quantity) {
        return this == BUY ? quantity : quantity.negate();
    }

    /** The side that undoes a position; a position of zero has none and must not be asked. */
    public static Side against(BigDecimal position) {
        if (position.signum() == 0) {
            throw new IllegalArgumentException("a position of zero has no other side");
        }
        return position.signum() > 0 ? SELL : BUY;
    }
}

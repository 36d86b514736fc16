package io.mainstay.runner.risk;

import io.mainstay.runner.model.Side;
import java.math.BigDecimal;

/**
 * An order to be judged.
 *
 * @param quantity above zero
 * @param price that it will cost about, above zero
 */
public record Proposal(Side side, BigDecimal quantity, BigDecimal price) {
    public Proposal {
        if (quantity.signum() <= 0 || price.signum() <= 0) {
            throw new IllegalArgumentException("an order needs a quantity and a price above zero");
        }
    }

    /** The part that brings a position nearer to zero; it never increases exposure. */
    public BigDecimal closing(BigDecimal position) {
        return position.signum() == 0 || side.signed(BigDecimal.ONE).signum() == position.signum()
                ? BigDecimal.ZERO
                : quantity.min(position.abs());
    }
}

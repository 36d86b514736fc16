package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Prices between two bounds, the bounds themselves not included.
 *
 * @param low absent where there is no lower bound
 * @param high absent where there is no upper bound
 */
public record PriceRange(Optional<BigDecimal> low, Optional<BigDecimal> high) {
    /** Every price. */
    public static final PriceRange ANY = new PriceRange(Optional.empty(), Optional.empty());

    /** No price at all. */
    public static final PriceRange NONE = new PriceRange(Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.ZERO));

    /** Prices that have not reached a level yet, from below where {@code upward}. */
    public static PriceRange before(BigDecimal level, boolean upward) {
        return upward ? below(level) : above(level);
    }

    /** Prices that have not fallen to a level. */
    public static PriceRange above(BigDecimal low) {
        return new PriceRange(Optional.of(low), Optional.empty());
    }

    /** Prices that have not risen to a level. */
    public static PriceRange below(BigDecimal high) {
        return new PriceRange(Optional.empty(), Optional.of(high));
    }

    /** Whether a price is between the bounds. */
    public boolean contains(BigDecimal price) {
        return low.map(bound -> price.compareTo(bound) > 0).orElse(true)
                && high.map(bound -> price.compareTo(bound) < 0).orElse(true);
    }
}

package io.mainstay.simulator.order;

import io.mainstay.simulator.market.PriceRange;
import java.math.BigDecimal;

/** What the market at one moment means for an order. */
public sealed interface Decision {
    /**
     * It waits and is not at the exchange: for its trigger, or for its auction.
     *
     * @param within nothing changes while all prices are inside; of no meaning for an auction
     */
    record Hold(PriceRange within) implements Decision {}

    /**
     * It is at the exchange and nobody trades with it yet.
     *
     * @param within nothing changes while all prices are inside
     */
    record Rest(PriceRange within) implements Decision {}

    /** It executes at this price. */
    record Execute(BigDecimal price) implements Decision {}

    /** Its one chance has passed. */
    record Miss() implements Decision {}
}

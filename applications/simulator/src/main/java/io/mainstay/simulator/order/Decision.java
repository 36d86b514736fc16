package io.mainstay.simulator.order;

import java.math.BigDecimal;

/** What the market at one moment means for an order. */
public sealed interface Decision {
    /** It waits and is not at the exchange: for its trigger, or for its auction. */
    record Hold() implements Decision {}

    /** It is at the exchange and nobody trades with it yet. */
    record Rest() implements Decision {}

    /** It executes at this price. */
    record Execute(BigDecimal price) implements Decision {}

    /** Its one chance has passed. */
    record Miss() implements Decision {}
}

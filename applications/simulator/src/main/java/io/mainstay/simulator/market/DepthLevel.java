package io.mainstay.simulator.market;

import java.math.BigDecimal;

/** One row of the book on both sides: the n-th best bid and ask. Sizes in shares. */
public record DepthLevel(BigDecimal bid, long bidSize, BigDecimal ask, long askSize) {}

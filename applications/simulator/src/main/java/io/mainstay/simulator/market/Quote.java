package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The top of the book and the day so far. Sizes in shares.
 *
 * @param previousClose the close of the session before
 * @param time of the last trade
 */
public record Quote(
        BigDecimal bid,
        long bidSize,
        BigDecimal ask,
        long askSize,
        BigDecimal last,
        long lastSize,
        long volume,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal previousClose,
        Instant time) {}

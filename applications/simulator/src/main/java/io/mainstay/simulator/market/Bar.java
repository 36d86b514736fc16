package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Prices of a stretch of time.
 *
 * @param start when it begins
 * @param day the trading day it is booked to; of a week or month, the last one in it
 * @param volume absent where prices are quotes, not trades
 * @param wap volume-weighted average price; absent as volume is
 * @param count trades in it; absent where nobody counted
 */
public record Bar(
        Instant start,
        LocalDate day,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal close,
        @Nullable BigDecimal volume,
        @Nullable BigDecimal wap,
        @Nullable Integer count) {}

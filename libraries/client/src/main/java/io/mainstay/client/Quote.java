package io.mainstay.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The last known prices of an instrument; what never came is absent.
 *
 * @param dataType live, frozen or delayed, as the gateway said
 * @param asOf when the last of its ticks came
 */
public record Quote(
        Instrument instrument,
        Optional<BigDecimal> bid,
        Optional<BigDecimal> bidSize,
        Optional<BigDecimal> ask,
        Optional<BigDecimal> askSize,
        Optional<BigDecimal> last,
        Optional<BigDecimal> lastSize,
        Optional<BigDecimal> volume,
        Optional<BigDecimal> open,
        Optional<BigDecimal> high,
        Optional<BigDecimal> low,
        Optional<BigDecimal> previousClose,
        DataType dataType,
        Instant asOf) {

    /** IB's market data types, in the order of their numbers from 1. */
    public enum DataType {
        LIVE,
        FROZEN,
        DELAYED,
        DELAYED_FROZEN,
        UNKNOWN
    }
}

package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/**
 * What an option or a future is made of.
 *
 * @param multiplier units of the underlying in one contract
 * @param option strike and right; absent for a future
 */
public record Derivative(
        int underConId,
        String underSymbol,
        String underSecType,
        LocalDate lastTradeDate,
        BigDecimal multiplier,
        Optional<Derivative.OptionTerms> option) {
    /** The strike in the underlying's currency, and whether the right is to buy. */
    public record OptionTerms(BigDecimal strike, boolean call) {
        /** The right as TWS writes it, C or P. */
        public String right() {
            return call ? "C" : "P";
        }
    }

    /** When it ceases to trade, the regular close of its last day. */
    public Instant expiry() {
        return lastTradeDate.atTime(LocalTime.of(16, 0)).atZone(Instrument.ZONE).toInstant();
    }
}

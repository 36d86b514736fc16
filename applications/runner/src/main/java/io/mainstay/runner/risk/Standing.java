package io.mainstay.runner.risk;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What holds at the moment of a judgement.
 *
 * @param position of the order's contract, negative for short
 * @param equity absent if it is not known
 * @param dayStartEquity what the day began with, absent if it is not known
 * @param grossValue of all positions, long and short added
 * @param openPositions how many contracts are held or being opened
 * @param lastIncrease when the same side of this contract was last increased within the duplicate window
 */
public record Standing(
        BigDecimal position,
        Optional<BigDecimal> equity,
        Optional<BigDecimal> dayStartEquity,
        BigDecimal grossValue,
        int openPositions,
        int ordersToday,
        BigDecimal increaseToday,
        Optional<Instant> lastIncrease,
        KillState killSwitch) {

    /** Whether the day's loss has reached a share of what the day began with. */
    public boolean lost(BigDecimal share) {
        if (equity.isEmpty() || dayStartEquity.isEmpty()) {
            return false;
        }
        BigDecimal loss = dayStartEquity.get().subtract(equity.get());
        return loss.compareTo(dayStartEquity.get().multiply(share)) >= 0 && loss.signum() > 0;
    }
}

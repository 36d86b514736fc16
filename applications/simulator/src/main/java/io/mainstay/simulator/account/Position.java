package io.mainstay.simulator.account;

import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;

/**
 * What an account holds of one instrument.
 *
 * @param quantity negative when short, 0 once closed
 * @param averageCost per unit of what is priced, in the instrument's currency; 0 once closed
 * @param realizedPnl of this instrument since the simulator started, commissions included
 */
public record Position(Instrument instrument, BigDecimal quantity, BigDecimal averageCost, BigDecimal realizedPnl) {
    /** What IB calls the average cost: of one share, or of one contract with its multiplier. */
    public BigDecimal averageCostOfOne() {
        return averageCost.multiply(instrument.multiplier());
    }

    public boolean isOpen() {
        return quantity.signum() != 0;
    }
}

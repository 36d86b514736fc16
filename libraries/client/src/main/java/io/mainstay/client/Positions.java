package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Every position, complete.
 *
 * @param asOf when its end marker came
 */
public record Positions(List<Position> all, Instant asOf) {
    public Positions {
        all = List.copyOf(all);
    }

    /**
     * What one account holds of one contract.
     *
     * @param quantity negative for a short position
     * @param averageCost per share or contract, commissions included
     */
    public record Position(String account, Contract contract, BigDecimal quantity, BigDecimal averageCost) {}
}

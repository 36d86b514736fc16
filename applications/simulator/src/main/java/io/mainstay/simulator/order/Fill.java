package io.mainstay.simulator.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One execution.
 *
 * @param cumulative what the order had filled with it
 * @param averagePrice of the order with it
 * @param commission in US dollars
 * @param realizedPnl in US dollars; absent when it closed nothing
 */
public record Fill(
        String execId,
        SimulatedOrder order,
        BigDecimal shares,
        BigDecimal price,
        BigDecimal cumulative,
        BigDecimal averagePrice,
        Instant time,
        BigDecimal commission,
        Optional<BigDecimal> realizedPnl) {}

package io.mainstay.simulator.order;

import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;

/** When orders of one type execute, and at which price. Rules keep nothing; what an order has seen is kept in it. */
@FunctionalInterface
public interface ExecutionRule {
    /** Decides by the quote of a moment; may move the order's trigger or trailing stop. */
    Decision decide(SimulatedOrder order, Quote quote, Instant now);

    /** The other side's best price. */
    static BigDecimal market(SimulatedOrder order, Quote quote) {
        return order.isBuy() ? quote.ask() : quote.bid();
    }
}

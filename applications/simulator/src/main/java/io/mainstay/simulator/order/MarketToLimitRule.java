package io.mainstay.simulator.order;

import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;

/** Executes at the market's price; what is left then has that price as its limit. */
final class MarketToLimitRule implements ExecutionRule {
    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        BigDecimal market = ExecutionRule.market(order, quote);
        return order.filled().signum() == 0
                ? new Decision.Execute(market)
                : LimitRule.within(order, market, order.lastFillPrice());
    }
}

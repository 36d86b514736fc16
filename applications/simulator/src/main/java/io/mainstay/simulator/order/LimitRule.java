package io.mainstay.simulator.order;

import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Executes at the market's price as soon as that is as good as the limit. */
final class LimitRule implements ExecutionRule {
    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        return within(order, ExecutionRule.market(order, quote), order.order().lmtPrice());
    }

    /** Executes at a price if it is as good as the limit, else rests. */
    static Decision within(SimulatedOrder order, BigDecimal price, @Nullable BigDecimal limit) {
        if (limit == null) {
            return new Decision.Rest(PriceRange.ANY);
        }
        int side = price.compareTo(limit);
        return (order.isBuy() ? side <= 0 : side >= 0)
                ? new Decision.Execute(price)
                : new Decision.Rest(PriceRange.before(limit, !order.isBuy()));
    }
}

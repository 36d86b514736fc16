package io.mainstay.simulator.order;

import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;

/** Executes in the middle of bid and ask, unless its limit forbids that. */
final class MidPriceRule implements ExecutionRule {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        BigDecimal middle = middle(quote);
        BigDecimal cap = order.order().lmtPrice();
        return cap == null || cap.signum() == 0 ? new Decision.Execute(middle) : LimitRule.within(order, middle, cap);
    }

    static BigDecimal middle(Quote quote) {
        return quote.bid().add(quote.ask()).divide(TWO);
    }
}

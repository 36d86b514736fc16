package io.mainstay.simulator.order;

import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;

/** Waits until the market has reached the order's auxiliary price, from then on follows another rule. */
final class TriggeredRule implements ExecutionRule {
    private final boolean touch;
    private final ExecutionRule then;

    /**
     * A rule with a trigger.
     *
     * @param touch whether it waits for a better price, as "if touched" orders do, rather than for a worse one, as stops do
     */
    TriggeredRule(boolean touch, ExecutionRule then) {
        this.touch = touch;
        this.then = then;
    }

    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        if (!order.isTriggered() && isReached(order, quote)) {
            order.trigger();
        }
        return order.isTriggered() ? then.decide(order, quote, now) : new Decision.Hold(waiting(order));
    }

    private boolean isReached(SimulatedOrder order, Quote quote) {
        BigDecimal trigger = order.order().auxPrice();
        return trigger != null && TriggerPrice.isReached(order, quote, trigger, isUpward(order));
    }

    private PriceRange waiting(SimulatedOrder order) {
        BigDecimal trigger = order.order().auxPrice();
        return trigger == null ? PriceRange.ANY : PriceRange.before(trigger, isUpward(order));
    }

    private boolean isUpward(SimulatedOrder order) {
        return order.isBuy() != touch;
    }
}

package io.mainstay.simulator.order;

import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * A price that follows a side or the middle of the quote at an offset, towards the market only and never beyond the
 * order's limit; executes at that price once the other side has come to it.
 */
final class PeggedRule implements ExecutionRule {
    private final BiFunction<SimulatedOrder, Quote, BigDecimal> reference;
    private final boolean offsetIsTowardsMarket;

    /**
     * A rule with a reference.
     *
     * @param offsetIsTowardsMarket whether the order's offset makes its price better for the market or worse
     */
    PeggedRule(BiFunction<SimulatedOrder, Quote, BigDecimal> reference, boolean offsetIsTowardsMarket) {
        this.reference = reference;
        this.offsetIsTowardsMarket = offsetIsTowardsMarket;
    }

    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        BigDecimal offset = Objects.requireNonNullElse(order.order().auxPrice(), BigDecimal.ZERO);
        boolean adds = order.isBuy() == offsetIsTowardsMarket;
        BigDecimal wanted = reference.apply(order, quote).add(adds ? offset : offset.negate());
        BigDecimal known = order.peggedPrice();
        boolean follows = known == null || (order.isBuy() ? wanted.compareTo(known) > 0 : wanted.compareTo(known) < 0);
        BigDecimal price = capped(order, follows ? wanted : Objects.requireNonNull(known));
        order.peg(price);
        // Every quote may move it, so there is no range in which nothing changes.
        return LimitRule.within(order, ExecutionRule.market(order, quote), price) instanceof Decision.Execute execute
                ? execute
                : new Decision.Rest(PriceRange.NONE);
    }

    private static BigDecimal capped(SimulatedOrder order, BigDecimal price) {
        BigDecimal cap = order.order().lmtPrice();
        if (cap == null || cap.signum() == 0) {
            return price;
        }
        return order.isBuy() ? price.min(cap) : price.max(cap);
    }
}

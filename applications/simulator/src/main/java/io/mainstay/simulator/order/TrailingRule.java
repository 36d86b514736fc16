package io.mainstay.simulator.order;

import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A stop that follows the last price at an amount or a percentage, towards the market only; once reached, an order at the
 * market, or one with a limit at an offset from where the stop stood.
 */
final class TrailingRule implements ExecutionRule {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final boolean limited;

    TrailingRule(boolean limited) {
        this.limited = limited;
    }

    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        if (!order.isTriggered()) {
            follow(order, quote);
        }
        BigDecimal stop = Objects.requireNonNull(order.trailingStop());
        if (!order.isTriggered() && TriggerPrice.isReached(order, quote, stop, order.isBuy())) {
            order.trigger();
        }
        if (!order.isTriggered()) {
            return new Decision.Hold(between(order, stop));
        }
        BigDecimal market = ExecutionRule.market(order, quote);
        return limited ? LimitRule.within(order, market, limit(order, stop)) : new Decision.Execute(market);
    }

    private static void follow(SimulatedOrder order, Quote quote) {
        BigDecimal known = order.trailingStop();
        BigDecimal level = level(order, quote.last());
        if (known == null) {
            BigDecimal given = order.order().trailStopPrice();
            order.trail(given == null ? level : given);
        } else if (order.isBuy() ? level.compareTo(known) < 0 : level.compareTo(known) > 0) {
            order.trail(level);
        }
    }

    /** Prices that neither reach the stop nor make it follow. */
    private static PriceRange between(SimulatedOrder order, BigDecimal stop) {
        Order terms = order.order();
        BigDecimal percent = terms.trailingPercent();
        BigDecimal side = order.isBuy() ? BigDecimal.ONE : BigDecimal.ONE.negate();
        BigDecimal follows = percent == null
                ? stop.subtract(side.multiply(Objects.requireNonNullElse(terms.auxPrice(), BigDecimal.ZERO)))
                : stop.divide(BigDecimal.ONE.add(side.multiply(percent).divide(HUNDRED)), MathContext.DECIMAL64);
        return order.isBuy()
                ? new PriceRange(Optional.of(follows), Optional.of(stop))
                : new PriceRange(Optional.of(stop), Optional.of(follows));
    }

    private static BigDecimal level(SimulatedOrder order, BigDecimal last) {
        Order terms = order.order();
        BigDecimal percent = terms.trailingPercent();
        BigDecimal distance = percent == null
                ? Objects.requireNonNullElse(terms.auxPrice(), BigDecimal.ZERO)
                : last.multiply(percent).divide(HUNDRED);
        BigDecimal level = order.isBuy() ? last.add(distance) : last.subtract(distance);
        return order.instrument().onGrid(level.doubleValue());
    }

    /** Where the limit is when the stop stands there. */
    static BigDecimal limit(SimulatedOrder order, BigDecimal stop) {
        BigDecimal offset = Objects.requireNonNullElse(order.order().lmtPriceOffset(), BigDecimal.ZERO);
        return order.isBuy() ? stop.add(offset) : stop.subtract(offset);
    }
}

package io.mainstay.simulator.order;

import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;

/**
 * Which price of the market triggers: by the numbers of {@code triggerMethod}, the last one for 0, 2 and 3, the quote's side
 * for 1 and 4, either for 7, the middle for 8. "Double" methods are satisfied by one price here. Stateless.
 */
public final class TriggerPrice {
    private TriggerPrice() {}

    /** Whether the order's triggering price is at or beyond a level, above it when {@code upward}. */
    static boolean isReached(SimulatedOrder order, Quote quote, BigDecimal level, boolean upward) {
        return isReached(order.order().triggerMethod(), order.isBuy(), quote, level, upward);
    }

    /** Whether the market is at or beyond a level. */
    public static boolean isReached(int method, boolean buy, Quote quote, BigDecimal level, boolean upward) {
        BigDecimal side = buy ? quote.ask() : quote.bid();
        return switch (method) {
            case 1, 4 -> isBeyond(side, level, upward);
            case 7 -> isBeyond(side, level, upward) || isBeyond(quote.last(), level, upward);
            case 8 -> isBeyond(quote.bid().add(quote.ask()).divide(BigDecimal.valueOf(2)), level, upward);
            default -> isBeyond(quote.last(), level, upward);
        };
    }

    private static boolean isBeyond(BigDecimal price, BigDecimal level, boolean upward) {
        int side = price.compareTo(level);
        return upward ? side >= 0 : side <= 0;
    }
}

package io.mainstay.engine.access;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of what one rule's clients may order. Cancels have none.
 *
 * @param symbols what may be ordered; empty for everything
 * @param quantity the most of one order, in shares or contracts; null for no bound
 * @param value the most that one order may cost, in the order's own currency; null for no bound
 * @param perSecond orders and changes in any second, of all clients of the rule together; 0 for no bound
 */
public record OrderLimits(
        Set<String> symbols,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal value,
        int perSecond) {
    public static final OrderLimits NONE = new OrderLimits(Set.of(), null, null, 0);

    public OrderLimits {
        symbols = Set.copyOf(symbols);
    }
}

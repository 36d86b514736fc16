package io.mainstay.simulator.order;

import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** At which price an order executes against a quote. Stateless. */
public final class Matching {
    /** The order types that this gateway executes. */
    public static final Set<String> TYPES = Set.of("MKT", "LMT", "STP", "STP LMT");

    private Matching() {}

    /** Whether the stop of an order has been reached; the last price decides, as for stocks at IB. */
    public static boolean triggers(SimulatedOrder order, Quote quote) {
        BigDecimal stop = order.order().auxPrice();
        boolean isStop = order.order().orderType().startsWith("STP");
        if (!isStop || stop == null) {
            return false;
        }
        int side = quote.last().compareTo(stop);
        return order.isBuy() ? side >= 0 : side <= 0;
    }

    /** The price of an execution now, absent if the order does not execute. */
    public static Optional<BigDecimal> price(SimulatedOrder order, Quote quote) {
        BigDecimal market = order.isBuy() ? quote.ask() : quote.bid();
        return switch (order.order().orderType()) {
            case "MKT" -> Optional.of(market);
            case "LMT" -> limited(order, market, order.order().lmtPrice());
            case "STP" -> order.isTriggered() ? Optional.of(market) : Optional.empty();
            case "STP LMT" ->
                order.isTriggered() ? limited(order, market, order.order().lmtPrice()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> limited(SimulatedOrder order, BigDecimal market, @Nullable BigDecimal limit) {
        if (limit == null) {
            return Optional.empty();
        }
        int side = market.compareTo(limit);
        return (order.isBuy() ? side <= 0 : side >= 0) ? Optional.of(market) : Optional.empty();
    }
}

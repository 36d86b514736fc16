package io.mainstay.simulator.order;

import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import java.time.Instant;

/** Waits for the opening or closing auction and trades at its price, the last one of that moment, or never. */
final class AuctionRule implements ExecutionRule {
    private final boolean limited;

    AuctionRule(boolean limited) {
        this.limited = limited;
    }

    @Override
    public Decision decide(SimulatedOrder order, Quote quote, Instant now) {
        Instant auction = order.timing().auction();
        if (auction == null || now.isBefore(auction)) {
            return new Decision.Hold(PriceRange.ANY);
        }
        if (!limited) {
            return new Decision.Execute(quote.last());
        }
        Decision decision = LimitRule.within(order, quote.last(), order.order().lmtPrice());
        return decision instanceof Decision.Rest ? new Decision.Miss() : decision;
    }
}

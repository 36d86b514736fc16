package io.mainstay.runner.execution;

import io.mainstay.runner.model.Side;
import io.mainstay.runner.store.OrderState;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What became of a signal.
 *
 * @param exitCode what it means for a run that ends after this round
 */
public record Decision(Kind kind, String reason, Optional<OrderLine> order, int exitCode) {
    /** The kinds of ends. */
    public enum Kind {
        /** Nothing was to be done. */
        HOLD,
        /** The market is closed, or its hours are not known. */
        MARKET_CLOSED,
        /** The bars are too old to act on. */
        STALE_DATA,
        /** This bar's order exists already. */
        ALREADY_ORDERED,
        /** A limit or the kill switch stopped it. */
        LIMITED,
        FILLED,
        /** At the gateway, not done yet. */
        WORKING,
        /** Ended with less than its quantity. */
        CANCELLED,
        REJECTED,
        /** It may or may not exist at the gateway; nothing new for the symbol before it is reconciled. */
        IN_DOUBT
    }

    /** An order as reports show it. */
    public record OrderLine(
            long id,
            String key,
            Side side,
            BigDecimal quantity,
            OrderState state,
            BigDecimal filled,
            Optional<BigDecimal> averagePrice,
            BigDecimal commission,
            String priceSource) {}

    static final int DEADLINE = 14;
    static final int STOPPED = 20;
    static final int REFUSED = 12;

    public static Decision none(Kind kind, String reason) {
        return new Decision(kind, reason, Optional.empty(), 0);
    }
}

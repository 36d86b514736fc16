package io.mainstay.simulator.market;

import java.util.Optional;

/** Which price history is asked for, under IB's names. */
public enum PriceKind {
    TRADES,
    MIDPOINT,
    BID,
    ASK;

    public static Optional<PriceKind> parse(String whatToShow) {
        return switch (whatToShow) {
            case "TRADES" -> Optional.of(TRADES);
            case "MIDPOINT" -> Optional.of(MIDPOINT);
            case "BID" -> Optional.of(BID);
            case "ASK" -> Optional.of(ASK);
            default -> Optional.empty();
        };
    }
}

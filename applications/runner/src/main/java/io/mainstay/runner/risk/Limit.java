package io.mainstay.runner.risk;

/** What can stop an order that increases exposure. */
public enum Limit {
    KILL_SWITCH(true),
    DAILY_LOSS(true),
    DAILY_TRADES(true),
    DAILY_NOTIONAL(true),
    ORDER_NOTIONAL(true),
    OPEN_POSITIONS(true),
    LEVERAGE(true),
    POSITION_SHARE(false),
    DUPLICATE(false),
    EQUITY_UNKNOWN(true);

    private final boolean endsInStop;

    Limit(boolean endsInStop) {
        this.endsInStop = endsInStop;
    }

    /** Whether a run that met it ends with the exit code for limits; the others are a strategy's everyday life. */
    public boolean endsInStop() {
        return endsInStop;
    }
}

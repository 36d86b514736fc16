package io.mainstay.runner.store;

/** Where an order is in its life. */
public enum OrderState {
    /** Recorded before anything was sent; the gateway may or may not have it. */
    INTENT(false),
    /** The gateway has acknowledged it. */
    WORKING(false),
    /** It may or may not exist: nothing new for its symbol before it is reconciled. */
    UNKNOWN(false),
    /** All of its quantity was filled. */
    FILLED(true),
    /** It ended with less than its quantity, perhaps nothing. */
    CANCELLED(true),
    /** The gateway refused it. */
    REJECTED(true),
    /** The gateway's complete lists of its day have no trace of it. */
    NOT_FOUND(true);

    private final boolean done;

    OrderState(boolean done) {
        this.done = done;
    }

    /** Whether nothing more will happen to it. */
    public boolean done() {
        return done;
    }
}

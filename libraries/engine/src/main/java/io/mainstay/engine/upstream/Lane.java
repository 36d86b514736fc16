package io.mainstay.engine.upstream;

/** What goes first when the rate limit makes messages wait. */
public enum Lane {
    /** Orders, their cancels, and what keeps the session honest. */
    ORDER,
    /** Cancels of subscriptions and all requests. */
    DATA
}

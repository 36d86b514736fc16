package io.mainstay.engine.pacing;

/** What goes first when the rate limit makes messages wait, the most urgent first. */
public enum Lane {
    /** Cancels of orders. */
    CANCEL,
    /** Orders and their changes. */
    ORDER,
    /** What keeps the session honest: proofs of life, and the questions for what was missed. */
    HEALTH,
    /** Subscriptions, their ends, and requests that somebody waits for. */
    INTERACTIVE,
    /** History and other large answers. */
    BULK;

    /** Whether its messages may leave only on a link that has shown life a moment ago. */
    public boolean needsProofOfLife() {
        return this == CANCEL || this == ORDER;
    }

    /** Whether its messages are new to the gateway, and so stay here while the operator has paused the worker. */
    public boolean isNew() {
        return this != CANCEL && this != HEALTH;
    }

    /** Whether its messages stay here while the gateway has no link to IB's servers. */
    public boolean needsServers() {
        return this != HEALTH;
    }
}

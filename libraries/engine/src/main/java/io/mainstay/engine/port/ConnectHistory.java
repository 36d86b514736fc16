package io.mainstay.engine.port;

/**
 * Remembers over the end of a process how often in a row a session with the gateway was begun and did not last, so that a
 * worker that is started again and again can't hammer the gateway.
 */
public interface ConnectHistory {
    /**
     * Attempts in a row.
     *
     * @param count how many have begun since a session last counted as lasting
     * @param lastAtMs when the last one began, milliseconds since 1970
     */
    record Attempts(int count, long lastAtMs) {
        public static final Attempts NONE = new Attempts(0, 0);
    }

    /** What was written last; {@link Attempts#NONE} if nothing was or it can't be read. */
    Attempts read();

    /** Keeps it, as well as it can; called before an attempt begins and when a session counts as lasting. */
    void write(Attempts attempts);
}

package io.mainstay.engine.pacing;

import io.mainstay.engine.time.Now;

/**
 * The gateway's rate, in any second. Nothing but cancels of orders may use all that the gateway allows: all else stays
 * below our own limit, so a cancel meets no second that is used up. Orders leave one message of that limit to the question
 * for a sign of life, for which a cancel may have to wait. Data gets a little less again, which leaves some for orders at
 * any moment, and gets it evenly, a quarter of it in any quarter of a second.
 */
final class RateLimit {
    private static final long WINDOW_NANOS = 1_000_000_000;
    private static final int SLICES = 4;
    private static final int KEPT_FOR_URGENT_DIVISOR = 9;

    private final Now now;
    private final int limit;
    private final int cancelLimit;
    private final int orderLimit;
    private final int dataLimit;
    private final int dataSlice;

    /** When the newest {@code cancelLimit} messages left; a ring. */
    private final long[] sentAt;

    private long sent;

    /**
     * @param messagesPerSecond the most of all messages when another one but a cancel leaves
     * @param cancelsPerSecond the most of all messages when a cancel leaves; not below the other limit
     */
    RateLimit(Now now, int messagesPerSecond, int cancelsPerSecond) {
        if (cancelsPerSecond < messagesPerSecond) {
            throw new IllegalArgumentException("cancels may not have less than others: " + cancelsPerSecond
                    + " messages per second below " + messagesPerSecond);
        }
        this.now = now;
        this.limit = messagesPerSecond;
        this.cancelLimit = cancelsPerSecond;
        this.orderLimit = limit - Math.min(1, limit / KEPT_FOR_URGENT_DIVISOR);
        this.dataLimit = Math.max(1, limit - Math.max(1, limit / KEPT_FOR_URGENT_DIVISOR));
        this.dataSlice = Math.max(1, dataLimit / SLICES);
        this.sentAt = new long[cancelLimit];
    }

    void countSent() {
        sentAt[(int) (sent % cancelLimit)] = now.nanos();
        sent++;
    }

    /** When {@code messages} of the lane may leave together. */
    long openAt(Lane lane, int messages) {
        return switch (lane) {
            case CANCEL -> after(cancelLimit - messages, WINDOW_NANOS);
            case ORDER -> after(orderLimit - messages, WINDOW_NANOS);
            case HEALTH -> after(limit - messages, WINDOW_NANOS);
            case INTERACTIVE, BULK ->
                Math.max(after(dataLimit - messages, WINDOW_NANOS), after(dataSlice - messages, WINDOW_NANOS / SLICES));
        };
    }

    /** A new session begins with nothing sent. */
    void reset() {
        sent = 0;
    }

    /** When there are at most {@code most} messages in the window. */
    private long after(int most, long windowNanos) {
        int allowed = Math.max(0, most);
        return sent <= allowed ? 0 : sentAt[(int) ((sent - 1 - allowed) % cancelLimit)] + windowNanos;
    }
}

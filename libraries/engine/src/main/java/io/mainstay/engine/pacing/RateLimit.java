package io.mainstay.engine.pacing;

import io.mainstay.engine.time.Now;

/**
 * The gateway's rate: never more than {@code limit} messages in any second. Data gets a little less, which leaves some for
 * orders at any moment, and gets it evenly, a quarter of it in any quarter of a second, so that what is urgent never meets
 * a second that is used up.
 */
final class RateLimit {
    private static final long WINDOW_NANOS = 1_000_000_000;
    private static final int SLICES = 4;
    private static final int KEPT_FOR_URGENT_DIVISOR = 9;

    private final Now now;
    private final int limit;
    private final int dataLimit;
    private final int dataSlice;

    /** When the newest {@code limit} messages left; a ring. */
    private final long[] sentAt;

    private long sent;

    RateLimit(Now now, int messagesPerSecond) {
        this.now = now;
        this.limit = messagesPerSecond;
        this.dataLimit = Math.max(1, limit - Math.max(1, limit / KEPT_FOR_URGENT_DIVISOR));
        this.dataSlice = Math.max(1, dataLimit / SLICES);
        this.sentAt = new long[limit];
    }

    void countSent() {
        sentAt[(int) (sent % limit)] = now.nanos();
        sent++;
    }

    /** When {@code messages} of the lane may leave together. */
    long openAt(Lane lane, int messages) {
        if (lane.urgent()) {
            return after(limit - messages, WINDOW_NANOS);
        }
        return Math.max(after(dataLimit - messages, WINDOW_NANOS), after(dataSlice - messages, WINDOW_NANOS / SLICES));
    }

    /** A new session begins with nothing sent. */
    void reset() {
        sent = 0;
    }

    /** When there are at most {@code most} messages in the window. */
    private long after(int most, long windowNanos) {
        int allowed = Math.max(0, most);
        return sent <= allowed ? 0 : sentAt[(int) ((sent - 1 - allowed) % limit)] + windowNanos;
    }
}

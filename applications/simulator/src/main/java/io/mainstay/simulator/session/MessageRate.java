package io.mainstay.simulator.session;

import java.time.Duration;
import java.time.Instant;

/** Counts a client's messages in windows of a second, as the gateway's rate limit does. */
final class MessageRate {
    /** Half of the default 100 market data lines. */
    static final int MOST_PER_SECOND = 50;

    /** How many seconds may be over the limit before the session ends. */
    static final int TOLERATED_VIOLATIONS = 2;

    private Instant windowStart = Instant.MIN;
    private int inWindow;
    private int violations;

    /** Takes one more message and says whether it is one too many. */
    boolean isOver(Instant now) {
        if (windowStart.equals(Instant.MIN)
                || Duration.between(windowStart, now).toMillis() >= 1000) {
            windowStart = now;
            inWindow = 0;
        }
        inWindow++;
        if (inWindow == MOST_PER_SECOND + 1) {
            violations++;
        }
        return inWindow > MOST_PER_SECOND;
    }

    boolean isBeyondTolerance() {
        return violations > TOLERATED_VIOLATIONS;
    }
}

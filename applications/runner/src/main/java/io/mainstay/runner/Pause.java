package io.mainstay.runner;

import io.mainstay.runner.cycle.RoundResult;
import java.time.Duration;
import java.time.Instant;

/** How long a continuous run waits: never less than a second, whatever happened. */
final class Pause {
    static final Duration LEAST = Duration.ofSeconds(1);
    static final Duration MOST_WHILE_CLOSED = Duration.ofMinutes(30);
    static final Duration MOST_BACKOFF = Duration.ofSeconds(60);

    private Pause() {}

    /** After a round: the interval, or until the next opening while everything is closed. */
    static Duration after(RoundResult round, Duration interval, Instant now) {
        if (!round.allClosed()) {
            return atLeast(interval);
        }
        Duration untilOpen =
                round.nextOpen().map(open -> Duration.between(now, open)).orElse(MOST_WHILE_CLOSED);
        return atLeast(untilOpen.compareTo(MOST_WHILE_CLOSED) < 0 ? untilOpen : MOST_WHILE_CLOSED);
    }

    /** Before attempt {@code attempt}, counted from 1, to attach again: doubling from one second to one minute. */
    static Duration backoff(int attempt) {
        Duration pause = LEAST.multipliedBy(1L << Math.min(attempt - 1, 6));
        return pause.compareTo(MOST_BACKOFF) > 0 ? MOST_BACKOFF : pause;
    }

    private static Duration atLeast(Duration pause) {
        return pause.compareTo(LEAST) < 0 ? LEAST : pause;
    }
}

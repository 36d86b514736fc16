package io.mainstay.engine.upstream;

import io.mainstay.engine.port.ConnectHistory;
import io.mainstay.engine.time.Now;
import java.util.random.RandomGenerator;

/**
 * The waits between attempts. An attempt that may leave a dead session at the gateway is followed by 1, 2, 4 ... 60
 * seconds; a refused connection costs the gateway nothing and is followed by at most 5. Both with jitter, so that
 * several workers do not step in time. What was begun and did not last counts over the end of the process.
 */
final class Backoff {
    /** Attempts of earlier processes that cost nothing: one crash and its restart. */
    private static final int FREE_ATTEMPTS = 2;

    private static final long COSTLY_FIRST_MS = 1_000;
    private static final long COSTLY_MOST_MS = 60_000;
    private static final long CHEAP_FIRST_MS = 500;
    private static final long CHEAP_MOST_MS = 5_000;
    private static final int DOUBLINGS_MOST = 16;

    private final RandomGenerator random;
    private final ConnectHistory history;
    private final Now now;
    private int failures;
    private boolean lastCostly;
    private int attempts;

    Backoff(RandomGenerator random, ConnectHistory history, Now now) {
        this.random = random;
        this.history = history;
        this.now = now;
    }

    /** How long this process waits with its first attempt because of those of earlier ones, in milliseconds. */
    long firstMs() {
        ConnectHistory.Attempts before = history.read();
        attempts = before.count();
        if (attempts < FREE_ATTEMPTS) {
            return 0;
        }
        lastCostly = true;
        failures = attempts - FREE_ATTEMPTS;
        // A clock that was set back makes the wait no longer.
        long since = Math.max(0, now.epochMs() - before.lastAtMs());
        return Math.max(0, nextMs(OutageCause.LINK_DOWN) - since);
    }

    /** A connection stands, which may leave a dead session at the gateway if this process ends. */
    void attempt() {
        attempts = Math.min(attempts + 1, DOUBLINGS_MOST);
        history.write(new ConnectHistory.Attempts(attempts, now.epochMs()));
    }

    /** The wait after one more failure. */
    long nextMs(OutageCause cause) {
        if (cause.costly() != lastCostly) {
            failures = 0;
            lastCostly = cause.costly();
        }
        long first = lastCostly ? COSTLY_FIRST_MS : CHEAP_FIRST_MS;
        long most = lastCostly ? COSTLY_MOST_MS : CHEAP_MOST_MS;
        long full = Math.min(most, first << Math.min(failures, DOUBLINGS_MOST));
        failures++;
        // Up to a fifth shorter, but the first costly wait keeps its full second: a gateway that has just lost a
        // session needs it to give the client id free.
        long jitter = failures == 1 ? 0 : random.nextLong(full / 5 + 1);
        return full - jitter;
    }

    /** A session stood long enough to count as a success. */
    void reset() {
        failures = 0;
        if (attempts > 0) {
            attempts = 0;
            history.write(ConnectHistory.Attempts.NONE);
        }
    }
}

package io.mainstay.engine.upstream;

import java.util.random.RandomGenerator;

/**
 * The waits between attempts. An attempt that may leave a dead session at the gateway is followed by 1, 2, 4 ... 60
 * seconds; a refused connection costs the gateway nothing and is followed by at most 5. Both with jitter, so that
 * several workers do not step in time.
 */
final class Backoff {
    private static final long COSTLY_FIRST_MS = 1_000;
    private static final long COSTLY_MOST_MS = 60_000;
    private static final long CHEAP_FIRST_MS = 500;
    private static final long CHEAP_MOST_MS = 5_000;
    private static final int DOUBLINGS_MOST = 16;

    private final RandomGenerator random;
    private int failures;
    private boolean lastCostly;

    Backoff(RandomGenerator random) {
        this.random = random;
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
    }
}

package io.mainstay.engine.subscription;

import io.mainstay.engine.time.Now;

/**
 * The ends that a gateway may still tell of questions that were given up, where nothing in an end says which question it
 * belongs to. An end that may be owed completes nothing; who waits asks once more then, as nobody knows whether there is a
 * second one to wait for.
 */
final class OwedEnds {
    /** A gateway that answers does so in the order of the questions, so what is still missing then will not come. */
    private static final long LATE_MS = 30_000;

    private final Now now;
    private int owed;
    private long until = Now.NEVER;

    OwedEnds(Now now) {
        this.now = now;
    }

    /** An end has come. Returns whether it may be one that was owed. */
    boolean pay() {
        forgetLate();
        if (owed == 0) {
            return false;
        }
        owed--;
        return true;
    }

    /** A question was given up that had been asked so often. */
    void gaveUp(int asked) {
        forgetLate();
        owed += asked;
        until = Now.NEVER;
    }

    /** A question was answered that had been asked so often. */
    void answered(int asked) {
        owed = asked - 1;
        until = now.inMs(LATE_MS);
    }

    private void forgetLate() {
        if (now.reached(until)) {
            owed = 0;
            until = Now.NEVER;
        }
    }
}

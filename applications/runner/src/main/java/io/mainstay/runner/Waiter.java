package io.mainstay.runner;

import java.time.Duration;

/** The only way a run waits between rounds. */
interface Waiter {
    /** Waits for a stop at most {@code within}; true if the run is to stop. */
    boolean stopped(Duration within) throws InterruptedException;
}

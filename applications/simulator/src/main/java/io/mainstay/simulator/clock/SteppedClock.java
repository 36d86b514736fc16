package io.mainstay.simulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that stands still until it is advanced. Safe for any thread. */
public final class SteppedClock implements SimulatorClock {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Instant now;

    public SteppedClock(Instant start) {
        now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public OptionalLong nanosUntil(Instant due) {
        return due.isAfter(now) ? OptionalLong.empty() : OptionalLong.of(0);
    }

    @Override
    public void onStep(Runnable action) {
        listeners.add(action);
    }

    /** Moves time on; returns when every simulator on this clock has done what became due. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        now = now.plus(by);
        listeners.forEach(Runnable::run);
    }
}

package io.mainstay.simulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that runs as fast as the simulator can follow, up to a limit: it waits at each moment at which something is due until
 * that has been done, and does not hurry afterwards. So nothing is ever late, whatever the machine is busy with.
 */
final class PatientClock implements SimulatorClock {
    private final double rate;
    private final LongSupplier nanoTime;
    private Instant reached;
    private long reachedAtNanos;
    /** Where it waits; absent while nothing is due. */
    private @Nullable Instant stop;

    /**
     * A clock.
     *
     * @param rate the most seconds of this time in a real one
     * @param nanoTime real time, in ns
     */
    PatientClock(Instant start, double rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.reached = start;
        this.reachedAtNanos = nanoTime.getAsLong();
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public synchronized Instant now() {
        Instant running = reached.plusNanos((long) ((nanoTime.getAsLong() - reachedAtNanos) * rate));
        return stop != null && running.isAfter(stop) ? stop : running;
    }

    @Override
    public synchronized OptionalLong nanosUntil(Instant due) {
        goOnFromNow();
        stop = due.isAfter(reached) ? due : reached;
        Duration left = Duration.between(reached, stop);
        return OptionalLong.of((long) Math.min((left.getSeconds() * 1e9 + left.getNano()) / rate, 4e18));
    }

    @Override
    public synchronized void nothingDue() {
        goOnFromNow();
        stop = null;
    }

    private void goOnFromNow() {
        Instant now = now();
        reachedAtNanos = nanoTime.getAsLong();
        reached = now;
    }
}

package io.mainstay.simulator.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** A simulator's time. Implementations are safe for use by any thread. */
public interface SimulatorClock {
    /** The present; never earlier than what it was before. */
    Instant now();

    /** How long it really takes until {@code due}, in ns; absent if only somebody's step brings that about. */
    OptionalLong nanosUntil(Instant due);

    /** How many seconds of this time pass in a real one. */
    default double rate() {
        return 1;
    }

    /** Says that nothing is due until somebody asks again by {@link #nanosUntil}. */
    default void nothingDue() {}

    /** Has something done, on the stepping thread, whenever time was moved by hand. */
    default void onStep(Runnable action) {}

    /** The machine's time. */
    static SimulatorClock system() {
        return faster(1);
    }

    /**
     * Time that starts at the machine's and runs as fast as what is due can be done, at most so many times as fast as the
     * machine's.
     */
    static SimulatorClock asFastAsPossible(double most) {
        return new PatientClock(Clock.systemUTC().instant(), most, System::nanoTime);
    }

    /** Time that starts at the machine's and runs so many times as fast. */
    static SimulatorClock faster(double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed must be above 0: " + factor);
        }
        Instant start = Clock.systemUTC().instant();
        long startNanos = System.nanoTime();
        return new SimulatorClock() {
            @Override
            public double rate() {
                return factor;
            }

            @Override
            public Instant now() {
                return start.plusNanos((long) ((System.nanoTime() - startNanos) * factor));
            }

            @Override
            public OptionalLong nanosUntil(Instant due) {
                Duration left = Duration.between(now(), due);
                double nanos = (left.getSeconds() * 1e9 + left.getNano()) / factor;
                return OptionalLong.of((long) Math.clamp(nanos, 0, 4e18));
            }
        };
    }
}

package io.mainstay.engine.time;

import java.util.function.LongSupplier;

/**
 * The moment of the input that the engine is working on. One object is shared by all parts of an engine and moved on by
 * the engine alone. Monotonic time decides about deadlines; the wall clock is only written into messages and records.
 */
public final class Now {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS_PER_MS = 1_000_000;

    private final LongSupplier epochMs;
    private long nanos;

    public Now(LongSupplier epochMs) {
        this.epochMs = epochMs;
    }

    /** Moves on; a time before the last one is taken as the last one. */
    public void advance(long toNanos) {
        nanos = Math.max(nanos, toNanos);
    }

    public long nanos() {
        return nanos;
    }

    /** Milliseconds since 1970. */
    public long epochMs() {
        return epochMs.getAsLong();
    }

    /** The deadline {@code ms} from now. */
    public long inMs(long ms) {
        return nanos + ms * NANOS_PER_MS;
    }

    public boolean reached(long deadlineNanos) {
        return deadlineNanos != NEVER && deadlineNanos - nanos <= 0;
    }

    public long msSince(long thenNanos) {
        return (nanos - thenNanos) / NANOS_PER_MS;
    }

    public long msUntil(long thenNanos) {
        return thenNanos == NEVER ? 0 : Math.max(0, (thenNanos - nanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
    }
}

package io.mainstay.client.session;

import java.time.Duration;

/** A moment after which nobody waits any more. Immutable. */
public final class Deadline {
    private final long startNanos;
    private final long totalNanos;

    private Deadline(long startNanos, long totalNanos) {
        this.startNanos = startNanos;
        this.totalNanos = totalNanos;
    }

    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime(), saturatedNanos(duration));
    }

    /** This deadline or {@code duration} from now, whichever is earlier. */
    public Deadline butAtMost(Duration duration) {
        long nanos = Math.min(Math.max(remainingNanos(), 0), saturatedNanos(duration));
        return new Deadline(System.nanoTime(), nanos);
    }

    /** Zero or less once it has passed. */
    public long remainingNanos() {
        return totalNanos - (System.nanoTime() - startNanos);
    }

    public boolean passed() {
        return remainingNanos() <= 0;
    }

    public Duration waited() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** The time from its beginning to its end. */
    public Duration total() {
        return Duration.ofNanos(totalNanos);
    }

    private static long saturatedNanos(Duration duration) {
        return duration.toSeconds() > Long.MAX_VALUE / 4_000_000_000L ? Long.MAX_VALUE / 4 : duration.toNanos();
    }
}

package io.mainstay.simulator.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an order works.
 *
 * @param from not before this; absent: at once
 * @param until cancelled then; absent: never, or at once where it is not filled at once
 * @param auction the moment it waits for; absent where it waits for none
 */
public record Timing(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Instant auction) {
    /** At once and without an end. */
    public static final Timing ALWAYS = new Timing(null, null, null);

    public boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    public boolean hasBegun(Instant now) {
        return from == null || !now.isBefore(from);
    }
}

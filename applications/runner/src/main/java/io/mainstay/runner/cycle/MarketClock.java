package io.mainstay.runner.cycle;

import io.mainstay.client.Mainstay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The market's time: this machine's clock, moved to the gateway's where they differ by more than the gateway's rounding,
 * because schedules and bars are the gateway's.
 */
public final class MarketClock implements Supplier<Instant> {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Clock clock;
    private final Duration ahead;

    private MarketClock(Clock clock, Duration ahead) {
        this.clock = clock;
        this.ahead = ahead;
    }

    /** Asks the gateway for its time, once. */
    public static MarketClock of(Mainstay gateway, Clock clock) {
        Instant theirs = gateway.currentTime();
        Duration ahead = Duration.between(clock.instant(), theirs);
        return new MarketClock(clock, ahead.abs().compareTo(TOLERANCE) <= 0 ? Duration.ZERO : ahead);
    }

    @Override
    public Instant get() {
        return clock.instant().plus(ahead);
    }

    /** How far the gateway's clock is ahead of this machine's; zero if they agree. */
    public Duration ahead() {
        return ahead;
    }
}

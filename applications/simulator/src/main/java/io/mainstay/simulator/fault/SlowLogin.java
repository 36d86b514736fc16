package io.mainstay.simulator.fault;

import java.time.Duration;

/** A gateway that is still logging in. */
final class SlowLogin extends Fault {
    private final Duration by;

    SlowLogin(Duration by) {
        super(
                "slow-login",
                "Everything after START_API comes %s s late.".formatted(by.toMillis() / 1000.0),
                "after START_API");
        this.by = by;
    }

    @Override
    public Duration loginDelay() {
        return by;
    }
}

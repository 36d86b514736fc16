package io.mainstay.simulator.fault;

import java.time.Duration;

/** A gateway that is slow to greet. */
final class SlowHandshake extends Fault {
    private final Duration by;

    SlowHandshake(Duration by) {
        super(
                "slow-handshake",
                "The greeting is answered %s s late.".formatted(by.toMillis() / 1000.0),
                "at the greeting");
        this.by = by;
    }

    @Override
    public Duration greetingDelay() {
        return by;
    }
}

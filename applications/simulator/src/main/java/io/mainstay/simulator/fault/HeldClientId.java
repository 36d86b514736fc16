package io.mainstay.simulator.fault;

import java.time.Duration;

/** A gateway that has not noticed yet that a client is gone. */
final class HeldClientId extends Fault {
    private final Duration by;

    HeldClientId(Duration by) {
        super(
                "held-client-id",
                "A client id stays in use for %s s after its connection dropped without a FIN."
                        .formatted(by.toMillis() / 1000.0),
                "when a connection is reset");
        this.by = by;
    }

    @Override
    public Duration clientIdHold() {
        return by;
    }
}

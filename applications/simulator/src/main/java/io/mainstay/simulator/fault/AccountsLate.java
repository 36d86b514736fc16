package io.mainstay.simulator.fault;

import java.time.Duration;
import java.util.Optional;

/** A gateway that does not know its accounts yet. */
final class AccountsLate extends Fault {
    private final Duration by;

    AccountsLate(Duration by) {
        super(
                "accounts-late",
                "managedAccounts comes %s s after nextValidId.".formatted(by.toMillis() / 1000.0),
                "after START_API");
        this.by = by;
    }

    @Override
    public Optional<Duration> accountsDelay() {
        return Optional.of(by);
    }
}

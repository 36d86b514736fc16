package io.mainstay.simulator.fault;

/** Start messages in the rarer order that gateways also use. */
final class UnorderedStart extends Fault {
    UnorderedStart() {
        super(
                "unordered-start",
                "nextValidId comes before managedAccounts, with farm notices between them.",
                "after START_API");
    }

    @Override
    public boolean startsUnordered() {
        return true;
    }
}

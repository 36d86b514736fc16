package io.mainstay.simulator.fault;

/** Every client id is taken. */
final class DuplicateClientId extends Fault {
    DuplicateClientId() {
        super(
                "duplicate-client-id",
                "Every client id is answered with error 326, then the connection ends.",
                "at START_API");
    }

    @Override
    public boolean refusesClientIds() {
        return true;
    }
}

package io.mainstay.simulator.fault;

/** The gateway's setting to reject messages above the maximum rate. */
final class PacingEnforced extends Fault {
    PacingEnforced() {
        super(
                "pacing-enforced",
                "More than 50 messages in a second get error 100; the third time the connection ends.",
                "at each message");
    }

    @Override
    public boolean enforcesMessageRate() {
        return true;
    }
}

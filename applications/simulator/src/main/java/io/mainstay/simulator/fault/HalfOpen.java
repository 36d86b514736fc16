package io.mainstay.simulator.fault;

/** A connection whose other side has silently gone. */
final class HalfOpen extends Fault {
    HalfOpen() {
        super(
                "half-open",
                "Sessions open at that moment are neither read nor written any more, and not ended; new ones work.",
                "at the moment of switching on, once and for good");
    }

    @Override
    public boolean freezesSessions() {
        return true;
    }
}

package io.mainstay.simulator.fault;

/** Data farms that go away for a while. */
final class FarmFlap extends Fault {
    FarmFlap() {
        super(
                "farm-flap",
                "Data farms are lost (2103, 2105, 2157) and come back (2104, 2106, 2158).",
                "when it is switched on, and off");
    }

    @Override
    public boolean farmsDown() {
        return true;
    }
}

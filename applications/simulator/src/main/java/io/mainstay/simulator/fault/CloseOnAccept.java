package io.mainstay.simulator.fault;

/** A gateway that does not trust the address a client comes from. */
final class CloseOnAccept extends Fault {
    CloseOnAccept() {
        super(
                "close-on-accept",
                "The gateway accepts a connection and ends it at once, in order.",
                "at each new connection");
    }

    @Override
    public AcceptAct onAccept(long zombies) {
        return AcceptAct.CLOSE;
    }
}

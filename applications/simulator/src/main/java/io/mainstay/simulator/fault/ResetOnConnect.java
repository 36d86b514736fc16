package io.mainstay.simulator.fault;

/** A gateway that tears new connections down. */
final class ResetOnConnect extends Fault {
    ResetOnConnect() {
        super("reset-on-connect", "The gateway accepts a connection and resets it at once.", "at each new connection");
    }

    @Override
    public AcceptAct onAccept(long zombies) {
        return AcceptAct.RESET;
    }
}

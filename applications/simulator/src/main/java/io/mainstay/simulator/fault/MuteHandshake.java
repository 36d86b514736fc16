package io.mainstay.simulator.fault;

/** A gateway that accepts and says nothing, as one whose login dialog is open. */
final class MuteHandshake extends Fault {
    MuteHandshake() {
        super(
                "mute-handshake",
                "The gateway accepts connections and never answers the greeting.",
                "at each new connection");
    }

    @Override
    public AcceptAct onAccept(long zombies) {
        return AcceptAct.MUTE;
    }
}

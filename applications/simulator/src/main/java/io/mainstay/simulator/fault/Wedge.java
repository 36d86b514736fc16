package io.mainstay.simulator.fault;

/** The leak that wedges a listener: ended connections are kept, and after some of them new ones stay mute. */
final class Wedge extends Fault {
    private final int zombiesBefore;

    Wedge(int zombiesBefore) {
        super(
                "wedge-after-" + zombiesBefore,
                "The gateway never closes its side of an ended connection (the socket stays in CLOSE_WAIT); after "
                        + zombiesBefore + " of them it accepts new connections and leaves them mute for ever."
                        + " Sessions still open go on working.",
                "when a client ends its connection, then at each new connection");
        this.zombiesBefore = zombiesBefore;
    }

    @Override
    public boolean keepsEndedConnections() {
        return true;
    }

    @Override
    public AcceptAct onAccept(long zombies) {
        return zombies >= zombiesBefore ? AcceptAct.MUTE : AcceptAct.SERVE;
    }
}

package io.mainstay.simulator.fault;

/** The daily restart: every session ends, and nothing listens until it is switched off. */
final class Restart extends Fault {
    Restart() {
        super(
                "auto-restart",
                "All sessions end and connections are refused until the gateway is back; orders and positions stay.",
                "when it is switched on, until it is switched off");
    }

    @Override
    public Listening listening() {
        return Listening.CLOSED;
    }

    @Override
    public boolean endsSessions() {
        return true;
    }
}

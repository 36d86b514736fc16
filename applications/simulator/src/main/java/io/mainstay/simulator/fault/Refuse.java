package io.mainstay.simulator.fault;

/** No listener at all. */
final class Refuse extends Fault {
    Refuse() {
        super("refuse", "The gateway does not listen: connections are refused.", "while it is on; open sessions stay");
    }

    @Override
    public Listening listening() {
        return Listening.CLOSED;
    }
}

package io.mainstay.simulator.fault;

/** A listener that has stopped calling accept. */
final class AcceptQueueFull extends Fault {
    AcceptQueueFull() {
        super(
                "accept-queue-full",
                "The gateway listens and accepts nothing: the queue of the kernel fills up, later connections time out.",
                "while it is on");
    }

    @Override
    public Listening listening() {
        return Listening.FULL;
    }
}

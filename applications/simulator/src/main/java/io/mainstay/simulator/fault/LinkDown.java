package io.mainstay.simulator.fault;

/** The gateway's own link to IB is away; the sockets of its clients stay. */
final class LinkDown extends Fault {
    private final boolean losesSubscriptions;

    LinkDown(boolean losesSubscriptions) {
        super(
                losesSubscriptions ? "link-down-data-lost" : "link-down",
                losesSubscriptions
                        ? "1100 to everybody, silence, then 1101: all subscriptions are gone."
                        : "1100 to everybody, silence, then 1102: subscriptions go on.",
                "when it is switched on, and off");
        this.losesSubscriptions = losesSubscriptions;
    }

    @Override
    public boolean linkDown() {
        return true;
    }

    @Override
    public boolean losesSubscriptions() {
        return losesSubscriptions;
    }
}

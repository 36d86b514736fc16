package io.mainstay.simulator.fault;

/** IB's servers, or the gateway's login, are away by plan. */
final class Outage extends Fault {
    private final boolean link;
    private final boolean login;

    private Outage(String name, String what, boolean link, boolean login) {
        super(name, what, "when it is switched on, and off");
        this.link = link;
        this.login = login;
    }

    static Outage nightlyReset() {
        return new Outage("nightly-reset", "The servers' nightly reset: 1100, silence, then 1101.", true, false);
    }

    static Outage maintenance() {
        return new Outage(
                "maintenance", "The servers are maintained: 1100 and mute new connections, then 1101.", true, true);
    }

    static Outage weeklyLogin() {
        return new Outage(
                "weekly-login",
                "All sessions end, and new connections stay mute because the second factor is pending.",
                false,
                true);
    }

    @Override
    public boolean linkDown() {
        return link;
    }

    @Override
    public boolean losesSubscriptions() {
        return link;
    }

    @Override
    public boolean endsSessions() {
        return !link;
    }

    @Override
    public AcceptAct onAccept(long zombies) {
        return login ? AcceptAct.MUTE : AcceptAct.SERVE;
    }
}

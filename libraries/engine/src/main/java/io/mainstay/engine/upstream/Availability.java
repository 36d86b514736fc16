package io.mainstay.engine.upstream;

import java.util.Optional;

/** Whether something new may be asked of the gateway now, and if not, why. */
public final class Availability {
    private final UpstreamSession session;
    private final OutageNotice notice;

    public Availability(UpstreamSession session, OutageNotice notice) {
        this.session = session;
        this.notice = notice;
    }

    /** Why nothing new is sent now; empty if it is. */
    public Optional<Refusal> refusal() {
        Optional<Refusal> unreachable = unreachable();
        Intake intake = session.outbox().intake();
        if (unreachable.isPresent() || intake.open()) {
            return unreachable;
        }
        return Optional.of(new Refusal(
                intake.text(), outcome -> notice.operatorJson(intake.state().name(), intake.sinceNanos(), outcome)));
    }

    /** Why nothing can be sent now, whatever the operator wants; empty if it can. What cancels go by. */
    public Optional<Refusal> unreachable() {
        if (!session.ready()) {
            return Optional.of(session.outage()
                    .map(outage -> new Refusal(notice.text(outage), outcome -> notice.json(outage, outcome)))
                    .orElseGet(() -> new Refusal("the gateway session is not ready yet", outcome -> "")));
        }
        if (session.serversLost()) {
            long since = session.outbox().serversLostSinceNanos();
            return Optional.of(
                    new Refusal(notice.serversLostText(since), outcome -> notice.serversLostJson(since, outcome)));
        }
        return Optional.empty();
    }
}

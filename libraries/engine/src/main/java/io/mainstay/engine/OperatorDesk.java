package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.operator.OperatorAnswer;
import io.mainstay.engine.operator.OperatorVerb;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Intake;
import io.mainstay.engine.upstream.OutageCause;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.protocol.error.ErrorCatalogue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Does what an operator wants. */
final class OperatorDesk {
    /** A gateway that has just lost a session needs it to give the client id free. */
    private static final long RECONNECT_AFTER_MS = 1_000;

    private static final String STAY = "; orders that work at IB stay as they are";

    private final UpstreamSession upstream;
    private final Clients clients;
    private final OutageNotice notice;
    private final Now now;
    private final IntSupplier running;
    private long drainedAt = Now.NEVER;

    /** @param running how much is open that a drain waits for */
    OperatorDesk(UpstreamSession upstream, Clients clients, OutageNotice notice, Now now, IntSupplier running) {
        this.upstream = upstream;
        this.clients = clients;
        this.notice = notice;
        this.now = now;
        this.running = running;
    }

    boolean draining() {
        return upstream.outbox().intake().state() == Intake.State.DRAINING;
    }

    /** Whether a drain is over and the engine is to stop now. */
    boolean drained() {
        return draining() && !upstream.isStopping() && (now.reached(drainedAt) || running.getAsInt() == 0);
    }

    long nextDeadline() {
        if (!draining() || upstream.isStopping()) {
            return Now.NEVER;
        }
        return drained() ? now.nanos() : drainedAt;
    }

    OperatorAnswer act(OperatorVerb verb) {
        if (upstream.isStopping() || draining() && !(verb instanceof OperatorVerb.Kill)) {
            return OperatorAnswer.refused("the worker is being ended");
        }
        return switch (verb) {
            case OperatorVerb.Pause pause -> {
                upstream.outbox().pause(pause.why());
                yield OperatorAnswer.done("paused: nothing new goes to the gateway, cancels do" + STAY);
            }
            case OperatorVerb.Resume resume -> {
                upstream.resume();
                yield OperatorAnswer.done("resumed: requests and orders go to the gateway");
            }
            case OperatorVerb.Drain drain -> drain(drain);
            case OperatorVerb.Kill kill -> kill(kill);
            case OperatorVerb.Reconnect reconnect -> {
                leave(CloseReason.OPERATOR_RECONNECT, reconnect.why(), RECONNECT_AFTER_MS);
                yield OperatorAnswer.done(
                        "reconnecting: the gateway session is closed in order and made anew; clients keep" + " theirs"
                                + STAY);
            }
            case OperatorVerb.Hold hold -> {
                String until = "until "
                        + Instant.ofEpochMilli(now.epochMs() + hold.ms()).truncatedTo(ChronoUnit.SECONDS);
                leave(CloseReason.OPERATOR_HOLD, hold.why().isEmpty() ? until : until + ", " + hold.why(), hold.ms());
                yield OperatorAnswer.done(
                        "held " + until + ": the gateway session is closed in order and comes back by itself;"
                                + " clients keep theirs" + STAY);
            }
        };
    }

    private OperatorAnswer drain(OperatorVerb.Drain drain) {
        int open = running.getAsInt();
        drainedAt = now.inMs(drain.withinMs());
        upstream.outbox().drain(drain.why());
        return OperatorAnswer.done("draining: nothing new is taken, " + open + " open requests may end within "
                + drain.withinMs() + " ms, then the worker ends" + STAY);
    }

    private OperatorAnswer kill(OperatorVerb.Kill kill) {
        Optional<ClientSession> named = clients.all().stream()
                .filter(client -> client.number() == kill.session())
                .findFirst();
        if (named.isEmpty()) {
            return OperatorAnswer.refused("no client has session " + kill.session());
        }
        ClientSession client = named.get();
        int clientId = client.clientId();
        client.error(
                ClientSession.NO_ID,
                ErrorCatalogue.NOT_CONNECTED,
                "the operator ended this session" + (kill.why().isEmpty() ? "" : ": " + kill.why()));
        client.end(CloseReason.KILLED, kill.why());
        return OperatorAnswer.done("killed: session " + kill.session()
                + (clientId == ClientSession.NO_ID ? ", which had no client id yet" : ", client id " + clientId)
                + STAY);
    }

    private void leave(CloseReason reason, String detail, long awayMs) {
        boolean told = upstream.ready();
        upstream.leave(reason, detail, awayMs);
        if (!told) {
            // Who is here was told of the outage before; now it has another end.
            upstream.outage()
                    .filter(outage -> outage.cause() == OutageCause.HELD)
                    .ifPresent(outage -> clients.ready()
                            .forEach(client -> client.error(
                                    ClientSession.NO_ID,
                                    ErrorCatalogue.LINK_LOST,
                                    notice.text(outage),
                                    notice.json(outage))));
        }
    }
}

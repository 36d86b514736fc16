package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * The question for the gateway's time, in seconds or in milliseconds. Every caller gets a round trip of its own, shares
 * one that is under way, or, when the gateway would leave a further question unanswered because the last one is too
 * recent, gets the last answer moved on by the time that has passed since.
 */
public final class GatewayClock {
    /** Gateways leave a question unanswered that comes less than about 4.25 s after the one before. */
    private static final long GATEWAY_DEAF_MS = 4_250;

    private static final long ANSWER_MS = 10_000;

    private final Gateway gateway;
    private final Now now;
    private final Outgoing question;
    private final long unitNanos;
    private final LongFunction<Incoming> answer;

    /** Who waits for the question under way; at most the number of clients. */
    private final Set<ClientSession> waiting = new LinkedHashSet<>();

    private boolean underWay;
    private long askedAt;
    private boolean answered;
    private long answeredAt;
    private long answeredTime;

    /**
     * @param unitNanos the unit of the time in the answer
     * @param answer makes the answer that says a time
     */
    public GatewayClock(Gateway gateway, Now now, Outgoing question, long unitNanos, LongFunction<Incoming> answer) {
        this.gateway = gateway;
        this.now = now;
        this.question = question;
        this.unitNanos = unitNanos;
        this.answer = answer;
    }

    public void ask(ClientSession client) {
        if (!underWay && answered && now.msSince(askedAt) < GATEWAY_DEAF_MS) {
            client.send(answer.apply(answeredTime + (now.nanos() - answeredAt) / unitNanos));
            return;
        }
        waiting.add(client);
        if (!underWay && !send(client)) {
            waiting.remove(client);
            client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.REQUEST_FAILED,
                    question.wireName() + " was not sent: too many wait");
        }
    }

    public void onAnswer(Incoming message, long time) {
        underWay = false;
        answered = true;
        answeredAt = now.nanos();
        answeredTime = time;
        List<ClientSession> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(client -> client.send(message));
    }

    public void onClientEnded(ClientSession client) {
        waiting.remove(client);
    }

    /** The gateway session ended. Returns who waited. */
    public List<ClientSession> onUpstreamLost() {
        List<ClientSession> all = new ArrayList<>(waiting);
        waiting.clear();
        underWay = false;
        answered = false;
        return all;
    }

    public void poll() {
        if (now.reached(nextDeadline())) {
            underWay = false;
            answered = false;
            List<ClientSession> all = new ArrayList<>(waiting);
            waiting.clear();
            all.forEach(client -> client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.REQUEST_FAILED,
                    "the gateway did not answer " + question.wireName() + " within " + ANSWER_MS / 1000 + " s"));
        }
    }

    public long nextDeadline() {
        return underWay ? askedAt + ANSWER_MS * 1_000_000 : Now.NEVER;
    }

    private boolean send(ClientSession client) {
        if (!gateway.send(Lane.INTERACTIVE, client.number(), question)) {
            return false;
        }
        underWay = true;
        askedAt = now.nanos();
        return true;
    }
}

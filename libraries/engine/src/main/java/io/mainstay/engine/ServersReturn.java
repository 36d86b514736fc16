package io.mainstay.engine;

import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ReqCompletedOrders;

/**
 * Finds out that IB's servers are back behind a gateway that said that it lost them and does not say that it has them again.
 * Prices come from other servers than those that take orders, so they are only a reason to ask. The gateway then has to
 * answer what only the servers can answer, first a search for a symbol, then its completed orders. Where nothing can come
 * that is a reason, because nothing is subscribed, it is asked from time to time.
 */
final class ServersReturn {
    /** How long nothing is asked without a reason. */
    private static final long WITHOUT_REASON_MS = 90_000;

    /** How long nothing is asked again for the same reason. */
    private static final long AGAIN_MS = 10_000;

    /** Any symbol will do: a gateway keeps no answers to searches. */
    private static final String PATTERN = "SPY";

    private static final ReqCompletedOrders COMPLETED = new ReqCompletedOrders(false);

    private final Gateway gateway;
    private final RequestDesk requests;
    private final Flights flights;
    private final ServersProof proof;
    private final Now now;
    private final Runnable back;

    /** Counts the losses, so that an answer from before another one says nothing. */
    private int loss;

    private boolean asking;
    private long notBefore;
    private long askAt = Now.NEVER;

    /** @param back told when the servers are back, once for each loss */
    ServersReturn(Gateway gateway, RequestDesk requests, Flights flights, Now now, Runnable back) {
        this.gateway = gateway;
        this.requests = requests;
        this.flights = flights;
        this.proof = new ServersProof(now);
        this.now = now;
        this.back = back;
        this.notBefore = now.nanos();
    }

    /** The gateway said that they are lost, perhaps again. */
    void onLost() {
        proof.onLost();
        loss++;
        askAt = now.inMs(WITHOUT_REASON_MS);
    }

    void onMessage(Incoming message) {
        if (isLost() && proof.isGivenBy(message) && now.reached(notBefore)) {
            ask();
        }
    }

    void poll() {
        if (!now.reached(askAt)) {
            return;
        }
        askAt = Now.NEVER;
        if (isLost()) {
            ask();
        }
    }

    long nextDeadline() {
        return askAt;
    }

    private boolean isLost() {
        return gateway.ready() && gateway.serversLost();
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        int asked = loss;
        requests.searchOwn(PATTERN, found -> {
            if (found && isLost()) {
                flights.ask(COMPLETED, listed -> answered(asked, listed));
            } else {
                answered(asked, false);
            }
        });
    }

    private void answered(int asked, boolean all) {
        asking = false;
        notBefore = now.inMs(AGAIN_MS);
        if (all && asked == loss && isLost()) {
            askAt = Now.NEVER;
            back.run();
        } else if (gateway.serversLost()) {
            askAt = now.inMs(WITHOUT_REASON_MS);
        }
    }
}

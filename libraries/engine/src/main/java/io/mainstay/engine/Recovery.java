package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.order.Settlement;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.stream.Streams;
import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.UpstreamSession;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.List;

/**
 * Makes good what an outage cost, be it of the gateway session or of IB's servers behind it: streams are asked for again, and
 * the orders and fills of the time in which nobody listened are asked about.
 */
final class Recovery implements ServersListener {
    private static final ReqExecutions EXECUTIONS = new ReqExecutions(0, 0, "", "", "", "", "", "", 0, List.of());

    private final UpstreamSession upstream;
    private final Clients clients;
    private final Streams streams;
    private final Shared shared;
    private final RequestDesk requests;
    private final EventSink events;
    private final Now now;
    private boolean hadSession;
    private long lostAt;

    Recovery(
            UpstreamSession upstream,
            Clients clients,
            Streams streams,
            Shared shared,
            RequestDesk requests,
            EventSink events,
            Now now) {
        this.upstream = upstream;
        this.clients = clients;
        this.streams = streams;
        this.shared = shared;
        this.requests = requests;
        this.events = events;
        this.now = now;
    }

    /** The session with the gateway ended. */
    void onSessionLost() {
        lostAt = now.nanos();
    }

    /** A session is READY; if there was one before, what clients hold is asked for again. */
    void onSession() {
        boolean again = hadSession;
        hadSession = true;
        if (again) {
            restore("the session with the gateway is back");
        }
    }

    @Override
    public void onLost() {
        if (!upstream.serversLost()) {
            lostAt = now.nanos();
        }
        upstream.outbox().onServersLost();
        streams.onServersLost();
    }

    @Override
    public void onDataLost() {
        upstream.outbox().onServersBack();
        restore("the gateway has IB's servers back and had lost all subscriptions");
        reconcile();
    }

    @Override
    public void onDataKept() {
        upstream.outbox().onServersBack();
        streams.onDataKept();
        reconcile();
    }

    /** Asks for the orders and fills of the time in which nobody listened. */
    void reconcile() {
        if (upstream.ready()) {
            shared.flights().ask(new ReqAllOpenOrders(), this::openOrdersKnown);
            requests.openOwn(EXECUTIONS, answered -> {});
        }
    }

    /** Asks for all that the gateway has on orders which it has not mentioned since an outage. */
    void settle(Settlement settlement) {
        Flights.Outcome executions = settlement.answer();
        Flights.Outcome open = settlement.answer();
        Flights.Outcome completed = settlement.answer();
        requests.openOwn(EXECUTIONS, executions);
        shared.flights().ask(new ReqAllOpenOrders(), open);
        shared.flights().ask(new ReqCompletedOrders(false), completed);
    }

    private void openOrdersKnown(boolean answered) {
        if (!answered) {
            events.accept(new EngineEvent.Trouble(
                    "the gateway did not list the open orders; orders whose outcome is unknown stay so"));
        }
    }

    /**
     * Asks for all streams again and says so. Since clients have nothing to ask for again they get the code that means just
     * that, also when the gateway said otherwise to us; the gap is in the text.
     */
    private void restore(String what) {
        int streamsRestored = streams.restoreAll() + shared.restoreAll();
        long gapMs = now.msSince(lostAt);
        clients.ready()
                .forEach(client -> client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.LINK_BACK,
                        what + "; all subscriptions were made again and keep their ids, without data for " + gapMs
                                + " ms",
                        "{\"mainstay\":{\"gapMs\":" + gapMs + ",\"streamsRestored\":" + streamsRestored + "}}"));
    }
}

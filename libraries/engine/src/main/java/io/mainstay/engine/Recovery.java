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
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
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
    private final Farms farms;
    private final EventSink events;
    private final Now now;
    private final ServersReturn unsaid;
    private boolean hadSession;

    /** Whether what clients hold was not asked for in this session yet, because IB's servers were lost when it began. */
    private boolean owed;

    /** Whether no data comes, and since when. */
    private boolean stopped;

    private long lostAt;

    Recovery(
            UpstreamSession upstream,
            Clients clients,
            Streams streams,
            Shared shared,
            RequestDesk requests,
            Farms farms,
            EventSink events,
            Now now) {
        this.upstream = upstream;
        this.clients = clients;
        this.streams = streams;
        this.shared = shared;
        this.requests = requests;
        this.farms = farms;
        this.events = events;
        this.now = now;
        this.unsaid = new ServersReturn(upstream, requests, shared.flights(), now, this::onSeenBack);
    }

    /** The session with the gateway ended. */
    void onSessionLost() {
        dataStops();
    }

    /**
     * A session is READY; if there was one before, what clients hold is asked for again, but not of a gateway that has said
     * meanwhile that it has no link to IB's servers: then clients go on waiting until it says that they are back.
     */
    void onSession() {
        owed = hadSession;
        hadSession = true;
        if (upstream.serversLost()) {
            return;
        }
        if (owed) {
            restore("the session with the gateway is back");
        }
        stopped = false;
    }

    @Override
    public void onLost() {
        dataStops();
        unsaid.onLost();
        upstream.outbox().onServersLost();
        streams.onServersLost();
    }

    @Override
    public void onDataLost() {
        upstream.outbox().onServersBack();
        if (upstream.ready()) {
            restore("the gateway has IB's servers back and had lost all subscriptions");
            reconcile();
        }
    }

    /** Before the session is READY clients are not told that anything is back, since nothing can be sent. */
    @Override
    public void onDataKept(ErrorMessage notice) {
        if (!upstream.ready()) {
            upstream.outbox().onServersBack();
        } else if (owed) {
            upstream.outbox().onServersBack();
            restore("the session with the gateway is back, and the gateway has IB's servers back");
            reconcile();
        } else {
            clients.ready().forEach(client -> client.send(notice));
            goOn();
        }
    }

    /** A message of the gateway, before it is handled: it may show that the servers are back, which not every gateway says. */
    void onMessage(Incoming message) {
        unsaid.onMessage(message);
    }

    void poll() {
        unsaid.poll();
    }

    long nextDeadline() {
        return unsaid.nextDeadline();
    }

    private void onSeenBack() {
        String what =
                "the gateway has not said that it has IB's servers back, but it answers again what only they can answer";
        events.accept(new EngineEvent.Trouble(what + "; orders and requests go to it again"));
        farms.onLinkSeenBack();
        if (owed) {
            upstream.outbox().onServersBack();
            restore(what);
            reconcile();
            return;
        }
        clients.ready()
                .forEach(client -> client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.LINK_BACK,
                        what + "; all subscriptions go on, and orders and requests go to it again"));
        goOn();
    }

    /** The servers are back and the gateway goes on with all that it was asked for. */
    private void goOn() {
        stopped = false;
        upstream.outbox().onServersBack();
        streams.onDataKept();
        reconcile();
    }

    private void dataStops() {
        if (!stopped) {
            stopped = true;
            lostAt = now.nanos();
        }
    }

    /**
     * Asks for the orders and fills of the time in which nobody listened. A gateway without IB's servers is not asked: what it
     * does not know is not known to be over.
     */
    void reconcile() {
        if (upstream.ready() && !upstream.serversLost()) {
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
        owed = false;
        stopped = false;
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

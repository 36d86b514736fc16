package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.order.Executions;
import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.routing.Deadlines;
import io.mainstay.engine.routing.OpenRequest;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.stream.MarketDataTypes;
import io.mainstay.engine.stream.Streams;
import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.CountedContracts;
import io.mainstay.engine.units.StreamUnits;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests with an id of their own, from their opening to their end. */
final class RequestDesk {
    private static final long MS_PER_S = 1_000;
    private static final int OWN = 0;

    private final Gateway gateway;
    private final RequestMap requests;
    private final Executions executions;
    private final Streams streams;
    private final CountedContracts counted;
    private final MarketDataTypes types;
    private final OutageNotice notice;
    private final EventSink events;
    private final int requestsMax;

    /** Who is told how the engine's own requests ended; removed with the request. */
    private final Map<OpenRequest, Flights.Outcome> own = new HashMap<>();

    /** Requests that have left and have a last answer; removed with the request. */
    private final Deadlines<OpenRequest> deadlines;

    RequestDesk(
            Gateway gateway,
            RequestMap requests,
            Executions executions,
            Streams streams,
            CountedContracts counted,
            MarketDataTypes types,
            OutageNotice notice,
            EventSink events,
            Now now,
            int requestsMax) {
        this.gateway = gateway;
        this.requests = requests;
        this.executions = executions;
        this.streams = streams;
        this.counted = counted;
        this.types = types;
        this.notice = notice;
        this.events = events;
        this.deadlines = new Deadlines<>(now);
        this.requestsMax = requestsMax;
    }

    <M extends Outgoing & HasReqId> void open(ClientSession client, Route route, M message) {
        int id = message.reqId();
        if (requests.byClientId(client, id).isPresent() || streams.holds(client, id)) {
            client.error(id, route.duplicateCode(), "duplicate request id " + id + ": it serves an open request");
            return;
        }
        if (requests.count(client) + streams.count(client) >= requestsMax) {
            client.error(
                    id,
                    ErrorCatalogue.REQUEST_FAILED,
                    "not sent: " + requestsMax + " requests are open, end some first");
            return;
        }
        if (Streams.takes(route, message)) {
            streams.open(client, route, message);
            return;
        }
        OpenRequest request;
        if (message instanceof ReqExecutions asked) {
            request = requests.open(client, route, Executions.forEverybody(asked));
            executions.opened(request, asked);
        } else {
            request = requests.open(client, route, message);
        }
        if (!gateway.send(dispatch(request, route.lane(), client))) {
            free(request);
            tooMany(client, id);
        }
    }

    /** Asks for executions on the engine's own account. */
    void openOwn(ReqExecutions message, Flights.Outcome outcome) {
        openOwn(Lane.HEALTH, RoutingTable.byId(ReqExecutions.ID), message, outcome);
    }

    /** Searches for a symbol on the engine's own account, also while IB's servers are said to be lost. */
    void searchOwn(String pattern, Flights.Outcome outcome) {
        openOwn(Lane.HEALTH, RoutingTable.byId(ReqMatchingSymbols.ID), new ReqMatchingSymbols(OWN, pattern), outcome);
    }

    /** Asks on the engine's own account what contracts are whose units somebody waits for. */
    void askForContracts() {
        for (Contract contract : counted.takeQuestions()) {
            openOwn(
                    Lane.INTERACTIVE,
                    RoutingTable.byId(ReqContractDetails.ID),
                    new ReqContractDetails(OWN, contract),
                    answered -> {});
        }
    }

    private <M extends Outgoing & HasReqId> void openOwn(Lane lane, Route route, M message, Flights.Outcome asker) {
        OpenRequest request = requests.open(null, route, message);
        own.put(request, asker);
        if (!gateway.send(Dispatch.of(lane, Dispatch.ENGINE, request.start())
                .whenDone(outcome -> onDispatched(request, outcome)))) {
            free(request);
        }
    }

    /** What a question of the engine's own was asked for; null if it was not for a contract. */
    private static @Nullable Contract ownQuestion(OpenRequest request) {
        return request.client().isEmpty() && request.start() instanceof ReqContractDetails asked
                ? asked.contract()
                : null;
    }

    void cancel(ClientSession client, Route route, int id) {
        Optional<OpenRequest> named =
                requests.byClientId(client, id).filter(r -> r.route().messageId() == route.startId());
        if (named.isPresent()) {
            cancelUpstream(named.get());
            client.forget(id);
        } else if (!streams.cancel(client, route.startId(), id) && route.unknownCode() != 0) {
            client.error(id, route.unknownCode(), "no open request with id " + id + " to cancel");
        }
    }

    <M extends Outgoing & HasReqId> void update(ClientSession client, Route route, M message) {
        requests.byClientId(client, message.reqId())
                .filter(r -> r.route().messageId() == route.startId())
                .ifPresentOrElse(
                        r -> {
                            if (!gateway.send(
                                    route.lane(), client.number(), (Outgoing) message.withReqId(r.upstreamReqId()))) {
                                tooMany(client, message.reqId());
                            }
                        },
                        () -> client.error(
                                message.reqId(),
                                ErrorCatalogue.REQUEST_FAILED,
                                "no open request with id " + message.reqId()));
    }

    /** Takes an answer to whoever asked; one that nobody waits for any more is counted and dropped. */
    <M extends Incoming & HasReqId> void onReply(M reply) {
        Optional<OpenRequest> request = requests.byUpstreamId(reply.reqId());
        if (request.isEmpty()) {
            if (!streams.onReply(reply, reply.reqId())) {
                requests.countLateReply();
            }
            return;
        }
        OpenRequest open = request.get();
        restartDeadline(open);
        streams.contracts().onReply(open, reply);
        counted.learn(reply);
        Contract question = ownQuestion(open);
        if (question != null) {
            counted.onAnswer(question, reply);
        }
        open.client().ifPresent(client -> client.send(told(open, reply, client).withReqId(open.clientReqId())));
        if (open.route().ends(open.start(), reply)) {
            if (open.route().cancelAfterEnd()) {
                cancelUpstream(open);
            } else {
                Flights.Outcome asked = own.remove(open);
                free(open);
                if (asked != null) {
                    asked.done(true);
                }
            }
        }
    }

    /** A row of an answer that goes its own way: the request it is for, if any, has been heard of. */
    void onRow(int upstreamReqId) {
        requests.byUpstreamId(upstreamReqId).ifPresent(this::restartDeadline);
    }

    @SuppressWarnings("unchecked") // what is counted in another way is the same message with the same id
    private <M extends Incoming & HasReqId> M told(OpenRequest open, M reply, ClientSession client) {
        return (M) StreamUnits.told(counted, open.start(), reply, gateway.serverVersion(), client.version());
    }

    /** An error on a request id. Returns whether a request has it. */
    boolean onError(ErrorMessage error) {
        Optional<OpenRequest> request = requests.byUpstreamId(error.id());
        request.ifPresent(open -> {
            Contract question = ownQuestion(open);
            if (question != null) {
                counted.onRefused(question, error);
            }
            if (ErrorCatalogue.of(error.errorCode()).endsRequest()) {
                free(open);
            }
            open.client()
                    .ifPresent(client -> client.send(new ErrorMessage(
                            open.clientReqId(),
                            error.errorCode(),
                            error.errorMsg(),
                            error.advancedOrderRejectJson(),
                            error.errorTime())));
        });
        return request.isPresent() || streams.onError(error);
    }

    /** Ends what a client may not hold any more, which is told to it. Returns how many that were. */
    int endForbidden(ClientSession client) {
        List<OpenRequest> forbidden = requests.of(client).stream()
                .filter(open -> client.loses(open.clientReqId(), open.start()))
                .toList();
        forbidden.forEach(this::cancelUpstream);
        return forbidden.size();
    }

    void onClientEnded(ClientSession client) {
        requests.of(client).forEach(this::cancelUpstream);
    }

    void onUpstreamLost(Outage outage) {
        for (OpenRequest open : requests.all()) {
            free(open);
            open.client()
                    .ifPresent(client -> client.error(
                            open.clientReqId(),
                            ErrorCatalogue.NOT_CONNECTED,
                            open.route().wireName() + " has no further answer: " + notice.text(outage),
                            notice.json(outage)));
        }
    }

    /** Ends the requests about which the gateway has been silent for too long. */
    void poll() {
        for (OpenRequest open : deadlines.takeDue()) {
            cancelUpstream(open);
            open.client()
                    .ifPresent(client ->
                            client.error(open.clientReqId(), ErrorCatalogue.REQUEST_FAILED, notAnswered(open)));
            if (open.client().isEmpty()) {
                events.accept(new EngineEvent.Trouble(notAnswered(open)));
            }
        }
    }

    long nextDeadline() {
        return deadlines.next();
    }

    private static String notAnswered(OpenRequest open) {
        return "the gateway did not answer " + open.route().wireName() + " within "
                + open.route().timeLimitMs() / MS_PER_S + " s; what it would have said is unknown, ask again";
    }

    private Dispatch dispatch(OpenRequest request, Lane lane, ClientSession client) {
        Dispatch dispatch = Dispatch.of(lane, client.number(), request.start());
        if (request.start() instanceof ReqMktData) {
            int type = types.of(client);
            return dispatch.after(() -> types.before(type)).whenDone(outcome -> {
                if (outcome == SendOutcome.SENT) {
                    types.left(type);
                }
                onDispatched(request, outcome);
            });
        }
        return dispatch.whenDone(outcome -> onDispatched(request, outcome));
    }

    private void onDispatched(OpenRequest request, SendOutcome outcome) {
        switch (outcome) {
            case SENT -> {
                request.markSent();
                restartDeadline(request);
            }
            case SERVERS_LOST, NO_SIGN_OF_LIFE, PAUSED -> {
                free(request);
                request.client()
                        .ifPresent(client -> client.error(
                                request.clientReqId(),
                                ErrorCatalogue.NOT_CONNECTED,
                                request.route().wireName()
                                        + " was not sent: the gateway lost IB's servers while it waited its turn"));
            }
            case NOT_CARRIED -> {
                free(request);
                request.client()
                        .ifPresent(client -> client.error(
                                request.clientReqId(),
                                ErrorCatalogue.GATEWAY_TOO_OLD,
                                request.route().wireName() + " was not sent: version " + gateway.serverVersion()
                                        + ", which the gateway speaks, can't carry it"));
            }
            case SESSION_ENDED -> {
                // Told with all others that wait, when the end of the session is told.
            }
        }
    }

    private void restartDeadline(OpenRequest open) {
        if (!open.stream()) {
            deadlines.restart(open, open.route().timeLimitMs());
        }
    }

    private void cancelUpstream(OpenRequest open) {
        free(open);
        Route.Canceller canceller = open.route().cancels();
        long sender = open.client().map(ClientSession::number).orElse(Dispatch.ENGINE);
        Lane lane = open.client().isPresent() ? open.route().lane() : Lane.HEALTH;
        if (gateway.ready() && !gateway.takeBack(lane, sender, open.start()) && canceller != null) {
            Outgoing cancel = canceller.cancel(open.start(), open.upstreamReqId());
            if (gateway.speaks(cancel)) {
                gateway.send(Lane.INTERACTIVE, sender, cancel);
            }
        }
    }

    private void free(OpenRequest open) {
        requests.free(open);
        Flights.Outcome asked = own.remove(open);
        if (asked != null) {
            asked.done(false);
        }
        executions.ended(open);
        streams.contracts().onEnded(open);
        Contract question = ownQuestion(open);
        if (question != null) {
            counted.onEnded(question);
        }
        deadlines.stop(open, open.route().timeLimitMs());
    }

    private static void tooMany(ClientSession client, int id) {
        client.error(
                id,
                ErrorCatalogue.REQUEST_FAILED,
                "not sent: too many messages wait for the gateway's rate limit, try again");
    }
}

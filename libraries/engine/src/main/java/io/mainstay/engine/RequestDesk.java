package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.order.Executions;
import io.mainstay.engine.routing.OpenRequest;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Lane;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMktData;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Requests with an id of their own, from their opening to their end. */
final class RequestDesk {
    private static final int DEFAULT_MARKET_DATA_TYPE = 1;

    private final Gateway gateway;
    private final RequestMap requests;
    private final Executions executions;
    private final OutageNotice notice;
    private final int requestsMax;

    /** The market data type that a client asked for; removed with its session. */
    private final Map<ClientSession, Integer> marketDataType = new HashMap<>();

    private int upstreamMarketDataType = DEFAULT_MARKET_DATA_TYPE;

    RequestDesk(Gateway gateway, RequestMap requests, Executions executions, OutageNotice notice, int requestsMax) {
        this.gateway = gateway;
        this.requests = requests;
        this.executions = executions;
        this.notice = notice;
        this.requestsMax = requestsMax;
    }

    <M extends Outgoing & HasReqId> void open(ClientSession client, Route route, M message) {
        int id = message.reqId();
        if (message.sinceVersion() > gateway.serverVersion()) {
            client.error(
                    id,
                    ErrorCatalogue.GATEWAY_TOO_OLD,
                    "the gateway speaks version " + gateway.serverVersion() + ", " + route.wireName() + " needs "
                            + message.sinceVersion() + "; upgrade the gateway");
            return;
        }
        Optional<OpenRequest> same = requests.byClientId(client, id);
        if (same.isPresent() && !same.get().lost()) {
            client.error(id, route.duplicateCode(), "duplicate request id " + id + ": it serves an open request");
            return;
        }
        same.ifPresent(this::cancelUpstream);
        if (requests.count(client) >= requestsMax) {
            client.error(
                    id,
                    ErrorCatalogue.REQUEST_FAILED,
                    "not sent: " + requestsMax + " requests are open, end some first");
            return;
        }
        if (message instanceof ReqMktData && !applyMarketDataType(client)) {
            tooMany(client, id);
            return;
        }
        OpenRequest request;
        if (message instanceof ReqExecutions asked) {
            request = requests.open(client, route, Executions.forEverybody(asked));
            executions.opened(request, asked);
        } else {
            request = requests.open(client, route, message);
        }
        if (!gateway.send(Lane.DATA, request.start())) {
            free(request);
            tooMany(client, id);
        }
    }

    /** Asks for all executions on the engine's own account. */
    void openOwn(ReqExecutions message) {
        OpenRequest request = requests.open(null, RoutingTable.byId(ReqExecutions.ID), message);
        if (!gateway.send(Lane.ORDER, request.start())) {
            free(request);
        }
    }

    void cancel(ClientSession client, Route route, int id) {
        Optional<OpenRequest> named =
                requests.byClientId(client, id).filter(r -> r.route().messageId() == route.startId());
        if (named.isPresent()) {
            cancelUpstream(named.get());
        } else if (route.unknownCode() != 0) {
            client.error(id, route.unknownCode(), "no open request with id " + id + " to cancel");
        }
    }

    <M extends Outgoing & HasReqId> void update(ClientSession client, Route route, M message) {
        requests.byClientId(client, message.reqId())
                .filter(r -> r.route().messageId() == route.startId())
                .ifPresentOrElse(
                        r -> {
                            if (!gateway.send(Lane.DATA, (Outgoing) message.withReqId(r.upstreamReqId()))) {
                                tooMany(client, message.reqId());
                            }
                        },
                        () -> client.error(
                                message.reqId(),
                                ErrorCatalogue.REQUEST_FAILED,
                                "no open request with id " + message.reqId()));
    }

    void marketDataType(ClientSession client, ReqMarketDataType message) {
        marketDataType.put(client, message.marketDataType());
    }

    /** Takes an answer to whoever asked; one that nobody waits for any more is counted and dropped. */
    <M extends Incoming & HasReqId> void onReply(M reply) {
        Optional<OpenRequest> request = requests.byUpstreamId(reply.reqId());
        if (request.isEmpty()) {
            requests.countLateReply();
            return;
        }
        OpenRequest open = request.get();
        open.client().ifPresent(client -> deliver(client, open, reply));
        if (open.route().ends().test(open.start(), reply)) {
            if (open.route().cancelAfterEnd()) {
                cancelUpstream(open);
            } else {
                free(open);
            }
        }
        if (reply instanceof HistoricalData bars
                && gateway.serverVersion() < RoutingTable.HISTORICAL_DATA_END_VERSION) {
            onReply(new HistoricalDataEnd(bars.reqId(), bars.startDate(), bars.endDate()));
        }
    }

    /** An error on a request id. Returns whether a request has it. */
    boolean onError(ErrorMessage error) {
        Optional<OpenRequest> request = requests.byUpstreamId(error.id());
        request.ifPresent(open -> {
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
        return request.isPresent();
    }

    void onClientEnded(ClientSession client) {
        requests.of(client).forEach(this::cancelUpstream);
        marketDataType.remove(client);
    }

    void onUpstreamReady() {
        upstreamMarketDataType = DEFAULT_MARKET_DATA_TYPE;
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

    private void deliver(ClientSession client, OpenRequest open, Incoming reply) {
        int id = open.clientReqId();
        boolean datesComeWithBars = client.version() < RoutingTable.HISTORICAL_DATA_END_VERSION;
        if (datesComeWithBars && reply instanceof HistoricalData bars) {
            open.holdBack(bars);
        } else if (datesComeWithBars && reply instanceof HistoricalDataEnd end) {
            open.takeHeldBack()
                    .ifPresent(
                            bars -> client.send(new HistoricalData(id, end.startDate(), end.endDate(), bars.bars())));
        } else {
            client.send(((HasReqId) reply).withReqId(id));
        }
    }

    private void cancelUpstream(OpenRequest open) {
        free(open);
        Route.Canceller canceller = open.route().cancels();
        if (gateway.ready() && !gateway.takeBack(open.start()) && canceller != null) {
            gateway.send(Lane.DATA, canceller.cancel(open.start(), open.upstreamReqId()));
        }
    }

    private void free(OpenRequest open) {
        requests.free(open);
        executions.ended(open);
    }

    /** The type is a setting of the connection, which clients share, so it is set again before a request that differs. */
    private boolean applyMarketDataType(ClientSession client) {
        int wanted = marketDataType.getOrDefault(client, DEFAULT_MARKET_DATA_TYPE);
        if (wanted == upstreamMarketDataType) {
            return true;
        }
        boolean sent = gateway.send(Lane.DATA, new ReqMarketDataType(wanted));
        if (sent) {
            upstreamMarketDataType = wanted;
        }
        return sent;
    }

    private static void tooMany(ClientSession client, int id) {
        client.error(
                id,
                ErrorCatalogue.REQUEST_FAILED,
                "not sent: too many messages wait for the gateway's rate limit, try again");
    }
}

package io.mainstay.engine;

import io.mainstay.engine.access.Rights;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.order.Orders;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.routing.Correlation;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.stream.MarketDataTypes;
import io.mainstay.engine.units.RequestTimes;
import io.mainstay.engine.upstream.Availability;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Refusal;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.*;
import java.util.Optional;

/** Sends each message of a client the way that its row in the routing table says. */
final class ClientMessages {
    private static final int CLIENT_ZERO = 0;

    private final Gateway gateway;
    private final Shared shared;
    private final RequestDesk requests;
    private final Orders orders;
    private final EventSink events;
    private final MarketDataTypes types;
    private final Availability availability;
    private final HeldMessages held;

    ClientMessages(
            Gateway gateway,
            Shared shared,
            RequestDesk requests,
            Orders orders,
            EventSink events,
            MarketDataTypes types,
            Availability availability,
            HeldMessages held) {
        this.gateway = gateway;
        this.shared = shared;
        this.requests = requests;
        this.orders = orders;
        this.events = events;
        this.types = types;
        this.availability = availability;
        this.held = held;
    }

    void onMessage(ClientSession client, Outgoing sent) {
        Outgoing message = RequestTimes.told(sent, gateway.serverVersion(), client.version());
        Optional<Route> row = RoutingTable.of(message);
        if (row.isEmpty()) {
            events.accept(new EngineEvent.Trouble("no route for " + message.wireName()));
            client.error(
                    ClientSession.NO_ID, ErrorCatalogue.REQUEST_NOT_VALID, message.wireName() + " is not supported");
            return;
        }
        Route route = row.get();
        if (route.correlation() == Correlation.ORDER_ID || !held.hold(client, route, message)) {
            route(client, route, message);
        }
    }

    /** Sends on what waited for the gateway's word and has it, as far as the client may still want it. */
    void release() {
        held.release((client, message) -> {
            Rights rights = client.rights();
            Optional<String> refusal = rights == null ? Optional.empty() : rights.refusal(message);
            if (refusal.isPresent()) {
                Doorkeeper.refuse(client, message, refusal.get());
            } else {
                RoutingTable.of(message).ifPresent(route -> route(client, route, message));
            }
        });
    }

    private void route(ClientSession client, Route route, Outgoing message) {
        switch (route.correlation()) {
            case LOCAL -> client.send(new NextValidId(orders.nextClientOrderId(client.owner())));
            case ORDER_ID -> order(client, message);
            case REFUSED ->
                client.error(
                        id(message),
                        ErrorCatalogue.REQUEST_NOT_VALID,
                        route.wireName() + " is not supported: the session with the gateway is shared");
            default -> {
                Optional<Refusal> refusal = availability.refusal();
                if (gateway.ready() && !gateway.speaks(message) && !route.endsSomething(message)) {
                    tooOld(client, route, message);
                } else if (refusal.isEmpty() || route.endsSomething(message)) {
                    toGateway(client, route, message);
                } else {
                    away(client, route, message, refusal.get());
                }
            }
        }
    }

    private void toGateway(ClientSession client, Route route, Outgoing message) {
        switch (route.correlation()) {
            case REQUEST_ID -> open(client, route, message);
            case CANCEL -> requests.cancel(client, route, ((HasReqId) message).reqId());
            case UPDATE -> requests.update(client, route, (UpdateDisplayGroup) message);
            case FLIGHT -> flight(client, message);
            case SHARED -> shared(client, message);
            case SETTING -> setting(client, message);
            default -> throw new IllegalStateException(route.wireName() + " does not go to the gateway");
        }
    }

    @SuppressWarnings("unchecked") // a row with REQUEST_ID is for a message with one, which a test holds for all rows
    private <M extends Outgoing & HasReqId> void open(ClientSession client, Route route, Outgoing message) {
        requests.open(client, route, (M) message);
    }

    private void order(ClientSession client, Outgoing message) {
        switch (message) {
            case PlaceOrder place -> orders.desk().place(client, place);
            case CancelOrder cancel -> orders.desk().cancel(client, cancel);
            case ExerciseOptions exercise -> orders.desk().exercise(client, exercise);
            case ReqGlobalCancel all -> orders.desk().globalCancel(client, all);
            default -> throw new IllegalStateException(message.wireName() + " is not about orders");
        }
    }

    private void flight(ClientSession client, Outgoing message) {
        switch (message) {
            case ReqCurrentTime time -> shared.seconds().ask(client);
            case ReqCurrentTimeInMillis time -> shared.millis().ask(client);
            // Our own orders run under one client id there, and asking for those as client 0 would bind manual orders.
            case ReqOpenOrders own ->
                shared.flights().ask(client, own, bindsManualOrders(client) ? own : new ReqAllOpenOrders());
            default -> shared.flights().ask(client, message, message);
        }
    }

    private void shared(ClientSession client, Outgoing message) {
        switch (message) {
            case ReqPositions start -> shared.positions().subscribe(client);
            case CancelPositions cancel -> shared.positions().unsubscribe(client);
            case ReqAccountUpdates updates -> shared.account().request(client, updates);
            case ReqAccountSummary start -> shared.summaries().request(client, start);
            case CancelAccountSummary cancel -> shared.summaries().cancel(client, cancel.reqId());
            case ReqNewsBulletins start -> shared.bulletins().subscribe(client, start);
            case CancelNewsBulletins cancel -> shared.bulletins().unsubscribe(client);
            default -> throw new IllegalStateException(message.wireName() + " is not a shared subscription");
        }
    }

    private void setting(ClientSession client, Outgoing message) {
        switch (message) {
            case ReqMarketDataType type -> types.want(client, type.marketDataType());
            case ReqAutoOpenOrders auto -> autoOpenOrders(client, auto);
            default -> gateway.send(Lane.INTERACTIVE, client.number(), message);
        }
    }

    private void autoOpenOrders(ClientSession client, ReqAutoOpenOrders message) {
        if (bindsManualOrders(client)) {
            gateway.send(Lane.INTERACTIVE, client.number(), message);
        } else {
            client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.ONLY_CLIENT_ZERO,
                    "only the client id 0 may bind manual orders, here and towards the gateway, where we are client id "
                            + gateway.clientId());
        }
    }

    private boolean bindsManualOrders(ClientSession client) {
        return client.owner() == CLIENT_ZERO && gateway.clientId() == CLIENT_ZERO;
    }

    private void tooOld(ClientSession client, Route route, Outgoing message) {
        client.error(
                id(message),
                ErrorCatalogue.GATEWAY_TOO_OLD,
                "the gateway speaks version " + gateway.serverVersion() + ", " + route.wireName() + " needs "
                        + message.sinceVersion() + "; upgrade the gateway");
    }

    /** The id that an error about a message belongs to. */
    private static int id(Outgoing message) {
        return message instanceof HasReqId asked ? asked.reqId() : ClientSession.NO_ID;
    }

    private void away(ClientSession client, Route route, Outgoing message, Refusal refusal) {
        switch (route.correlation()) {
            case SETTING -> {
                if (message instanceof ReqMarketDataType type) {
                    types.want(client, type.marketDataType());
                }
            }
            default -> {
                client.error(
                        id(message),
                        ErrorCatalogue.NOT_CONNECTED,
                        route.wireName() + " was not sent: " + refusal.text(),
                        refusal.json());
            }
        }
    }
}

package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.order.Orders;
import io.mainstay.engine.order.OwnerView;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.error.ErrorCode;
import io.mainstay.protocol.error.ErrorKind;
import io.mainstay.protocol.message.*;

/** Sends each message of the gateway to those it is for. */
final class GatewayMessages {
    private static final int NO_ID = -1;

    private final Shared shared;
    private final RequestMap map;
    private final RequestDesk requests;
    private final Orders orders;
    private final Farms farms;
    private final ClientDirectory clients;
    private final ServersListener servers;

    GatewayMessages(
            Shared shared,
            RequestMap map,
            RequestDesk requests,
            Orders orders,
            Farms farms,
            ClientDirectory clients,
            ServersListener servers) {
        this.shared = shared;
        this.map = map;
        this.requests = requests;
        this.orders = orders;
        this.farms = farms;
        this.clients = clients;
        this.servers = servers;
    }

    void onMessage(Incoming message) {
        switch (RoutingTable.of(message)) {
            case REQUEST_ID -> reply(message);
            case ORDER -> order(message);
            case FLIGHT -> answer(message);
            case SHARED -> shared(message);
            case ERROR -> error((ErrorMessage) message);
            case SESSION -> {
                // The next valid id is each client's own, and vendor authentication is not offered.
            }
        }
    }

    @SuppressWarnings("unchecked") // the table gives REQUEST_ID only to messages with one
    private <M extends Incoming & HasReqId> void reply(Incoming message) {
        requests.onReply((M) message);
    }

    private void order(Incoming message) {
        switch (message) {
            case OpenOrder open -> orders.news().onOpenOrder(open);
            case OrderStatus status -> orders.news().onOrderStatus(status);
            case ExecDetails fill -> {
                requests.onRow(fill.reqId());
                orders.executions().onExecution(fill);
            }
            case CommissionAndFeesReport report -> orders.fills().onCommission(report);
            case OrderBound bound -> orders.news().onOrderBound(bound);
            default -> throw new IllegalStateException(message.wireName() + " is not about orders");
        }
    }

    private void answer(Incoming message) {
        switch (message) {
            case CurrentTime time -> shared.seconds().onAnswer(time, time.time());
            case CurrentTimeInMillis time -> shared.millis().onAnswer(time, time.timeInMillis());
            case CompletedOrder completed -> {
                orders.settlement().onCompleted(completed);
                shared.flights().onAnswer(OwnerView.ofCompleted(completed));
            }
            default -> shared.flights().onAnswer(message);
        }
    }

    private void shared(Incoming message) {
        switch (message) {
            case PositionData position -> shared.positions().onPosition(position);
            case PositionEnd end -> shared.positions().onEnd(end);
            case AccountSummary value -> shared.summaries().onValue(value);
            case AccountSummaryEnd end -> shared.summaries().onEnd(end);
            case UpdateNewsBulletin bulletin -> shared.bulletins().onBulletin(bulletin);
            default -> shared.account().onMessage(message);
        }
    }

    private void error(ErrorMessage error) {
        if (namesNothing(error.id())) {
            aboutSession(error);
        } else if (!requests.onError(error)
                && !shared.summaries()
                        .onError(error, ErrorCatalogue.of(error.errorCode()).endsRequest())
                && !orders.news().onError(error)) {
            map.countLateReply();
        }
    }

    private void aboutSession(ErrorMessage error) {
        ErrorCode known = ErrorCatalogue.of(error.errorCode());
        int code = known.code();
        if (known.kind() == ErrorKind.DATA_FARM) {
            farms.onNotice(error);
            broadcast(error);
        } else if (known.isLinkDown()) {
            servers.onLost();
            farms.onConnectivity(error);
            broadcast(error);
        } else if (code == ErrorCatalogue.LINK_BACK_DATA_LOST) {
            farms.onConnectivity(error);
            servers.onDataLost();
        } else if (code == ErrorCatalogue.LINK_BACK) {
            farms.onConnectivity(error);
            servers.onDataKept(error);
        } else if (code == ErrorCatalogue.ACCOUNT_UPDATES_TAKEN || code == ErrorCatalogue.ACCOUNT_UPDATES_REFUSED) {
            shared.account().onRefused(error);
        } else if (!known.mayRefuseUnnamedRequest() || !shared.flights().onRefusal(error)) {
            broadcast(error);
        }
    }

    private void broadcast(ErrorMessage error) {
        clients.ready().forEach(client -> client.send(error));
    }

    /** Gateways use these ids for what belongs to no request; 0 also in refusals of requests that have no id. */
    private static boolean namesNothing(int id) {
        return id == NO_ID || id == 0 || id == Integer.MAX_VALUE;
    }
}

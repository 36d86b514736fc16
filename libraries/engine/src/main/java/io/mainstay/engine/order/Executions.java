package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.routing.OpenRequest;
import io.mainstay.engine.routing.RequestMap;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes executions, asked for or not, to those they are for. */
public final class Executions {
    private static final int EVERYBODY = 0;

    private final OrderNews orders;
    private final Settlement settlement;
    private final OwnerView view;
    private final Fills fills;
    private final RequestMap requests;

    /** The client id that a request was for, where it named one; removed with the request. */
    private final Map<OpenRequest, Integer> onlyOf = new HashMap<>();

    Executions(OrderNews orders, Settlement settlement, OwnerView view, Fills fills, RequestMap requests) {
        this.orders = orders;
        this.settlement = settlement;
        this.view = view;
        this.fills = fills;
        this.requests = requests;
    }

    /** The request as it goes to the gateway: its client ids are not ours, so it asks for all and we choose. */
    public static ReqExecutions forEverybody(ReqExecutions asked) {
        return new ReqExecutions(
                asked.reqId(),
                EVERYBODY,
                asked.acctCode(),
                asked.time(),
                asked.symbol(),
                asked.secType(),
                asked.exchange(),
                asked.side(),
                asked.lastNDays(),
                asked.specificDates());
    }

    public void opened(OpenRequest request, ReqExecutions asked) {
        if (asked.clientId() != EVERYBODY) {
            onlyOf.put(request, asked.clientId());
        }
    }

    public void ended(OpenRequest request) {
        onlyOf.remove(request);
    }

    public void onExecution(ExecDetails message) {
        Execution execution = message.execution();
        Optional<OrderRecord> order = orders.find(message.orderId(), execution.clientId(), execution.permId());
        ExecDetails seen = order.map(o -> view.toOwner(message, o)).orElse(message);
        Optional<OpenRequest> request = requests.byUpstreamId(message.reqId());
        Optional<ClientSession> asker = request.flatMap(OpenRequest::client);
        if (request.isEmpty() && requests.isRequestId(message.reqId())) {
            requests.countLateReply();
        }
        Integer wanted = request.map(onlyOf::get).orElse(null);
        boolean wantedByAsker = asker.isPresent()
                && (wanted == null
                        || wanted == seen.execution().clientId()
                                && (wanted != asker.get().clientId()
                                        || order.isEmpty()
                                        || order.get().owner() == asker.get().owner()));
        if (wantedByAsker) {
            fills.give(asker.get(), seen.withReqId(request.get().clientReqId()));
        }
        order.ifPresent(o -> {
            settlement.onExecution(o, execution);
            fills.onFill(seen, o, wantedByAsker ? asker.get() : null);
        });
        if (order.isEmpty() && request.isEmpty() && !requests.isRequestId(message.reqId())) {
            orders.toMasterOfManualOrders(seen, execution.clientId());
        }
    }
}

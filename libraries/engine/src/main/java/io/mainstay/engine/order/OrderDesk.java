package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Lane;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqGlobalCancel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders from clients to the gateway.
 *
 * <p>An order's intent is durable before its bytes may leave. What has left and was not answered when a session ends is
 * called unknown, to the owner and in the journal, and is never sent again: only the gateway's word settles it.
 */
public final class OrderDesk {

    private final Gateway gateway;
    private final OrderRegistry registry;
    private final OrderJournal journal;
    private final ClientDirectory clients;
    private final EventSink events;
    private final OutageNotice notice;
    private final Now now;

    /** Orders whose bytes were written in this turn, until the turn's end marks them in the journal. */
    private final List<OrderRecord> justWritten = new ArrayList<>();

    OrderDesk(
            Gateway gateway,
            OrderRegistry registry,
            OrderJournal journal,
            ClientDirectory clients,
            EventSink events,
            OutageNotice notice,
            Now now) {
        this.gateway = gateway;
        this.registry = registry;
        this.journal = journal;
        this.clients = clients;
        this.events = events;
        this.notice = notice;
        this.now = now;
    }

    public void place(ClientSession client, PlaceOrder message, Optional<Outage> outage) {
        int parentId = message.order().parentId();
        Integer upstreamParentId = parentId == 0 ? Integer.valueOf(0) : parentOf(client, message);
        if (upstreamParentId == null) {
            return;
        }
        String summary = message.order().action() + " " + plain(message.order().totalQuantity()) + " "
                + describe(message.contract()) + " " + message.order().orderType() + " "
                + plain(message.order().lmtPrice());
        submit(
                client,
                message.orderId(),
                message.order().orderRef(),
                summary,
                outage,
                order -> OwnerView.toGateway(message, order, upstreamParentId));
    }

    public void exercise(ClientSession client, ExerciseOptions message, Optional<Outage> outage) {
        submit(
                client,
                message.reqId(),
                "",
                "EXERCISE " + message.exerciseQuantity() + " " + describe(message.contract()),
                outage,
                order -> message.withReqId(order.upstreamOrderId()));
    }

    public void cancel(ClientSession client, CancelOrder message, Optional<Outage> outage) {
        Optional<OrderRecord> known;
        try {
            known = registry.find(client.clientId(), message.orderId());
        } catch (JournalException e) {
            refuseForJournal(client, message.orderId(), e);
            return;
        }
        if (known.isEmpty()) {
            client.error(
                    message.orderId(),
                    ErrorCatalogue.NO_SUCH_ORDER,
                    "OrderId " + message.orderId() + " that needs to be cancelled is not found: client id "
                            + client.clientId() + " has placed no order under it here");
            return;
        }
        if (!gateway.ready()) {
            notSent(client, message.orderId(), "the cancel", outage);
            return;
        }
        OrderRecord order = known.get();
        send(client, order, message.withOrderId(order.upstreamOrderId()), "the cancel");
    }

    public void globalCancel(ClientSession client, ReqGlobalCancel message, Optional<Outage> outage) {
        if (!gateway.ready()) {
            notSent(client, ClientSession.NO_ID, "the global cancel", outage);
        } else if (!gateway.send(Lane.ORDER, message)) {
            client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.PACING,
                    "the global cancel was not sent: too many messages wait");
        }
    }

    /** The bytes of this turn have been handed to the socket. */
    public void afterWrite() {
        for (OrderRecord order : justWritten) {
            if (order.phase() == OrderPhase.INTENT) {
                progress(order, OrderPhase.SENT);
            }
        }
        justWritten.clear();
    }

    /** The gateway session ended. */
    public void onUpstreamLost(Outage outage) {
        justWritten.clear();
        for (OrderRecord order : registry.all()) {
            order.forgetNews();
            if (!order.inFlight()) {
                continue;
            }
            order.inFlight(false);
            if (order.phase() == OrderPhase.INTENT || order.phase() == OrderPhase.SENT) {
                progress(order, OrderPhase.UNKNOWN);
            }
            clients.holder(order.clientId())
                    .ifPresent(owner -> owner.error(
                            order.clientOrderId(),
                            ErrorCatalogue.ORDER_WARNING,
                            "outcome unknown: the session ended before the gateway answered; it may have got the order"
                                    + " or its change. It will not be sent again; the gateway is asked when it is back. "
                                    + notice.text(outage),
                            notice.json(outage, "UNKNOWN")));
        }
    }

    /** The gateway spoke of an order. */
    void heardOf(OrderRecord order, long permId, boolean over) {
        order.inFlight(false);
        boolean newPermId = permId != 0 && permId != order.permId();
        if (newPermId) {
            registry.permId(order, permId);
        }
        OrderPhase next = over || order.phase() == OrderPhase.DONE ? OrderPhase.DONE : OrderPhase.ACKNOWLEDGED;
        if (next != order.phase() || newPermId) {
            progress(order, next);
        }
    }

    private @Nullable Integer parentOf(ClientSession client, PlaceOrder message) {
        int parentId = message.order().parentId();
        try {
            Optional<OrderRecord> parent = registry.find(client.clientId(), parentId);
            if (parent.isPresent()) {
                return parent.get().upstreamOrderId();
            }
        } catch (JournalException e) {
            refuseForJournal(client, message.orderId(), e);
            return null;
        }
        client.error(
                message.orderId(),
                ErrorCatalogue.PARENT_UNKNOWN,
                "the parent order " + parentId + " is not known for client id " + client.clientId()
                        + "; nothing was sent. Send the parent first");
        return null;
    }

    private void submit(
            ClientSession client,
            int clientOrderId,
            String orderRef,
            String summary,
            Optional<Outage> outage,
            Function<OrderRecord, Outgoing> toGateway) {
        if (clientOrderId <= 0) {
            client.error(
                    clientOrderId,
                    ErrorCatalogue.ORDER_ID_NOT_ACCEPTABLE,
                    "order id " + clientOrderId + " is not above 0; not sent");
            return;
        }
        if (!gateway.ready()) {
            notSent(client, clientOrderId, "the order", outage);
            return;
        }
        OrderRecord order;
        try {
            order = intent(client.clientId(), clientOrderId, orderRef, summary);
        } catch (JournalException e) {
            refuseForJournal(client, clientOrderId, e);
            return;
        }
        send(client, order, toGateway.apply(order), "the order");
    }

    private OrderRecord intent(int clientId, int clientOrderId, String orderRef, String summary)
            throws JournalException {
        Optional<OrderRecord> known = registry.find(clientId, clientOrderId);
        int upstreamId = known.isPresent() ? known.get().upstreamOrderId() : registry.newUpstreamId();
        var wish = new JournaledOrder(
                clientId,
                clientOrderId,
                upstreamId,
                known.map(OrderRecord::permId).orElse(0L),
                orderRef,
                known.map(OrderRecord::phase).orElse(OrderPhase.INTENT),
                summary,
                now.epochMs());
        journal.intent(wish);
        return known.isPresent() ? known.get() : registry.add(wish);
    }

    private void send(ClientSession client, OrderRecord order, Outgoing message, String what) {
        boolean taken = gateway.send(Lane.ORDER, message, sent -> {
            if (sent) {
                order.inFlight(true);
                justWritten.add(order);
            } else {
                client.error(
                        order.clientOrderId(),
                        ErrorCatalogue.NOT_CONNECTED,
                        what + " was not sent: the session with the gateway ended while it waited its turn",
                        "{\"mainstay\":{\"cause\":\"LINK_DOWN\",\"exit\":13,\"outcome\":\"NOT_SENT\"}}");
            }
        });
        if (!taken) {
            client.error(
                    order.clientOrderId(),
                    ErrorCatalogue.PACING,
                    what + " was not sent: too many messages wait for the gateway's rate limit");
        }
    }

    private void notSent(ClientSession client, int id, String what, Optional<Outage> outage) {
        client.error(
                id,
                ErrorCatalogue.NOT_CONNECTED,
                what + " was not sent: " + outage.map(notice::text).orElse("the gateway session is not ready yet"),
                outage.map(o -> notice.json(o, "NOT_SENT")).orElse(""));
    }

    private void refuseForJournal(ClientSession client, int id, JournalException cause) {
        events.accept(new EngineEvent.Trouble("an order was refused: " + cause.getMessage()));
        client.error(
                id,
                ErrorCatalogue.ORDER_REJECTED,
                "refused, and nothing was sent: the order journal can't be used (" + cause.getMessage()
                        + "); make its folder writable and free some space, then send the order again");
    }

    private void progress(OrderRecord order, OrderPhase phase) {
        order.phase(phase);
        try {
            journal.progress(order.upstreamOrderId(), phase, order.permId());
        } catch (JournalException e) {
            // The intent is durable, which is what keeps an order from being sent twice; how far it came can be
            // learnt from the gateway again.
            events.accept(new EngineEvent.Trouble(
                    "the progress of order " + order.upstreamOrderId() + " could not be noted: " + e.getMessage()));
        }
    }

    private static String describe(Contract contract) {
        return contract.symbol().isEmpty()
                ? "conId " + contract.conId()
                : contract.symbol() + " " + contract.secType() + " " + contract.currency();
    }

    private static String plain(java.math.@Nullable BigDecimal value) {
        return value == null ? "" : value.toPlainString();
    }
}

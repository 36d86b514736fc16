package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.upstream.Availability;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Refusal;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqGlobalCancel;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders, changes and cancels from clients. What can't go to the gateway as the client means it, or not now, is refused
 * here and nothing was sent; an order's intent is durable before it is handed on.
 */
public final class OrderDesk {
    private static final AttachedOrders NO_ATTACHED_ORDERS =
            AttachedOrders.builder().build();

    private final Gateway gateway;
    private final OrderRegistry registry;
    private final OrderProgress progress;
    private final OrderDispatch dispatch;
    private final EventSink events;
    private final Availability availability;

    /** Makes a wish durable, or what a wish would do. */
    @FunctionalInterface
    private interface Wish {
        OrderRecord durable(int owner, int clientOrderId, String orderRef, String summary) throws JournalException;
    }

    OrderDesk(
            Gateway gateway,
            OrderRegistry registry,
            OrderProgress progress,
            OrderDispatch dispatch,
            EventSink events,
            Availability availability) {
        this.gateway = gateway;
        this.registry = registry;
        this.progress = progress;
        this.dispatch = dispatch;
        this.events = events;
        this.availability = availability;
    }

    public void place(ClientSession client, PlaceOrder message) {
        int parentId = message.order().parentId();
        Integer upstreamParentId = parentId == 0 ? Integer.valueOf(0) : parentOf(client, message);
        if (upstreamParentId == null) {
            return;
        }
        if (!fits(client, message)) {
            return;
        }
        String summary = message.order().action() + " " + plain(message.order().totalQuantity()) + " "
                + describe(message.contract()) + " " + message.order().orderType() + " "
                + plain(message.order().lmtPrice());
        submit(
                client,
                message.orderId(),
                message.order().whatIf() ? progress::preview : progress::intent,
                message.order().orderRef(),
                summary,
                order -> OwnerView.toGateway(message, order, upstreamParentId, gateway.clientId()));
    }

    /** Whether the gateway would get the very order that the client means; if not, the client is told. */
    private boolean fits(ClientSession client, PlaceOrder message) {
        if (!message.attachedOrders().equals(NO_ATTACHED_ORDERS)) {
            client.error(
                    message.orderId(),
                    ErrorCatalogue.ORDER_REJECTED,
                    "not sent: attached orders are not supported through a shared session, because the gateway would"
                            + " give them ids that may be another client's; send them as orders with a parentId");
            return false;
        }
        if (!gateway.ready() || client.version() == gateway.serverVersion()) {
            return true;
        }
        Optional<String> lost = OrderFidelity.lostAt(gateway.serverVersion(), message);
        lost.ifPresent(what -> client.error(
                message.orderId(),
                ErrorCatalogue.ORDER_REJECTED,
                "not sent: version " + gateway.serverVersion() + ", which the gateway speaks, can't carry " + what
                        + " of this order, which came at version " + client.version()));
        return lost.isEmpty();
    }

    public void exercise(ClientSession client, ExerciseOptions message) {
        submit(
                client,
                message.reqId(),
                progress::intent,
                "",
                "EXERCISE " + message.exerciseQuantity() + " " + describe(message.contract()),
                order -> message.withReqId(order.upstreamOrderId()));
    }

    public void cancel(ClientSession client, CancelOrder message) {
        Optional<OrderRecord> known;
        try {
            known = registry.find(client.owner(), message.orderId());
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
        OrderRecord order = known.get();
        if (dispatch.takeBack(order)) {
            return;
        }
        Optional<Refusal> refusal = availability.unreachable();
        if (refusal.isPresent() && !gateway.ready()) {
            notSent(client, message.orderId(), "the cancel", refusal.get());
            return;
        }
        refusal.ifPresent(why -> kept(client, message.orderId(), "the cancel", why));
        dispatch.send(client, order, Lane.CANCEL, message.withOrderId(order.upstreamOrderId()), "the cancel");
    }

    public void globalCancel(ClientSession client, ReqGlobalCancel message) {
        dispatch.takeBackAll();
        Optional<Refusal> refusal = availability.unreachable();
        if (refusal.isPresent() && !gateway.ready()) {
            notSent(client, ClientSession.NO_ID, "the global cancel", refusal.get());
            return;
        }
        refusal.ifPresent(why -> kept(client, ClientSession.NO_ID, "the global cancel", why));
        dispatch.send(client, message);
    }

    private @Nullable Integer parentOf(ClientSession client, PlaceOrder message) {
        int parentId = message.order().parentId();
        try {
            Optional<OrderRecord> parent = registry.find(client.owner(), parentId);
            if (parent.isPresent() && !parent.get().neverReachedTheGateway()) {
                return parent.get().upstreamOrderId();
            }
            if (parent.isPresent()) {
                client.error(
                        message.orderId(),
                        ErrorCatalogue.PARENT_UNKNOWN,
                        "the parent order " + parentId
                                + " is over and the gateway never had it at work; nothing was sent,"
                                + " because without its parent this order would stand alone");
                return null;
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
            Wish wish,
            String orderRef,
            String summary,
            Function<OrderRecord, Outgoing> toGateway) {
        if (clientOrderId <= 0) {
            client.error(
                    clientOrderId,
                    ErrorCatalogue.ORDER_ID_NOT_ACCEPTABLE,
                    "order id " + clientOrderId + " is not above 0; not sent");
            return;
        }
        Optional<Refusal> refusal = availability.refusal();
        if (refusal.isPresent()) {
            notSent(client, clientOrderId, "the order", refusal.get());
            return;
        }
        OrderRecord order;
        try {
            order = wish.durable(client.owner(), clientOrderId, orderRef, summary);
        } catch (JournalException e) {
            refuseForJournal(client, clientOrderId, e);
            return;
        }
        dispatch.send(client, order, Lane.ORDER, toGateway.apply(order), "the order");
    }

    private static void notSent(ClientSession client, int id, String what, Refusal refusal) {
        client.error(
                id, ErrorCatalogue.NOT_CONNECTED, what + " was not sent: " + refusal.text(), refusal.json("NOT_SENT"));
    }

    private static void kept(ClientSession client, int id, String what, Refusal refusal) {
        client.error(
                id,
                ErrorCatalogue.ORDER_WARNING,
                what + " is kept and leaves first when the servers are back: " + refusal.text());
    }

    private void refuseForJournal(ClientSession client, int id, JournalException cause) {
        events.accept(new EngineEvent.Trouble("an order was refused: " + cause.getMessage()));
        client.error(
                id,
                ErrorCatalogue.ORDER_REJECTED,
                "refused, and nothing was sent: the order journal can't be used (" + cause.getMessage()
                        + "); make its folder writable and free some space, then send the order again");
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

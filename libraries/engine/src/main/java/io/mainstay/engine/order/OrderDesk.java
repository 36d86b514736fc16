package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Availability;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.engine.upstream.Refusal;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqGlobalCancel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final String NOT_SENT_JSON =
            "{\"mainstay\":{\"cause\":\"LINK_DOWN\",\"exit\":13,\"outcome\":\"NOT_SENT\"}}";

    private static final AttachedOrders NO_ATTACHED_ORDERS =
            AttachedOrders.builder().build();

    private final Gateway gateway;
    private final OrderRegistry registry;
    private final OrderJournal journal;
    private final ClientDirectory clients;
    private final EventSink events;
    private final Availability availability;
    private final OutageNotice notice;
    private final Now now;

    /** Orders whose bytes were written in this turn, until the turn's end marks them in the journal. */
    private final List<OrderRecord> justWritten = new ArrayList<>();

    /** What waits in the lane of orders, by order; removed when it leaves, is given up or is taken back. */
    private final Map<OrderRecord, List<Waiting>> waiting = new LinkedHashMap<>();

    private record Waiting(long sender, Outgoing message) {}

    OrderDesk(
            Gateway gateway,
            OrderRegistry registry,
            OrderJournal journal,
            ClientDirectory clients,
            EventSink events,
            Availability availability,
            OutageNotice notice,
            Now now) {
        this.gateway = gateway;
        this.registry = registry;
        this.journal = journal;
        this.clients = clients;
        this.events = events;
        this.availability = availability;
        this.notice = notice;
        this.now = now;
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
        if (takeBack(order)) {
            tookBack(order);
            return;
        }
        Optional<Refusal> refusal = availability.unreachable();
        if (refusal.isPresent() && !gateway.ready()) {
            notSent(client, message.orderId(), "the cancel", refusal.get());
            return;
        }
        refusal.ifPresent(why -> kept(client, message.orderId(), "the cancel", why));
        send(client, order, Lane.CANCEL, message.withOrderId(order.upstreamOrderId()), "the cancel");
    }

    /**
     * The order will not be sent any more, and never was. Nor will what waits of its children: a gateway that never saw
     * the parent may take a profit target or a stop for an order of its own.
     */
    private void tookBack(OrderRecord order) {
        progress(order, OrderPhase.DONE);
        clients.holder(order.owner())
                .ifPresent(owner -> owner.error(
                        order.clientOrderId(),
                        ErrorCatalogue.ORDER_CANCELLED,
                        "Order Canceled - reason: it was taken back before it left for the gateway",
                        NOT_SENT_JSON));
        for (OrderRecord other : List.copyOf(waiting.keySet())) {
            if (isChild(other, order) && takeBack(other)) {
                tookBack(other);
            }
        }
    }

    /** Whether what waits of an order names another as its parent. */
    private boolean isChild(OrderRecord order, OrderRecord parent) {
        List<Waiting> all = waiting.getOrDefault(order, List.of());
        return all.stream()
                .anyMatch(item -> item.message() instanceof PlaceOrder place
                        && place.order().parentId() == parent.upstreamOrderId());
    }

    public void globalCancel(ClientSession client, ReqGlobalCancel message) {
        for (OrderRecord order : List.copyOf(waiting.keySet())) {
            if (takeBack(order)) {
                tookBack(order);
            }
        }
        Optional<Refusal> refusal = availability.unreachable();
        if (refusal.isPresent() && !gateway.ready()) {
            notSent(client, ClientSession.NO_ID, "the global cancel", refusal.get());
            return;
        }
        refusal.ifPresent(why -> kept(client, ClientSession.NO_ID, "the global cancel", why));
        boolean taken =
                gateway.send(Dispatch.of(Lane.CANCEL, client.number(), message).whenDone(outcome -> {
                    if (outcome != SendOutcome.SENT) {
                        client.error(
                                ClientSession.NO_ID,
                                ErrorCatalogue.NOT_CONNECTED,
                                "the global cancel was not sent: " + reason(outcome),
                                NOT_SENT_JSON);
                    }
                }));
        if (!taken) {
            client.error(
                    ClientSession.NO_ID,
                    ErrorCatalogue.REQUEST_FAILED,
                    "the global cancel was not sent: too many messages wait");
        }
    }

    /** The newest {@code most} orders that are not over. */
    List<OrderInfo> list(int most) {
        return registry.all().stream()
                .filter(order -> order.phase() != OrderPhase.DONE)
                .sorted(Comparator.comparingInt(OrderRecord::upstreamOrderId).reversed())
                .limit(most)
                .map(order -> new OrderInfo(
                        clients.holder(order.owner())
                                .map(ClientSession::clientId)
                                .orElse(order.owner()),
                        order.clientOrderId(),
                        order.upstreamOrderId(),
                        order.permId(),
                        order.phase().name(),
                        order.lastStatus(),
                        order.lastDescription(),
                        waiting.containsKey(order)))
                .toList();
    }

    /** Orders of which something waits here, or was written and not answered. */
    int inFlight() {
        return waiting.size()
                + (int) registry.all().stream().filter(OrderRecord::inFlight).count();
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
            clients.holder(order.owner())
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
            order = intent(client.owner(), clientOrderId, orderRef, summary);
        } catch (JournalException e) {
            refuseForJournal(client, clientOrderId, e);
            return;
        }
        send(client, order, Lane.ORDER, toGateway.apply(order), "the order");
    }

    private OrderRecord intent(int owner, int clientOrderId, String orderRef, String summary) throws JournalException {
        Optional<OrderRecord> known = registry.find(owner, clientOrderId);
        int upstreamId = known.isPresent() ? known.get().upstreamOrderId() : registry.newUpstreamId();
        var wish = new JournaledOrder(
                owner,
                clientOrderId,
                upstreamId,
                known.map(OrderRecord::permId).orElse(0L),
                orderRef,
                known.map(OrderRecord::phase)
                        .filter(phase -> phase != OrderPhase.DONE)
                        .orElse(OrderPhase.INTENT),
                summary,
                now.epochMs());
        journal.intent(wish);
        if (known.isEmpty()) {
            return registry.add(wish);
        }
        OrderRecord order = known.get();
        if (order.phase() != wish.phase()) {
            // It was over, and is wished again: what becomes of it is open once more.
            journal.progress(upstreamId, wish.phase(), order.permId());
            order.phase(wish.phase());
        }
        return order;
    }

    private void send(ClientSession client, OrderRecord order, Lane lane, Outgoing message, String what) {
        var item = new Waiting(client.number(), message);
        if (lane == Lane.ORDER) {
            waiting.computeIfAbsent(order, o -> new ArrayList<>()).add(item);
        }
        boolean taken = gateway.send(Dispatch.of(lane, client.number(), message).whenDone(outcome -> {
            noLongerWaits(order, item);
            if (outcome == SendOutcome.SENT) {
                order.inFlight(true);
                justWritten.add(order);
            } else {
                overIfItNeverLeft(order);
                clients.holder(order.owner())
                        .ifPresent(owner -> owner.error(
                                order.clientOrderId(),
                                ErrorCatalogue.NOT_CONNECTED,
                                what + " was not sent: " + reason(outcome),
                                NOT_SENT_JSON));
            }
        }));
        if (!taken) {
            noLongerWaits(order, item);
            boolean neverSent = neverLeft(order);
            overIfItNeverLeft(order);
            client.error(
                    order.clientOrderId(),
                    refusalCode(lane, neverSent),
                    what + " was not sent: too many messages wait for the gateway's rate limit",
                    NOT_SENT_JSON);
        }
    }

    /** What a client understands as just that: an order that ends here, a change that was not made, a cancel to repeat. */
    private static int refusalCode(Lane lane, boolean neverSent) {
        if (lane == Lane.CANCEL) {
            return ErrorCatalogue.ORDER_WARNING;
        }
        return neverSent ? ErrorCatalogue.ORDER_REJECTED : ErrorCatalogue.CHANGE_REFUSED;
    }

    /**
     * Takes back what waits of an order, so that its cancel, which overtakes, does not meet a gateway that gets the order
     * afterwards. Returns whether the order itself waited, so that the gateway has never seen it.
     */
    private boolean takeBack(OrderRecord order) {
        List<Waiting> all = waiting.remove(order);
        if (all == null) {
            return false;
        }
        all.forEach(item -> gateway.takeBack(Lane.ORDER, item.sender(), item.message()));
        return neverLeft(order);
    }

    /** Meaningful for an order of which nothing waits. */
    private static boolean neverLeft(OrderRecord order) {
        return order.phase() == OrderPhase.INTENT && !order.inFlight();
    }

    /** So that no later start calls an order unknown that is known not to have been sent. */
    private void overIfItNeverLeft(OrderRecord order) {
        if (neverLeft(order) && !waiting.containsKey(order)) {
            progress(order, OrderPhase.DONE);
        }
    }

    private void noLongerWaits(OrderRecord order, Waiting item) {
        List<Waiting> all = waiting.get(order);
        if (all != null && all.remove(item) && all.isEmpty()) {
            waiting.remove(order);
        }
    }

    private static String reason(SendOutcome outcome) {
        return switch (outcome) {
            case SENT -> "";
            case SESSION_ENDED -> "the session with the gateway ended while it waited its turn";
            case SERVERS_LOST -> "the gateway lost IB's servers while it waited its turn";
            case NO_SIGN_OF_LIFE ->
                "the gateway gave no sign of life within a second, so it may not be there; try again";
            case PAUSED -> "the operator paused the worker while it waited its turn";
            case NOT_CARRIED -> "the gateway's version can't carry it";
        };
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

package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.SendOutcome;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.engine.upstream.Outage;
import io.mainstay.engine.upstream.OutageNotice;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqGlobalCancel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is on its way to the gateway about orders: what waits its turn, what may be taken back, and what has left and is not
 * answered. What was not answered when a session ends is called unknown, to the owner and in the journal, and is never sent
 * again: only the gateway's word settles it.
 */
public final class OrderDispatch {
    /** How old a global cancel is when a gateway that has read it has also passed it on. */
    private static final long PASSED_ON_MS = 3_000;

    private static final String NOT_SENT_JSON =
            "{\"mainstay\":{\"cause\":\"LINK_DOWN\",\"exit\":13,\"outcome\":\"NOT_SENT\"}}";

    private static final String NOT_PERMITTED_JSON =
            "{\"mainstay\":{\"cause\":\"NOT_PERMITTED\",\"exit\":12,\"outcome\":\"NOT_SENT\"}}";

    private final Gateway gateway;
    private final OrderRegistry registry;
    private final OrderProgress progress;
    private final ClientDirectory clients;
    private final OutageNotice notice;
    private final Now now;

    /** Orders whose bytes were written in this turn, until the turn's end marks them in the journal. */
    private final List<OrderRecord> justWritten = new ArrayList<>();

    /** When the last global cancel of an owner left, until its fate is known or told; at most one for each owner. */
    private final Map<Integer, Long> globalCancels = new LinkedHashMap<>();

    /** What waits in the lane of orders, by order; removed when it leaves, is given up or is taken back. */
    private final Map<OrderRecord, List<Outgoing>> waiting = new LinkedHashMap<>();

    OrderDispatch(
            Gateway gateway,
            OrderRegistry registry,
            OrderProgress progress,
            ClientDirectory clients,
            OutageNotice notice,
            Now now) {
        this.gateway = gateway;
        this.registry = registry;
        this.progress = progress;
        this.clients = clients;
        this.notice = notice;
        this.now = now;
    }

    /**
     * Sends something about an order whose intent is durable, or lets it wait its turn.
     *
     * @param lane of orders or of cancels
     * @param what it is, for texts
     */
    void send(ClientSession client, OrderRecord order, Lane lane, Outgoing message, String what) {
        if (lane == Lane.ORDER) {
            waiting.computeIfAbsent(order, o -> new ArrayList<>()).add(message);
        }
        boolean taken = gateway.send(Dispatch.of(lane, Dispatch.ofOwner(order.owner()), message)
                .whenDone(outcome -> {
                    noLongerWaits(order, message);
                    if (outcome == SendOutcome.SENT) {
                        left(order, message);
                    }
                    overIfNothingLeft(order);
                    if (outcome != SendOutcome.SENT) {
                        clients.holder(order.owner())
                                .ifPresent(owner -> owner.error(
                                        order.clientOrderId(),
                                        ErrorCatalogue.NOT_CONNECTED,
                                        what + " was not sent: " + reason(outcome),
                                        NOT_SENT_JSON));
                    }
                }));
        if (!taken) {
            noLongerWaits(order, message);
            boolean neverSent = neverLeft(order);
            overIfNothingLeft(order);
            client.error(
                    order.clientOrderId(),
                    refusalCode(lane, neverSent),
                    what + " was not sent: too many messages wait for the gateway's rate limit",
                    NOT_SENT_JSON);
        }
    }

    /** Sends the cancel of everything that works at the gateway. */
    void send(ClientSession client, ReqGlobalCancel message) {
        boolean taken = gateway.send(Dispatch.of(Lane.CANCEL, Dispatch.ofOwner(client.owner()), message)
                .whenDone(outcome -> {
                    if (outcome == SendOutcome.SENT) {
                        globalCancels.put(client.owner(), now.nanos());
                    } else {
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

    /**
     * Takes back what waits of an order, so that its cancel, which overtakes, does not meet a gateway that gets the order
     * afterwards. If the gateway has never seen the order, it is over, and so is what waits of its children: a gateway that
     * never saw the parent may take a profit target or a stop for an order of its own. The owners are told.
     *
     * @return whether the order is over, so that nothing is left to cancel
     */
    boolean takeBack(OrderRecord order) {
        List<Outgoing> all = waiting.remove(order);
        if (all == null) {
            return false;
        }
        all.forEach(message -> gateway.takeBack(Lane.ORDER, Dispatch.ofOwner(order.owner()), message));
        boolean neverLeft = neverLeft(order);
        overIfNothingLeft(order);
        if (!neverLeft) {
            return false;
        }
        clients.holder(order.owner())
                .ifPresent(owner -> owner.error(
                        order.clientOrderId(),
                        ErrorCatalogue.ORDER_CANCELLED,
                        "Order Canceled - reason: it was taken back before it left for the gateway",
                        NOT_SENT_JSON));
        takeBackChildren(order);
        return true;
    }

    private void takeBackChildren(OrderRecord parent) {
        for (OrderRecord other : List.copyOf(waiting.keySet())) {
            if (isChild(other, parent)) {
                takeBack(other);
            }
        }
    }

    /**
     * Gives back, unsent, what waits of an owner's orders and may not be sent any more: all of an order of which something may
     * not, since a change that is left over would stand for the order. The owner is told. What was sent stays.
     *
     * @param forbids why a message may not be sent; empty if it may
     * @return of how many orders something was given back
     */
    public int giveBack(ClientSession client, Function<Outgoing, Optional<String>> forbids) {
        int given = 0;
        for (OrderRecord order : List.copyOf(waiting.keySet())) {
            List<Outgoing> all = waiting.getOrDefault(order, List.of());
            Optional<String> why = order.owner() != client.owner()
                    ? Optional.empty()
                    : all.stream()
                            .flatMap(message -> forbids.apply(message).stream())
                            .findFirst();
            if (why.isEmpty()) {
                continue;
            }
            waiting.remove(order);
            all.forEach(message -> gateway.takeBack(Lane.ORDER, Dispatch.ofOwner(order.owner()), message));
            boolean neverSent = neverLeft(order);
            overIfNothingLeft(order);
            client.error(
                    order.clientOrderId(),
                    refusalCode(Lane.ORDER, neverSent),
                    (neverSent ? "the order" : "the change of the order")
                            + " was not sent, because the rules were changed: " + why.get(),
                    NOT_PERMITTED_JSON);
            if (neverSent) {
                takeBackChildren(order);
            }
            given++;
        }
        return given;
    }

    /** Takes back what waits of all orders. */
    void takeBackAll() {
        List.copyOf(waiting.keySet()).forEach(this::takeBack);
    }

    /** Whether something of an order waits here. */
    boolean waits(OrderRecord order) {
        return waiting.containsKey(order);
    }

    /** Orders of which something waits here, or was written and not answered. */
    public int inFlight() {
        return waiting.size()
                + (int) registry.all().stream()
                        .filter(order -> order.inFlight() || order.previewInFlight())
                        .count();
    }

    /** The bytes of this turn have been handed to the socket. */
    public void afterWrite() {
        for (OrderRecord order : justWritten) {
            // What was written may have been a preview, and the order itself still wait.
            if (order.phase() == OrderPhase.INTENT && (order.inFlight() || order.onlyPreviewed())) {
                progress.to(order, OrderPhase.SENT);
            }
        }
        justWritten.clear();
    }

    /** The gateway session ended. */
    public void onUpstreamLost(Outage outage) {
        justWritten.clear();
        tellOfGlobalCancels(outage);
        for (OrderRecord order : registry.all()) {
            if (order.previewInFlight()) {
                previewLost(order, outage);
            }
            order.forgetNews();
            if (!order.inFlight()) {
                continue;
            }
            order.inFlight(false);
            if (order.phase() == OrderPhase.INTENT || order.phase() == OrderPhase.SENT) {
                progress.to(order, OrderPhase.UNKNOWN);
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

    /** A preview has no answer. Where there is an order, the code must not be one that ends it. */
    private void previewLost(OrderRecord order, Outage outage) {
        boolean noOrder = order.onlyPreviewed();
        progress.previewed(order);
        clients.holder(order.owner())
                .ifPresent(owner -> owner.error(
                        order.clientOrderId(),
                        noOrder ? ErrorCatalogue.NOT_CONNECTED : ErrorCatalogue.ORDER_WARNING,
                        "the preview (what-if) has no answer; it changed nothing. " + notice.text(outage),
                        notice.json(outage)));
    }

    /** Nothing answers a global cancel, so all that shows that the gateway has it is an answer to what it was asked later. */
    private void tellOfGlobalCancels(Outage outage) {
        globalCancels.forEach((owner, leftAt) -> {
            if (now.msSince(leftAt) >= PASSED_ON_MS && gateway.hasRead(leftAt)) {
                return;
            }
            clients.holder(owner)
                    .ifPresent(client -> client.error(
                            ClientSession.NO_ID,
                            ErrorCatalogue.ORDER_WARNING,
                            "outcome unknown of the global cancel: the session ended before it was known that the gateway"
                                    + " had handled it, and it will not be sent again. Check the open orders when the"
                                    + " gateway is back, and send it again if any are left. "
                                    + notice.text(outage),
                            notice.json(outage, "UNKNOWN")));
        });
        globalCancels.clear();
    }

    /** Something was written. */
    private void left(OrderRecord order, Outgoing message) {
        boolean preview = message instanceof PlaceOrder place && place.order().whatIf();
        if (preview) {
            order.previewLeft();
        } else {
            order.inFlight(true);
        }
        justWritten.add(order);
    }

    /** Whether what waits of an order names another as its parent. */
    private boolean isChild(OrderRecord order, OrderRecord parent) {
        List<Outgoing> all = waiting.getOrDefault(order, List.of());
        return all.stream()
                .anyMatch(message ->
                        message instanceof PlaceOrder place && place.order().parentId() == parent.upstreamOrderId());
    }

    /** Whether no gateway can have the order. Meaningful for an order of which nothing waits. */
    private static boolean neverLeft(OrderRecord order) {
        // One that IB once took and that was over was wished again; only the gateway can say what of it lives.
        return nothingLeft(order) && order.permId() == 0;
    }

    private static boolean nothingLeft(OrderRecord order) {
        return order.phase() == OrderPhase.INTENT
                && !order.inFlight()
                && !(order.onlyPreviewed() && order.previewInFlight());
    }

    /** So that no later start calls an order unknown that is known not to have been sent. */
    private void overIfNothingLeft(OrderRecord order) {
        if (nothingLeft(order) && !waiting.containsKey(order)) {
            progress.to(order, OrderPhase.DONE);
        }
    }

    private void noLongerWaits(OrderRecord order, Outgoing message) {
        List<Outgoing> all = waiting.get(order);
        if (all != null && all.remove(message) && all.isEmpty()) {
            waiting.remove(order);
        }
    }

    /** What a client understands as just that: an order that ends here, a change that was not made, a cancel to repeat. */
    private static int refusalCode(Lane lane, boolean neverSent) {
        if (lane == Lane.CANCEL) {
            return ErrorCatalogue.ORDER_WARNING;
        }
        return neverSent ? ErrorCatalogue.ORDER_REJECTED : ErrorCatalogue.CHANGE_REFUSED;
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
}

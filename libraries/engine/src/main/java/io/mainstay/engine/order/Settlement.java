package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.subscription.Flights;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.ReqCompletedOrders;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of orders that the gateway does not mention any more after an outage: they ended meanwhile, or never
 * arrived. Some time into the new session, when a gateway that has just started knows its orders again, it is asked once
 * for its open orders, its completed orders and its executions. Only if all three answers are complete is anything said:
 * what is unknown is not empty.
 */
public final class Settlement {
    private static final long ASK_AFTER_MS = 15_000;
    private static final long ASK_AGAIN_MAX_MS = 900_000;
    private static final ReqCompletedOrders COMPLETED = new ReqCompletedOrders(false);

    private static final String UNKNOWN_JSON =
            "{\"mainstay\":{\"cause\":\"LINK_DOWN\",\"exit\":13,\"outcome\":\"UNKNOWN\"}}";

    private final Gateway gateway;
    private final OrderRegistry registry;
    private final OrderProgress progress;
    private final OrderDispatch dispatch;
    private final OwnerView view;
    private final ClientDirectory clients;
    private final EventSink events;
    private final Now now;

    /** Orders that lived or were under way when a session ended and of which the gateway has not spoken since. */
    private final Set<OrderRecord> doubtful = new LinkedHashSet<>();

    /** What was found out and the owner was not there to be told; only in the session that it was found out in. */
    private final Map<OrderRecord, Verdict> untold = new LinkedHashMap<>();

    /** What this session's answers name, by IB's id; only while they are asked for. */
    private final Map<Long, CompletedOrder> completed = new HashMap<>();

    /** The last execution that this session told of each order in doubt. */
    private final Map<OrderRecord, Execution> executed = new HashMap<>();

    private long askAt = Now.NEVER;

    /** How long it waits before it asks; longer each time that not all was answered. */
    private long waitMs = ASK_AFTER_MS;

    /** Counts the rounds of questions, so that answers to those of before say nothing. */
    private int round;

    private int answersMissing;

    /**
     * @param telling tells the owner
     * @param over whether the order is over by it
     */
    private record Verdict(Consumer<ClientSession> telling, boolean over) {}

    Settlement(
            Gateway gateway,
            OrderRegistry registry,
            OrderProgress progress,
            OrderDispatch dispatch,
            OwnerView view,
            ClientDirectory clients,
            EventSink events,
            Now now) {
        this.gateway = gateway;
        this.registry = registry;
        this.progress = progress;
        this.dispatch = dispatch;
        this.view = view;
        this.clients = clients;
        this.events = events;
        this.now = now;
    }

    /** The gateway session ended; to be called while it is still known what it told. */
    public void onUpstreamLost() {
        registry.all().stream()
                .filter(order -> order.phase() != OrderPhase.DONE && !order.onlyPreviewed())
                .filter(order -> order.inFlight() || order.spokenOf())
                .forEach(doubtful::add);
        askAt = Now.NEVER;
        untold.clear();
        executed.clear();
        endRound();
    }

    /** A session is READY. */
    public void onSession() {
        waitMs = ASK_AFTER_MS;
        if (!doubtful.isEmpty()) {
            askAt = now.inMs(waitMs);
        }
    }

    /** The gateway spoke of an order as one that it has. */
    void onMentioned(OrderRecord order) {
        if (doubtful.remove(order)) {
            untold.remove(order);
            executed.remove(order);
        }
    }

    /** The gateway told a part of an order's fill, be it an old one. */
    void onExecution(OrderRecord order, Execution execution) {
        if (doubtful.contains(order)) {
            if (!order.inFlight() && order.permId() == 0) {
                progress.heardOf(order, execution.permId(), false);
            }
            executed.merge(order, execution, (a, b) -> number(b.cumQty()).compareTo(number(a.cumQty())) >= 0 ? b : a);
        }
    }

    /** One row of an answer to a question for completed orders, whoever asked it. */
    public void onCompleted(CompletedOrder message) {
        if (answersMissing > 0 && message.order().permId() != 0) {
            completed.put(message.order().permId(), message);
        }
    }

    /** A client is served; it is told what was found out while it was away. */
    public void onAttached(ClientSession client) {
        List.copyOf(untold.keySet()).stream()
                .filter(order -> order.owner() == client.owner())
                .forEach(this::tell);
    }

    /** Returns whether the gateway is to be asked now, by {@link #answer} for each of the three questions. */
    public boolean due() {
        if (!now.reached(askAt)) {
            return false;
        }
        if (gateway.serversLost()) {
            askAt = now.inMs(ASK_AFTER_MS);
            return false;
        }
        askAt = Now.NEVER;
        doubtful.removeIf(order -> order.phase() == OrderPhase.DONE);
        endRound();
        return gateway.ready() && gateway.speaks(COMPLETED) && doubtful.stream().anyMatch(this::isStill);
    }

    /** To be told how one of the questions ended. */
    public Flights.Outcome answer() {
        answersMissing++;
        int asked = round;
        return complete -> {
            if (asked == round) {
                onAnswer(complete);
            }
        };
    }

    long nextDeadline() {
        return askAt;
    }

    private void onAnswer(boolean complete) {
        if (!complete || gateway.serversLost()) {
            endRound();
            events.accept(new EngineEvent.Trouble("the gateway's lists of orders did not all come; " + doubtful.size()
                    + " orders that it has not mentioned since the outage stay as they are, and it is asked again"));
            againLater();
            return;
        }
        answersMissing--;
        if (answersMissing == 0) {
            boolean someMove = false;
            for (OrderRecord order : List.copyOf(doubtful)) {
                if (isStill(order)) {
                    untold.put(order, verdict(order));
                    tell(order);
                } else {
                    someMove |= order.phase() != OrderPhase.DONE;
                }
            }
            endRound();
            if (someMove) {
                againLater();
            }
        }
    }

    private void againLater() {
        waitMs = Math.min(2 * waitMs, ASK_AGAIN_MAX_MS);
        askAt = now.inMs(waitMs);
    }

    private void endRound() {
        round++;
        answersMissing = 0;
        completed.clear();
    }

    /** Whether nothing is under way that will tell more. */
    private boolean isStill(OrderRecord order) {
        return order.phase() != OrderPhase.DONE && !order.inFlight() && !dispatch.waits(order);
    }

    private void tell(OrderRecord order) {
        Verdict verdict = untold.get(order);
        if (verdict == null) {
            return;
        }
        if (!isStill(order)) {
            untold.remove(order);
            return;
        }
        clients.holder(order.owner()).ifPresent(owner -> {
            untold.remove(order);
            doubtful.remove(order);
            verdict.telling().accept(owner);
            if (verdict.over()) {
                progress.to(order, OrderPhase.DONE);
            }
        });
    }

    private Verdict verdict(OrderRecord order) {
        CompletedOrder ended = order.permId() == 0 ? null : completed.get(order.permId());
        if (ended != null && !ended.orderState().status().isEmpty()) {
            OrderStatus status = status(order, ended);
            return new Verdict(owner -> owner.send(status), true);
        }
        boolean heardOf =
                order.permId() != 0 || order.phase() == OrderPhase.ACKNOWLEDGED || executed.containsKey(order);
        String found = heardOf
                ? "the gateway does not list this order any more since the outage, neither as open nor as completed since its"
                        + " midnight. It may have ended; compare executions and positions"
                : "the gateway lists this order, which was under way when the session ended, neither as open nor as completed nor"
                        + " as executed. It has most likely not got it; but an order that waits there for a person's click or"
                        + " was not to be transmitted is not listed either. Look there before it is sent again";
        return new Verdict(
                owner -> owner.error(order.clientOrderId(), ErrorCatalogue.ORDER_WARNING, found, UNKNOWN_JSON), false);
    }

    /** The status that the gateway would have told when the order ended. */
    private OrderStatus status(OrderRecord order, CompletedOrder ended) {
        Execution last = executed.get(order);
        BigDecimal filled = number(ended.order().filledQuantity());
        if (filled.signum() == 0 && last != null) {
            filled = number(last.cumQty());
        }
        return view.toOwner(
                new OrderStatus(
                        order.upstreamOrderId(),
                        ended.orderState().status(),
                        filled,
                        number(ended.order().totalQuantity()).subtract(filled).max(BigDecimal.ZERO),
                        last == null ? BigDecimal.ZERO : number(last.avgPrice()),
                        order.permId(),
                        ended.order().parentId(),
                        last == null ? BigDecimal.ZERO : number(last.price()),
                        gateway.clientId(),
                        "",
                        BigDecimal.ZERO),
                order);
    }

    private static BigDecimal number(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}

package io.mainstay.engine.order;

import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.time.Now;
import java.util.Optional;

/** How far each order has come, in memory and in the journal: from its intent, which is durable first, to its end. */
final class OrderProgress {
    private final OrderRegistry registry;
    private final OrderJournal journal;
    private final EventSink events;
    private final Now now;

    OrderProgress(OrderRegistry registry, OrderJournal journal, EventSink events, Now now) {
        this.registry = registry;
        this.journal = journal;
        this.events = events;
        this.now = now;
    }

    /**
     * Makes it durable that an owner wants an order or its change; only then may its bytes leave.
     *
     * @throws JournalException if it is not durable; then it must not be sent
     */
    OrderRecord intent(int owner, int clientOrderId, String orderRef, String summary) throws JournalException {
        OrderRecord order = wish(owner, clientOrderId, orderRef, summary);
        if (order.onlyPreviewed()) {
            // How far its previews came says nothing of the order.
            order.onlyPreviewed(false);
            if (order.phase() != OrderPhase.INTENT) {
                to(order, OrderPhase.INTENT);
            }
        }
        return order;
    }

    /**
     * Makes it durable that an owner wants to know what an order would do. What is known of an order that is really wished
     * stays as it is.
     *
     * @throws JournalException if its id is not durable; then it must not be sent
     */
    OrderRecord preview(int owner, int clientOrderId, String orderRef, String summary) throws JournalException {
        Optional<OrderRecord> known = registry.find(owner, clientOrderId);
        if (known.isPresent() && !known.get().onlyPreviewed()) {
            return known.get();
        }
        OrderRecord order = wish(owner, clientOrderId, orderRef, summary);
        order.onlyPreviewed(true);
        return order;
    }

    private OrderRecord wish(int owner, int clientOrderId, String orderRef, String summary) throws JournalException {
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

    /** The gateway answered a preview. */
    void previewed(OrderRecord order) {
        order.previewAnswered();
        if (order.onlyPreviewed() && order.phase() != OrderPhase.DONE) {
            to(order, OrderPhase.DONE);
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
            to(order, next);
        }
    }

    /** An order has come to a phase. */
    void to(OrderRecord order, OrderPhase phase) {
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
}

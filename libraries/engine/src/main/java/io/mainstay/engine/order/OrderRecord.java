package io.mainstay.engine.order;

import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One order of a client as it is known now. Its three ids never change and are never given again. */
final class OrderRecord {
    private final int owner;
    private final int clientOrderId;
    private final int upstreamOrderId;
    private final String orderRef;
    private OrderPhase phase;
    private long permId;
    private boolean inFlight;
    private boolean onlyPreviewed;
    private int previewsInFlight;
    private @Nullable OpenOrder lastOpenOrder;
    private @Nullable OrderStatus lastStatus;

    OrderRecord(JournaledOrder order) {
        owner = order.owner();
        clientOrderId = order.clientOrderId();
        upstreamOrderId = order.upstreamOrderId();
        orderRef = order.orderRef();
        phase = order.phase();
        permId = order.permId();
    }

    int owner() {
        return owner;
    }

    int clientOrderId() {
        return clientOrderId;
    }

    int upstreamOrderId() {
        return upstreamOrderId;
    }

    String orderRef() {
        return orderRef;
    }

    OrderPhase phase() {
        return phase;
    }

    void phase(OrderPhase next) {
        phase = next;
    }

    long permId() {
        return permId;
    }

    void permId(long id) {
        permId = id;
    }

    /**
     * Whether it is over and no gateway ever said that it had it at work: given up before it left, or rejected. IB gives
     * its id to every order that it takes.
     */
    boolean neverReachedTheGateway() {
        return phase == OrderPhase.DONE && permId == 0;
    }

    /**
     * Whether something about it was written that the gateway has not answered by any word about this order. Previews are not
     * meant: they change nothing.
     */
    boolean inFlight() {
        return inFlight;
    }

    void inFlight(boolean now) {
        inFlight = now;
    }

    /** Whether its owner only ever asked what it would do, so that there is no order of this id. */
    boolean onlyPreviewed() {
        return onlyPreviewed;
    }

    void onlyPreviewed(boolean now) {
        onlyPreviewed = now;
    }

    /** Whether a preview was written that the gateway has not answered. */
    boolean previewInFlight() {
        return previewsInFlight > 0;
    }

    void previewLeft() {
        previewsInFlight++;
    }

    void previewAnswered() {
        previewsInFlight = Math.max(0, previewsInFlight - 1);
    }

    /** Whether the gateway told of it in this session. */
    boolean spokenOf() {
        return lastOpenOrder != null || lastStatus != null;
    }

    /** What the gateway last told of it in this session; empty if it did not. */
    Optional<OpenOrder> lastOpenOrder() {
        return Optional.ofNullable(lastOpenOrder);
    }

    /** The gateway's last word on its status in this session; empty if there was none. */
    String lastStatus() {
        return lastStatus == null ? "" : lastStatus.status();
    }

    /** Side, quantity, symbol and type as the gateway told them in this session; empty if it did not. */
    String lastDescription() {
        if (lastOpenOrder == null) {
            return "";
        }
        Order order = lastOpenOrder.order();
        BigDecimal quantity = order.totalQuantity();
        return order.action() + " " + (quantity == null ? "" : quantity.toPlainString() + " ")
                + lastOpenOrder.contract().symbol() + " " + order.orderType();
    }

    /** Remembers the message; returns whether it differs from the last one of its kind in this gateway session. */
    boolean news(OpenOrder message) {
        boolean differs = !message.equals(lastOpenOrder);
        lastOpenOrder = message;
        return differs;
    }

    boolean news(OrderStatus message) {
        boolean differs = !message.equals(lastStatus);
        lastStatus = message;
        return differs;
    }

    /** A new gateway session tells everything anew, and answers nothing that the last one was asked. */
    void forgetNews() {
        previewsInFlight = 0;
        lastOpenOrder = null;
        lastStatus = null;
    }
}

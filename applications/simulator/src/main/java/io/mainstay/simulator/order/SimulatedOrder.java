package io.mainstay.simulator.order;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One order and its state. It is told what happens; {@link OrderBook} and the gateway decide. */
public final class SimulatedOrder {
    private final int clientId;
    private final int orderId;
    private final long permId;
    private final Instrument instrument;
    private final Contract contract;
    private final Instant placedAt;
    private Order order;
    private OrderStatusName status = OrderStatusName.ApiPending;
    private BigDecimal filled = BigDecimal.ZERO;
    private BigDecimal paid = BigDecimal.ZERO;
    private BigDecimal lastFillPrice = BigDecimal.ZERO;
    private boolean triggered;
    private int revision;
    private @Nullable Instant endedAt;
    private String endReason = "";

    SimulatedOrder(
            int clientId,
            int orderId,
            long permId,
            Instrument instrument,
            Contract contract,
            Order order,
            Instant placedAt) {
        this.clientId = clientId;
        this.orderId = orderId;
        this.permId = permId;
        this.instrument = instrument;
        this.contract = contract;
        this.order = order;
        this.placedAt = placedAt;
    }

    /** The client that placed it. */
    public int clientId() {
        return clientId;
    }

    public int orderId() {
        return orderId;
    }

    public long permId() {
        return permId;
    }

    public Instrument instrument() {
        return instrument;
    }

    public Contract contract() {
        return contract;
    }

    public Order order() {
        return order;
    }

    public Instant placedAt() {
        return placedAt;
    }

    public OrderStatusName status() {
        return status;
    }

    public BigDecimal quantity() {
        return Objects.requireNonNullElse(order.totalQuantity(), BigDecimal.ZERO);
    }

    public BigDecimal filled() {
        return filled;
    }

    public BigDecimal remaining() {
        return quantity().subtract(filled);
    }

    /** What a unit cost on average, 0 before the first fill. */
    public BigDecimal averageFillPrice() {
        return filled.signum() == 0
                ? BigDecimal.ZERO
                : paid.divide(filled, MathContext.DECIMAL64).stripTrailingZeros();
    }

    public BigDecimal lastFillPrice() {
        return lastFillPrice;
    }

    public boolean isBuy() {
        return order.action().equals("BUY");
    }

    /** Whether a stop order has become a working one. */
    public boolean isTriggered() {
        return triggered;
    }

    public boolean isFinal() {
        return status.isFinal();
    }

    /** When it ended, absent while it lives. */
    public @Nullable Instant endedAt() {
        return endedAt;
    }

    public String endReason() {
        return endReason;
    }

    /** How often its terms have changed. */
    public int revision() {
        return revision;
    }

    /** Takes new terms for an order that still works. */
    public void modify(Order newTerms) {
        requireAlive();
        this.order = newTerms;
        this.revision++;
        this.triggered = false;
    }

    public void become(OrderStatusName newStatus) {
        requireAlive();
        this.status = newStatus;
    }

    public void trigger() {
        triggered = true;
    }

    /** Ends it unfilled. */
    public void end(OrderStatusName finalStatus, String reason, Instant now) {
        become(finalStatus);
        endedAt = now;
        endReason = reason;
    }

    void fill(BigDecimal shares, BigDecimal price, Instant now) {
        requireAlive();
        if (shares.compareTo(remaining()) > 0) {
            throw new IllegalArgumentException("a fill of " + shares + " where " + remaining() + " remain");
        }
        filled = filled.add(shares);
        paid = paid.add(shares.multiply(price));
        lastFillPrice = price;
        if (remaining().signum() == 0) {
            status = OrderStatusName.Filled;
            endedAt = now;
            endReason = "Filled Size: " + filled.stripTrailingZeros().toPlainString();
        } else {
            status = OrderStatusName.Submitted;
        }
    }

    private void requireAlive() {
        if (isFinal()) {
            throw new IllegalStateException("order " + orderId + " of client " + clientId + " has ended: " + status);
        }
    }
}

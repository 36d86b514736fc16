package io.mainstay.simulator.order;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One order and its state. It is told what happens; {@link OrderBook} and the gateway decide. */
public final class SimulatedOrder {
    private final int clientId;
    private final boolean manual;
    private int orderId;
    private final long permId;
    private final Instrument instrument;
    private final Contract contract;
    private final Instant placedAt;
    private Order order;
    private OrderStatusName status = OrderStatusName.ApiPending;
    private BigDecimal filled = BigDecimal.ZERO;
    private BigDecimal paid = BigDecimal.ZERO;
    private BigDecimal lastFillPrice = BigDecimal.ZERO;
    private Timing timing;
    private boolean triggered;
    private boolean conditionsMet;
    private @Nullable BigDecimal trailingStop;
    private @Nullable BigDecimal peggedPrice;
    private String whyHeld = "";
    private int executions;
    private @Nullable Instant endedAt;
    private String endReason = "";

    SimulatedOrder(
            int clientId,
            int orderId,
            long permId,
            Instrument instrument,
            Contract contract,
            Order order,
            Timing timing,
            Instant placedAt) {
        this.clientId = clientId;
        this.orderId = orderId;
        this.manual = orderId == 0;
        this.timing = timing;
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

    /** Its id among the client's; 0 for an order from TWS's window that is not bound, negative once it is. */
    public int orderId() {
        return orderId;
    }

    /** Whether it was entered in TWS's window. */
    public boolean isManual() {
        return manual;
    }

    /** Gives an order from TWS's window an id, under which client 0 can change it. */
    void bind(int id) {
        if (!manual || orderId != 0) {
            throw new IllegalStateException("order " + permId + " has an id already: " + orderId);
        }
        orderId = id;
    }

    public Timing timing() {
        return timing;
    }

    /** What the market means for it now. */
    public Decision decide(Quote quote, Instant now) {
        return OrderTypes.ruleOf(order).decide(this, quote, now);
    }

    /** Whether its conditions have been met once, or it has none. */
    public boolean conditionsMet() {
        return conditionsMet || order.conditions().isEmpty();
    }

    public void meetConditions() {
        conditionsMet = true;
    }

    /** Where a trailing stop stands; absent before it has seen the market. */
    public @Nullable BigDecimal trailingStop() {
        return trailingStop;
    }

    void trail(BigDecimal stop) {
        trailingStop = stop;
    }

    /** Where a pegged order stands; absent before it has seen the market. */
    @Nullable
    BigDecimal peggedPrice() {
        return peggedPrice;
    }

    void peg(BigDecimal price) {
        peggedPrice = price;
    }

    /** Why it is not at the exchange, in TWS's words: {@code trigger}, {@code child}, or empty. */
    public String whyHeld() {
        return whyHeld;
    }

    public void hold(String why) {
        whyHeld = why;
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

    /** Takes new terms for an order that still works; what it has seen of the market stays where its trigger does. */
    public void modify(Order newTerms, Timing newTiming) {
        requireAlive();
        boolean sameTrigger = newTerms.orderType().equals(order.orderType())
                && same(newTerms.auxPrice(), order.auxPrice())
                && same(newTerms.trailingPercent(), order.trailingPercent())
                && same(newTerms.trailStopPrice(), order.trailStopPrice());
        if (!sameTrigger) {
            this.triggered = false;
            this.trailingStop = null;
        }
        this.peggedPrice = null;
        if (!newTerms.conditions().equals(order.conditions())) {
            this.conditionsMet = false;
        }
        this.order = newTerms;
        this.timing = newTiming;
    }

    private static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a == null ? b == null : b != null && a.compareTo(b) == 0;
    }

    /** Lowers what remains to be filled, as a group of orders does when another of it fills. */
    public void reduceTo(BigDecimal newRemaining) {
        requireAlive();
        if (newRemaining.signum() <= 0 || newRemaining.compareTo(remaining()) > 0) {
            throw new IllegalArgumentException("remaining " + remaining() + " can't become " + newRemaining);
        }
        this.order = order.toBuilder().totalQuantity(filled.add(newRemaining)).build();
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
        whyHeld = "";
        endedAt = now;
        endReason = reason;
    }

    void fill(BigDecimal shares, BigDecimal price, Instant now) {
        requireAlive();
        if (shares.compareTo(remaining()) > 0) {
            throw new IllegalArgumentException("a fill of " + shares + " where " + remaining() + " remain");
        }
        executions++;
        filled = filled.add(shares);
        paid = paid.add(shares.multiply(price));
        lastFillPrice = price;
        if (remaining().signum() == 0) {
            whyHeld = "";
            status = OrderStatusName.Filled;
            endedAt = now;
            endReason = "Filled Size: " + filled.stripTrailingZeros().toPlainString();
        } else {
            status = OrderStatusName.Submitted;
        }
    }

    /** In how many executions it has filled so far. */
    int executions() {
        return executions;
    }

    /** Takes a corrected price for some of what has filled. */
    void correct(BigDecimal shares, BigDecimal oldPrice, BigDecimal newPrice) {
        paid = paid.add(shares.multiply(newPrice.subtract(oldPrice)));
        lastFillPrice = newPrice;
    }

    private void requireAlive() {
        if (isFinal()) {
            throw new IllegalStateException("order " + orderId + " of client " + clientId + " has ended: " + status);
        }
    }
}

package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.value.OrderStatusWord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One order's state, as far as the gateway has told. All of it is guarded by the one lock of {@link Orders}, whose methods
 * call the package-private ones here.
 *
 * <p>The gateway's word counts in this order: a rejection of an order without fills; a status that means that the order
 * works or has ended; and when neither came, what is known is told as doubt, which a later word resolves.
 */
final class LiveOrder implements OrderHandle {
    private static final int MAX_EVENTS = 1_000;

    /** How long {@link #await} waits for the fills that belong to the status Filled. */
    private static final Duration FILLS_AFTER_FILLED = Duration.ofSeconds(2);

    private final Orders orders;
    private final ReentrantLock lock;
    private final Condition changed;
    private final String key;
    private final int orderId;
    private final Duration timeout;
    private final Map<String, Fill> fills = new LinkedHashMap<>();
    private final ArrayList<Event> events = new ArrayList<>();
    private OrderStatusWord status = OrderStatusWord.NONE;
    private BigDecimal filled = BigDecimal.ZERO;
    private @Nullable BigDecimal averagePrice;
    private long permId;
    private boolean echoed;
    private boolean acknowledged;
    private Outcome.@Nullable Rejected rejected;
    private @Nullable String doubt;
    private boolean over;

    LiveOrder(Orders orders, ReentrantLock lock, String key, int orderId, Duration timeout) {
        this.orders = orders;
        this.lock = lock;
        this.changed = lock.newCondition();
        this.key = key;
        this.orderId = orderId;
        this.timeout = timeout;
    }

    void note(String text) {
        if (events.size() == MAX_EVENTS) {
            events.remove(0);
        }
        events.add(new Event(Instant.now(), status.word(), text));
        changed.signalAll();
    }

    void status(OrderStatus report) {
        BigDecimal total = report.filled();
        if (total != null) {
            filled = total;
        }
        BigDecimal price = report.avgFillPrice();
        if (price != null && price.signum() != 0) {
            averagePrice = price;
        }
        known(report.permId());
        become(report.status(), report.whyHeld());
    }

    void described(OrderState state, long reportedPermId) {
        known(reportedPermId);
        if (!state.rejectReason().isEmpty()) {
            reject(ErrorCatalogue.ORDER_REJECTED, state.rejectReason());
        }
        become(state.status(), state.warningText());
    }

    private void known(long reportedPermId) {
        echoed = true;
        if (reportedPermId != 0) {
            permId = reportedPermId;
        }
    }

    /** What an order that was found instead of placed is known to be. */
    void become(String reported, String text) {
        OrderStatusWord now = OrderStatusWord.of(reported);
        boolean news = !now.equals(OrderStatusWord.NONE) && !now.equals(status);
        if (news) {
            status = now;
        }
        acknowledged |= status.isTaken();
        if (news || !text.isEmpty()) {
            note(text);
        }
    }

    void compare(@Nullable BigDecimal quantity) {
        if (status.equals(OrderStatusWord.NONE) && quantity != null && filled.compareTo(quantity) >= 0) {
            become(OrderStatusWord.FILLED.word(), "its executions add up to its quantity");
        }
    }

    /** A fill, new, corrected, or now with its commission. */
    void fill(Fill fill, String identity) {
        boolean news = fills.put(identity, fill) == null;
        echoed = true;
        acknowledged = true;
        if (fill.permId() != 0) {
            permId = fill.permId();
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Fill one : fills.values()) {
            sum = sum.add(one.quantity());
        }
        if (sum.compareTo(filled) > 0) {
            filled = sum;
        }
        if (news) {
            note("filled " + fill.quantity().toPlainString() + " at "
                    + fill.price().toPlainString());
        } else {
            changed.signalAll();
        }
    }

    void error(ErrorMessage error) {
        int code = error.errorCode();
        if (code == ErrorCatalogue.NOT_CONNECTED) {
            doubt("the worker lost its gateway before there was word of the order (" + error.errorMsg() + ")");
            return;
        }
        // Once the order works, other numbers than 201 are about a cancel or change of it.
        if (ErrorCatalogue.of(code).endsOrder() && (!acknowledged || code == ErrorCatalogue.ORDER_REJECTED)) {
            reject(code, error.errorMsg());
        } else if (code == ErrorCatalogue.ORDER_CANCELLED && !done()) {
            status = OrderStatusWord.CANCELLED;
            acknowledged = true;
        }
        note(code + ": " + error.errorMsg());
    }

    private void reject(int code, String reason) {
        if (rejected == null) {
            rejected = new Outcome.Rejected(code, reason);
        }
    }

    /** Something happened after which word of the order may never come. */
    void doubt(String why) {
        doubt = why;
        note("in doubt: " + why);
    }

    /** The connection has ended: nothing more will be known here. */
    void over(String why) {
        over = true;
        if (!done()) {
            doubt = "the connection ended (" + why + ")";
            note(doubt);
        }
        changed.signalAll();
    }

    private @Nullable Outcome decided() {
        if (rejected != null && fills.isEmpty() && filled.signum() == 0) {
            return rejected;
        }
        if (acknowledged) {
            return new Outcome.Acknowledged(permId);
        }
        if (doubt != null) {
            return echoed ? new Outcome.Acknowledged(permId) : new Outcome.InDoubt(sent() + doubt);
        }
        return null;
    }

    private String sent() {
        return "order " + orderId + " with key " + key + " was sent once; ";
    }

    private boolean isDone() {
        return status.isOver() || status.equals(OrderStatusWord.INACTIVE) || rejected != null && fills.isEmpty();
    }

    private boolean fillsAreComplete() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Fill fill : fills.values()) {
            sum = sum.add(fill.quantity());
        }
        return !status.equals(OrderStatusWord.FILLED) || sum.compareTo(filled) >= 0;
    }

    @Override
    public Outcome outcome() {
        Deadline deadline = Deadline.after(timeout);
        lock.lock();
        try {
            Outcome outcome = decided();
            while (outcome == null) {
                long rest = deadline.remainingNanos();
                if (rest <= 0) {
                    return echoed
                            ? new Outcome.Acknowledged(permId)
                            : new Outcome.InDoubt(
                                    sent() + "the gateway has said nothing about it for " + timeout.toMillis() + " ms");
                }
                waitForChange(rest);
                outcome = decided();
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(Duration within) {
        Deadline deadline = Deadline.after(within);
        lock.lock();
        try {
            while (!isDone() && !over && !deadline.passed()) {
                waitForChange(deadline.remainingNanos());
            }
            Deadline forFills = deadline.butAtMost(FILLS_AFTER_FILLED);
            while (!fillsAreComplete() && !over && !forFills.passed()) {
                waitForChange(forFills.remainingNanos());
            }
            return isDone();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // each caller loops on what it waits for
    private long waitForChange(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw Calls.interrupted("word of order " + orderId);
        }
    }

    @Override
    public void cancel() {
        orders.cancel(this);
    }

    @Override
    public int orderId() {
        return orderId;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String status() {
        lock.lock();
        try {
            return status.word();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BigDecimal filled() {
        lock.lock();
        try {
            return filled;
        } finally {
            lock.unlock();
        }
    }

    /** The description of a filled order may come before the report that has its average price. */
    private Optional<BigDecimal> averageOfFills() {
        BigDecimal quantity = BigDecimal.ZERO;
        BigDecimal paid = BigDecimal.ZERO;
        for (Fill fill : fills.values()) {
            quantity = quantity.add(fill.quantity());
            paid = paid.add(fill.quantity().multiply(fill.price()));
        }
        return quantity.signum() == 0
                ? Optional.empty()
                : Optional.of(paid.divide(quantity, MathContext.DECIMAL64).stripTrailingZeros());
    }

    @Override
    public Optional<BigDecimal> averageFillPrice() {
        lock.lock();
        try {
            return averagePrice == null ? averageOfFills() : Optional.of(averagePrice);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Fill> fills() {
        lock.lock();
        try {
            return List.copyOf(fills.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Event> log() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean done() {
        lock.lock();
        try {
            return isDone();
        } finally {
            lock.unlock();
        }
    }
}

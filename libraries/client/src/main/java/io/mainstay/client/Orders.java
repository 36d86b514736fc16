package io.mainstay.client;

import io.mainstay.client.session.Channel;
import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Failure;
import io.mainstay.client.session.SendResult;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.value.OrderStatusWord;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one session: each key is placed at most once, and each order id is used once.
 *
 * <p>Before the first order with a key of the caller's is placed, the gateway is asked once for the orders that this client
 * id already has, so a program that crashed after placing and repeats itself finds its first order. Between the question
 * and the placing nobody else can place under this client id, because a client id has one connection. When the question
 * has no complete answer, nothing is placed.
 */
final class Orders {
    private static final int MAX_STRAYS = 4_096;

    private final Connection connection;
    private final ReentrantLock placing = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, LiveOrder> byId = new HashMap<>();
    private final Map<String, LiveOrder> byKey = new HashMap<>();
    private final FillBook book = new FillBook();
    private final Map<Integer, OrderStatus> strays = new LinkedHashMap<>();
    private @Nullable ZoneId zone;
    private int nextOrderId;
    private boolean earlierOrdersKnown;

    Orders(Connection connection) {
        this.connection = connection;
    }

    /** Places an order, or gives back the one that has its key already. */
    OrderHandle place(String key, boolean ownKey, Contract contract, Order order, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        acquirePlacing(deadline);
        try {
            LiveOrder known = find(key);
            if (known == null && ownKey && !earlierOrdersKnown) {
                new EarlierOrders(connection, this).find(deadline, timeout);
                earlierOrdersKnown = true;
                known = find(key);
            }
            if (known == null) {
                return send(key, contract, order, timeout);
            }
            compare(known, order);
            return known;
        } finally {
            placing.unlock();
        }
    }

    /** An order that is known by its executions only has no status; that all of it was filled can be seen. */
    private void compare(LiveOrder known, Order order) {
        lock.lock();
        try {
            known.compare(order.totalQuantity());
        } finally {
            lock.unlock();
        }
    }

    private void acquirePlacing(Deadline deadline) {
        try {
            if (!placing.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw Calls.timedOut(deadline, "earlier orders; nothing was placed");
            }
        } catch (InterruptedException e) {
            throw Calls.interrupted("its turn to place an order; nothing was placed");
        }
    }

    private LiveOrder send(String key, Contract contract, Order order, Duration timeout) {
        Notice down = connection.notices().linkDown().orElse(null);
        if (down != null) {
            throw new MainstayException.LinkDown("The order with key " + key
                    + " was not placed, because the gateway has no link to IB (" + down.code() + ": " + down.text()
                    + "). Wait until the link is back.");
        }
        LiveOrder handle;
        lock.lock();
        try {
            handle = new LiveOrder(this, lock, key, nextOrderId++, timeout);
            byId.put(handle.orderId(), handle);
            byKey.put(key, handle);
        } finally {
            lock.unlock();
        }
        SendResult result = connection.session().send(new PlaceOrder(handle.orderId(), contract, order));
        if (result == SendResult.NOT_CONNECTED || result == SendResult.QUEUE_FULL) {
            forget(handle);
            throw new MainstayException.Disconnected("The order with key " + key
                    + " was not placed: the connection has ended or is not read any more. Connect again.");
        }
        lock.lock();
        try {
            if (result == SendResult.BROKEN) {
                handle.doubt("writing failed in the middle");
            } else {
                handle.note("sent");
            }
        } finally {
            lock.unlock();
        }
        return handle;
    }

    private void forget(LiveOrder handle) {
        lock.lock();
        try {
            byId.remove(handle.orderId());
            byKey.remove(handle.key());
        } finally {
            lock.unlock();
        }
    }

    private @Nullable LiveOrder find(String key) {
        lock.lock();
        try {
            return byKey.get(key);
        } finally {
            lock.unlock();
        }
    }

    /** Takes over an order of an earlier session, unless its key is known. */
    void adopt(String key, int orderId, Duration timeout, java.util.function.Consumer<LiveOrder> state) {
        lock.lock();
        try {
            if (key.isEmpty() || byKey.containsKey(key)) {
                return;
            }
            var handle = new LiveOrder(this, lock, key, orderId, timeout);
            byKey.put(key, handle);
            if (orderId > 0) {
                byId.put(orderId, handle);
            }
            state.accept(handle);
            OrderStatus stray = strays.remove(orderId);
            if (stray != null) {
                handle.status(stray);
            }
            for (Fill fill : book.all(fill -> fill.orderRef().equals(key))) {
                handle.fill(fill, FillBook.identity(fill.execId()));
            }
        } finally {
            lock.unlock();
        }
    }

    List<Fill> fills(Predicate<Fill> which) {
        lock.lock();
        try {
            return book.all(which);
        } finally {
            lock.unlock();
        }
    }

    /** The present state of the fills in an answer, each once. */
    List<Fill> fills(List<ExecDetails> reports) {
        lock.lock();
        try {
            var found = new LinkedHashMap<String, Fill>();
            for (ExecDetails report : reports) {
                String execId = report.execution().execId();
                Fill fill = book.find(execId);
                found.put(FillBook.identity(execId), fill == null ? book.take(report, zone()) : fill);
            }
            return new ArrayList<>(found.values());
        } finally {
            lock.unlock();
        }
    }

    /** The working orders of this client id. */
    List<OpenOrder> open(Deadline deadline) {
        String what = "open orders";
        try (Channel<List<OpenOrder>>.Share share =
                connection.session().channels().openOrders().ask()) {
            var newest = new LinkedHashMap<Integer, OpenOrder>();
            for (OpenOrder order : Calls.await(share.reply(), deadline, what)) {
                newest.put(order.orderId(), order);
            }
            newest.values().removeIf(order -> !isOurs(order.order().clientId()) || hasEnded(order));
            return List.copyOf(newest.values());
        }
    }

    private static boolean hasEnded(OpenOrder order) {
        return OrderStatusWord.of(order.orderState().status()).isOver();
    }

    void cancel(LiveOrder order) {
        var message = new CancelOrder(order.orderId(), "", "", "", null, "", null);
        connection.send(message, "the cancel of order " + order.orderId());
        lock.lock();
        try {
            order.note("cancel asked for");
        } finally {
            lock.unlock();
        }
    }

    void onMessage(Incoming message) {
        lock.lock();
        try {
            switch (message.messageId()) {
                case NextValidId.ID -> nextOrderId = Math.max(nextOrderId, ((NextValidId) message).orderId());
                case OrderStatus.ID -> status((OrderStatus) message);
                case OpenOrder.ID -> {
                    OpenOrder open = (OpenOrder) message;
                    if (isOurs(open.order().clientId())) {
                        described(open);
                    }
                }
                case ExecDetails.ID -> {
                    ExecDetails report = (ExecDetails) message;
                    if (isOurs(report.execution().clientId())) {
                        filled(book.take(report, zone()));
                    }
                }
                case CommissionAndFeesReport.ID -> {
                    Fill fill = book.take((CommissionAndFeesReport) message);
                    if (fill != null) {
                        filled(fill);
                    }
                }
                default -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isOurs(int clientId) {
        return clientId == connection.options().clientId();
    }

    private void described(OpenOrder open) {
        LiveOrder known = byId.get(open.orderId());
        if (known != null) {
            known.described(open.orderState(), open.order().permId());
        }
        nextOrderId = Math.max(nextOrderId, open.orderId() + 1);
    }

    private void status(OrderStatus status) {
        if (!isOurs(status.clientId())) {
            return;
        }
        LiveOrder known = byId.get(status.orderId());
        if (known != null) {
            known.status(status);
        } else if (strays.size() < MAX_STRAYS || strays.containsKey(status.orderId())) {
            strays.put(status.orderId(), status);
        }
    }

    private void filled(Fill fill) {
        LiveOrder order = fill.orderId() > 0 ? byId.get(fill.orderId()) : null;
        if (order == null && !fill.orderRef().isEmpty()) {
            order = byKey.get(fill.orderRef());
        }
        if (order != null) {
            order.fill(fill, FillBook.identity(fill.execId()));
        }
    }

    private ZoneId zone() {
        ZoneId known = zone;
        if (known == null) {
            known = connection.gatewayZone();
            zone = known;
        }
        return known;
    }

    /** True if the error was about an order of this session. */
    boolean onError(ErrorMessage error) {
        lock.lock();
        try {
            LiveOrder order = byId.get(error.id());
            if (order != null) {
                order.error(error);
            }
            return order != null;
        } finally {
            lock.unlock();
        }
    }

    void onEnd(Failure why) {
        lock.lock();
        try {
            for (LiveOrder order : byKey.values()) {
                order.over(why.text());
            }
        } finally {
            lock.unlock();
        }
    }
}

package io.mainstay.runner.execution;

import io.mainstay.client.Fill;
import io.mainstay.client.Mainstay;
import io.mainstay.client.OpenOrderInfo;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Times;
import io.mainstay.runner.store.OrderRow;
import io.mainstay.runner.store.OrderState;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.store.Transaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds out what became of orders that were left without an end: by a crash, a lost connection or a deadline. Runs before
 * anything new is ordered.
 *
 * <p>Evidence is an execution or a working order with the order's own key. The absence of both proves something only
 * about orders of today and of this client id, because those are what the gateway lists, and only once they are older
 * than a sending may take. Any other order without a trace stays in doubt until somebody who has looked at the account says what it was.
 */
public final class Reconciliation {
    /** No sending of an order takes longer, whatever it waits for. */
    static final Duration SENDING_TAKES_AT_MOST = Duration.ofMinutes(2);

    private final RunnerStore store;
    private final Book book;
    private final Mainstay gateway;
    private final int clientId;
    private final Supplier<Instant> now;

    public Reconciliation(RunnerStore store, Book book, Mainstay gateway, int clientId, Supplier<Instant> now) {
        this.store = store;
        this.book = book;
        this.gateway = gateway;
        this.clientId = clientId;
        this.now = now;
    }

    /**
     * Asks the gateway only if an order or a commission is still open; returns what the user should know.
     *
     * @throws io.mainstay.client.MainstayException if the gateway does not answer; then nothing is concluded
     */
    public List<String> run() {
        LocalDate today = Times.tradingDay(now.get());
        boolean needed = store.transact(
                tx -> !tx.orders().underWay(book).isEmpty() || tx.orders().lacksCommission(book, today));
        if (!needed) {
            return List.of();
        }
        // In this order: an order that fills in between shows in the second list; the other way round in neither.
        List<OpenOrderInfo> working = gateway.openOrders();
        List<Fill> executions = gateway.executions();
        return store.transact(tx -> conclude(tx, working, executions));
    }

    private List<String> conclude(Transaction tx, List<OpenOrderInfo> working, List<Fill> executions) {
        Instant at = now.get();
        for (Fill fill : executions) {
            if (fill.account().equals(book.account())) {
                tx.orders()
                        .byKey(book, fill.orderRef())
                        .filter(order -> order.conId() == fill.contract().conId())
                        .ifPresent(order -> tx.orders().fill(order, GatewayFills.row(fill)));
            }
        }
        var remarks = new ArrayList<String>();
        for (OrderRow order : tx.orders().underWay(book)) {
            Finding finding = find(tx, order, working, at);
            if (finding.state() != order.state()) {
                tx.orders().event(order.id(), at, finding.state(), "reconciled: " + finding.what());
            }
            remarks.add("order " + order.key() + " (" + order.side() + " "
                    + order.quantity().toPlainString() + " " + order.symbol() + "): " + finding.what());
        }
        return remarks;
    }

    private record Finding(OrderState state, String what) {}

    private Finding find(Transaction tx, OrderRow order, List<OpenOrderInfo> working, Instant at) {
        BigDecimal filled = tx.orders().filled(order.id());
        String progress = GatewayFills.progress(filled, order.quantity());
        if (filled.compareTo(order.quantity()) >= 0) {
            return new Finding(OrderState.FILLED, progress);
        }
        boolean open = working.stream()
                .anyMatch(info -> order.key().equals(info.order().orderRef()));
        if (open) {
            return new Finding(OrderState.WORKING, "working at the gateway, " + progress);
        }
        if (order.createdAt().plus(SENDING_TAKES_AT_MOST).isAfter(at)) {
            return new Finding(order.state(), "no trace at the gateway yet, too young to conclude from that");
        }
        if (!order.day().equals(Times.tradingDay(at))) {
            return new Finding(
                    OrderState.UNKNOWN,
                    "from " + order.day()
                            + " and without a trace in today's lists: look at the account's trades of that"
                            + " day and resolve it");
        }
        if (order.clientId() != clientId) {
            return new Finding(
                    OrderState.UNKNOWN,
                    "sent under client id " + order.clientId() + ", whose orders this run with " + clientId
                            + " does not see: run once with IBKR_CLIENT_ID=" + order.clientId());
        }
        if (filled.signum() > 0 || order.state() == OrderState.WORKING) {
            return new Finding(OrderState.CANCELLED, "no longer working, " + progress);
        }
        return new Finding(OrderState.NOT_FOUND, "neither working nor executed today: it never came to be");
    }

    /**
     * Ends an order in doubt on the word of somebody who has looked at the account; it then counts as not filled any
     * further.
     *
     * @throws IllegalArgumentException if no such order is under way
     */
    public static void resolve(RunnerStore store, Book book, String key, Instant at, String explanation) {
        if (explanation.isBlank()) {
            throw new IllegalArgumentException("say what the account showed");
        }
        store.transact(tx -> {
            OrderRow order = tx.orders()
                    .byKey(book, key)
                    .filter(o -> !o.state().done())
                    .orElseThrow(() -> new IllegalArgumentException("no order " + key + " is in doubt"));
            tx.orders().event(order.id(), at, OrderState.CANCELLED, "resolved by hand: " + explanation);
            return true;
        });
    }
}

package io.mainstay.runner.execution;

import io.mainstay.client.Mainstay;
import io.mainstay.client.OrderHandle;
import io.mainstay.client.OrderRequest;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.model.Times;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.BookRows;
import io.mainstay.runner.store.OrderRow;
import io.mainstay.runner.store.OrderState;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.store.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Sends orders to the gateway: the intent is on the disk before the order leaves, and everything that the gateway says is
 * added to it. An order whose outcome is not known stays so until a {@link Reconciliation} finds out.
 */
public final class GatewayDesk implements Desk {
    private final RunnerSettings settings;
    private final RunnerStore store;
    private final Book book;
    private final Mainstay gateway;
    private final AccountMoney account;
    private final OrderGate gate;
    private final Supplier<Instant> now;

    /** What this round's orders have added to {@link #account}; touched only within the store's transactions. */
    private final Map<Integer, BigDecimal> ordered = new HashMap<>();

    private BigDecimal committed = BigDecimal.ZERO;

    /**
     * A desk for one round.
     *
     * @param account as the gateway has just described it
     * @param now the market's time
     */
    public GatewayDesk(
            RunnerSettings settings,
            RunnerStore store,
            Book book,
            KillSwitch killSwitch,
            Mainstay gateway,
            AccountMoney account,
            Supplier<Instant> now) {
        this.settings = settings;
        this.store = store;
        this.book = book;
        this.gateway = gateway;
        this.account = account;
        this.gate = new OrderGate(settings, killSwitch);
        this.now = now;
    }

    @Override
    public Book book() {
        return book;
    }

    @Override
    public BigDecimal held(Transaction tx, int conId) {
        return tx.books()
                .position(book, conId)
                .map(BookRows.PositionRow::quantity)
                .orElse(BigDecimal.ZERO);
    }

    @Override
    public Optional<BookValue> value() {
        return account.equity()
                .map(equity -> store.transact(tx -> new BookValue(
                        account.cash(),
                        equity.subtract(account.cash()),
                        equity,
                        tx.books().dayStart(book, Times.tradingDay(now.get()), equity))));
    }

    @Override
    public Decision trade(Wish wish) {
        OrderGate.Passage passage = store.transact(tx -> check(tx, wish));
        return switch (passage) {
            case OrderGate.Passage.Shut shut -> shut.decision();
            case OrderGate.Passage.Open open -> send(wish, open);
        };
    }

    private OrderGate.Passage check(Transaction tx, Wish wish) {
        Instant at = now.get();
        int conId = wish.instrument().conId();
        var state = new OrderGate.State(
                account.position(conId).add(ordered.getOrDefault(conId, BigDecimal.ZERO)),
                held(tx, conId),
                account.equity(),
                account.equity().map(equity -> tx.books().dayStart(book, Times.tradingDay(at), equity)),
                account.cash().subtract(committed),
                account.grossValue().add(committed));
        OrderGate.Passage passage = gate.check(tx, book, wish, state, at);
        if (passage instanceof OrderGate.Passage.Open open) {
            ordered.merge(conId, wish.side().signed(open.order().quantity()), BigDecimal::add);
            committed = committed.add(open.increase().multiply(wish.price().price()));
        }
        return passage;
    }

    private Decision send(Wish wish, OrderGate.Passage.Open open) {
        OrderRow order = open.order();
        OrderHandle handle;
        OrderHandle.Outcome outcome;
        try {
            handle = request(wish, order).place();
            outcome = handle.outcome();
        } catch (RuntimeException e) {
            // Whether it left is not known: only the gateway's lists can say.
            return inDoubt(wish, order, "the order's sending failed: " + e.getMessage());
        }
        return switch (outcome) {
            case OrderHandle.Outcome.Rejected rejected -> rejected(wish, order, rejected);
            case OrderHandle.Outcome.InDoubt doubt -> inDoubt(wish, order, doubt.known());
            case OrderHandle.Outcome.Acknowledged acknowledged -> {
                store.transact(tx -> {
                    tx.orders().event(order.id(), now.get(), OrderState.WORKING, "permId " + acknowledged.permId());
                    return true;
                });
                handle.await(settings.timing().orderTimeout());
                yield ended(wish, order, handle, open.note());
            }
        };
    }

    private OrderRequest request(Wish wish, OrderRow order) {
        OrderRequest request =
                order.side() == Side.BUY ? gateway.buy(order.quantity()) : gateway.sell(order.quantity());
        return request.of(wish.instrument())
                .market()
                .day()
                .account(book.account())
                .key(order.key());
    }

    private Decision rejected(Wish wish, OrderRow order, OrderHandle.Outcome.Rejected rejected) {
        String reason = "the gateway refused the order: " + rejected.reason() + " (" + rejected.code() + ")";
        return end(wish, order, OrderState.REJECTED, Decision.Kind.REJECTED, reason, Decision.REFUSED);
    }

    private Decision inDoubt(Wish wish, OrderRow order, String known) {
        String reason = "the order may or may not be at the gateway: " + known
                + "; nothing new for this symbol before it is reconciled";
        return end(wish, order, OrderState.UNKNOWN, Decision.Kind.IN_DOUBT, reason, Decision.DEADLINE);
    }

    /** What became of an acknowledged order by the deadline. */
    private Decision ended(Wish wish, OrderRow order, OrderHandle handle, String note) {
        BigDecimal filled = store.transact(tx -> {
            for (OrderHandle.Event event : handle.log()) {
                tx.orders()
                        .event(
                                order.id(),
                                event.at(),
                                OrderState.WORKING,
                                (event.status() + " " + event.text()).strip());
            }
            handle.fills().forEach(fill -> tx.orders().fill(order, GatewayFills.row(fill)));
            return tx.orders().filled(order.id());
        });
        String progress = GatewayFills.progress(filled, order.quantity()) + (note.isEmpty() ? "" : ", " + note);
        if (filled.compareTo(order.quantity()) >= 0) {
            return end(wish, order, OrderState.FILLED, Decision.Kind.FILLED, progress, 0);
        }
        if (handle.done()
                && filled.compareTo(handle.filled()) >= 0
                && !handle.status().equals("Filled")) {
            return end(
                    wish,
                    order,
                    OrderState.CANCELLED,
                    Decision.Kind.CANCELLED,
                    "ended as " + handle.status() + ", " + progress,
                    Decision.REFUSED);
        }
        String reason = "not done after " + settings.timing().orderTimeout().toSeconds() + " s ("
                + (handle.status().isEmpty() ? "no status yet" : handle.status()) + "), " + progress
                + "; it stays at the gateway and is looked after in the next round";
        return end(wish, order, OrderState.WORKING, Decision.Kind.WORKING, reason, Decision.DEADLINE);
    }

    private Decision end(Wish wish, OrderRow order, OrderState state, Decision.Kind kind, String reason, int exitCode) {
        return store.transact(tx -> {
            tx.orders().event(order.id(), now.get(), state, reason);
            tx.signals().decision(wish.signalId(), kind.name(), reason, OptionalLong.of(order.id()));
            return new Decision(kind, reason, Optional.of(OrderLines.of(tx, order, "gateway")), exitCode);
        });
    }
}

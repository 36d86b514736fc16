package io.mainstay.runner.execution;

import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.model.Times;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.BookRows;
import io.mainstay.runner.store.FillRow;
import io.mainstay.runner.store.OrderRow;
import io.mainstay.runner.store.OrderState;
import io.mainstay.runner.store.RunnerStore;
import io.mainstay.runner.store.Transaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Fills orders at once, from the gateway's prices, made worse by slippage; keeps its own cash and positions. Check, fill
 * and booking are one transaction.
 */
public final class PaperDesk implements Desk {
    private static final BigDecimal BASIS_POINTS = new BigDecimal(10_000);
    private static final int PRICE_DIGITS = 4;

    private final RunnerSettings settings;
    private final RunnerStore store;
    private final Book book;
    private final OrderGate gate;
    private final Supplier<Instant> now;

    /**
     * A desk for one book.
     *
     * @param now the market's time
     */
    public PaperDesk(
            RunnerSettings settings, RunnerStore store, Book book, KillSwitch killSwitch, Supplier<Instant> now) {
        this.settings = settings;
        this.store = store;
        this.book = book;
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
        return Optional.of(store.transact(tx -> value(tx, now.get())));
    }

    private BookValue value(Transaction tx, Instant at) {
        BigDecimal cash = tx.books().cash(book, settings.paper().defaultCash(), at);
        BigDecimal positions = BigDecimal.ZERO;
        for (BookRows.PositionRow position : tx.books().positions(book)) {
            positions = positions.add(position.quantity().multiply(mark(tx, position)));
        }
        BigDecimal equity = cash.add(positions);
        BigDecimal dayStart = tx.books().dayStart(book, Times.tradingDay(at), equity);
        return new BookValue(cash, positions, equity, dayStart);
    }

    private static BigDecimal mark(Transaction tx, BookRows.PositionRow position) {
        return tx.books().mark(position.conId()).orElse(position.averageCost());
    }

    private BigDecimal gross(Transaction tx) {
        return tx.books().positions(book).stream()
                .map(position -> position.quantity().abs().multiply(mark(tx, position)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public Decision trade(Wish wish) {
        return store.transact(tx -> {
            Instant at = now.get();
            BookValue value = value(tx, at);
            BigDecimal held = held(tx, wish.instrument().conId());
            ReferencePrice price = worse(wish);
            Wish priced = new Wish(
                    wish.runId(),
                    wish.signalId(),
                    wish.instrument(),
                    wish.side(),
                    wish.exit(),
                    wish.strategy(),
                    wish.barStart(),
                    price,
                    wish.reason());
            var state = new OrderGate.State(
                    held,
                    held,
                    Optional.of(value.equity()),
                    Optional.of(value.dayStartEquity()),
                    value.cash(),
                    gross(tx));
            return switch (gate.check(tx, book, priced, state, at)) {
                case OrderGate.Passage.Shut shut -> shut.decision();
                case OrderGate.Passage.Open open -> fill(tx, wish, price, open, at);
            };
        });
    }

    private Decision fill(Transaction tx, Wish wish, ReferencePrice price, OrderGate.Passage.Open open, Instant at) {
        OrderRow order = open.order();
        BigDecimal commission = settings.paper().commission().of(order.quantity(), price.price());
        tx.orders()
                .fill(
                        order,
                        new FillRow(
                                "paper:" + book.id() + ":" + order.key(),
                                at,
                                order.quantity(),
                                price.price(),
                                price.source(),
                                price.price().subtract(wish.price().price()).abs(),
                                Optional.of(commission)));
        String filled = "filled " + Amounts.plain(order.quantity()) + " at " + Amounts.money(price.price()) + " ("
                + price.source() + ")" + (open.note().isEmpty() ? "" : ", " + open.note());
        tx.orders().event(order.id(), at, OrderState.FILLED, filled);
        tx.signals().decision(wish.signalId(), Decision.Kind.FILLED.name(), filled, OptionalLong.of(order.id()));
        return new Decision(Decision.Kind.FILLED, filled, Optional.of(OrderLines.of(tx, order, price.source())), 0);
    }

    /** The price with the slippage against us, rounded against us too. */
    private ReferencePrice worse(Wish wish) {
        BigDecimal bps = settings.paper().slippageBps();
        if (bps.signum() == 0) {
            return wish.price();
        }
        boolean buy = wish.side() == Side.BUY;
        BigDecimal factor = buy ? BASIS_POINTS.add(bps) : BASIS_POINTS.subtract(bps);
        BigDecimal price = wish.price()
                .price()
                .multiply(factor)
                .divide(BASIS_POINTS, PRICE_DIGITS, buy ? RoundingMode.UP : RoundingMode.DOWN);
        return new ReferencePrice(
                price.signum() > 0 ? price : wish.price().price(),
                wish.price().source() + ", slippage " + Amounts.plain(bps) + " bps");
    }
}

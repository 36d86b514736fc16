package io.mainstay.runner.store;

import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Orders, their history and their fills. Part of a {@link Transaction}. */
public final class OrderRows {
    private static final String COLUMNS =
            "id, order_key, book, con_id, symbol, side, quantity, client_id, created_at, day, state FROM orders ";

    private final Sql sql;
    private final BookRows books;

    OrderRows(Sql sql, BookRows books) {
        this.sql = sql;
        this.books = books;
    }

    /** What a book has done on one day. Orders that never existed at the gateway don't count. */
    public record DayCount(int orders, BigDecimal increaseNotional) {}

    /** Records an order that is about to be carried out. */
    public OrderRow intend(OrderRow.New order, Instant at) {
        long id = sql.insert(
                "INSERT INTO orders (order_key, run_id, book, con_id, symbol, side, quantity, reference_price,"
                        + " increase_notional, strategy, bar_start, reason, client_id, created_at, day, state, done)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                order.key(),
                order.runId(),
                order.book().id(),
                order.conId(),
                order.symbol(),
                order.side().name(),
                order.quantity(),
                order.referencePrice(),
                Amounts.plain(order.increaseNotional()),
                order.strategy(),
                order.barStart(),
                order.reason(),
                order.clientId(),
                at,
                order.day(),
                OrderState.INTENT.name());
        history(id, at, OrderState.INTENT, order.reason());
        return byId(id);
    }

    /** Appends to an order's history and makes {@code state} its present one. */
    public void event(long orderId, Instant at, OrderState state, String detail) {
        sql.update("UPDATE orders SET state = ?, done = ? WHERE id = ?", state.name(), state.done(), orderId);
        history(orderId, at, state, detail);
    }

    private void history(long orderId, Instant at, OrderState state, String detail) {
        sql.insert(
                "INSERT INTO order_events (order_id, at, state, detail) VALUES (?, ?, ?, ?)",
                orderId,
                at,
                state.name(),
                detail);
    }

    /** Records an execution and what it does to the book's position; false if it was known already. */
    public boolean fill(OrderRow order, FillRow fill) {
        boolean known = sql.one("SELECT 1 FROM trades WHERE exec_id = ?", row -> true, fill.execId())
                .isPresent();
        if (!known && corrects(order, fill)) {
            return false;
        }
        if (!known) {
            sql.insert(
                    "INSERT INTO trades (order_id, exec_id, at, book, con_id, symbol, side, quantity, price,"
                            + " price_source, slippage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    order.id(),
                    fill.execId(),
                    fill.at(),
                    order.bookId(),
                    order.conId(),
                    order.symbol(),
                    order.side().name(),
                    fill.quantity(),
                    fill.price(),
                    fill.priceSource(),
                    fill.slippage());
            books.apply(order, fill);
        }
        fill.commission().ifPresent(amount -> commission(order, fill.execId(), amount, fill.at()));
        return !known;
    }

    /**
     * Whether an execution only corrects one that is recorded: IB then repeats the id with a higher last part. It is kept
     * as an event, once, and never counted as a second fill.
     */
    private boolean corrects(OrderRow order, FillRow fill) {
        int dot = fill.execId().lastIndexOf('.');
        if (dot < 0 || fill.execId().indexOf('.') == dot) {
            return false;
        }
        String stem = fill.execId().substring(0, dot + 1);
        boolean corrects =
                sql.list("SELECT exec_id FROM trades WHERE order_id = ?", row -> row.getString(1), order.id()).stream()
                        .anyMatch(id -> id.startsWith(stem) && id.indexOf('.', stem.length()) < 0);
        if (corrects) {
            String detail = "execution " + fill.execId() + " corrects an earlier one: " + Amounts.plain(fill.quantity())
                    + " at " + Amounts.plain(fill.price());
            boolean noted = sql.one(
                            "SELECT 1 FROM order_events WHERE order_id = ? AND detail = ?",
                            row -> true,
                            order.id(),
                            detail)
                    .isPresent();
            if (!noted) {
                history(order.id(), fill.at(), byId(order.id()).state(), detail);
            }
        }
        return corrects;
    }

    private void commission(OrderRow order, String execId, BigDecimal amount, Instant at) {
        int added = sql.update(
                "INSERT INTO trade_commissions (exec_id, amount) VALUES (?, ?) ON CONFLICT DO NOTHING", execId, amount);
        if (added > 0) {
            books.charge(order, amount, at);
        }
    }

    /** How much of an order was filled, by its recorded executions. */
    public BigDecimal filled(long orderId) {
        return sql
                .list("SELECT quantity FROM trades WHERE order_id = ?", row -> Sql.amount(row, "quantity"), orderId)
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The average price of an order's recorded executions. */
    public Optional<BigDecimal> averagePrice(long orderId) {
        record Part(BigDecimal quantity, BigDecimal price) {}
        List<Part> parts = sql.list(
                "SELECT quantity, price FROM trades WHERE order_id = ?",
                row -> new Part(Sql.amount(row, "quantity"), Sql.amount(row, "price")),
                orderId);
        BigDecimal quantity = parts.stream().map(Part::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (quantity.signum() == 0) {
            return Optional.empty();
        }
        BigDecimal value =
                parts.stream().map(p -> p.quantity().multiply(p.price())).reduce(BigDecimal.ZERO, BigDecimal::add);
        return Optional.of(Amounts.quotient(value, quantity));
    }

    /** What an order's executions have cost so far in commissions. */
    public BigDecimal commissions(long orderId) {
        return sql
                .list(
                        "SELECT c.amount AS amount FROM trade_commissions c JOIN trades t ON t.exec_id = c.exec_id WHERE"
                                + " t.order_id = ?",
                        row -> Sql.amount(row, "amount"),
                        orderId)
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public Optional<OrderRow> byKey(Book book, String key) {
        return sql.one("SELECT " + COLUMNS + "WHERE book = ? AND order_key = ?", OrderRows::order, book.id(), key);
    }

    /**
     * The order with an id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public OrderRow byId(long id) {
        return sql.one("SELECT " + COLUMNS + "WHERE id = ?", OrderRows::order, id)
                .orElseThrow(() -> new IllegalArgumentException("no order has the id " + id));
    }

    /** The order of a contract that is not done, if there is one; there is at most one. */
    public Optional<OrderRow> underWay(Book book, int conId) {
        return sql.one(
                "SELECT " + COLUMNS + "WHERE book = ? AND con_id = ? AND done = 0", OrderRows::order, book.id(), conId);
    }

    public List<OrderRow> underWay(Book book) {
        return sql.list("SELECT " + COLUMNS + "WHERE book = ? AND done = 0 ORDER BY id", OrderRows::order, book.id());
    }

    /** Whether the book has executions whose commission is not known yet, on a day or later. */
    public boolean lacksCommission(Book book, LocalDate from) {
        return sql.one(
                        "SELECT 1 FROM trades t JOIN orders o ON o.id = t.order_id LEFT JOIN trade_commissions c ON"
                                + " c.exec_id = t.exec_id WHERE t.book = ? AND o.day >= ? AND c.exec_id IS NULL LIMIT 1",
                        row -> true,
                        book.id(),
                        from)
                .isPresent();
    }

    public DayCount day(Book book, LocalDate day) {
        List<BigDecimal> notionals = sql.list(
                "SELECT increase_notional FROM orders WHERE book = ? AND day = ? AND state NOT IN ('REJECTED',"
                        + " 'NOT_FOUND')",
                row -> Sql.amount(row, "increase_notional"),
                book.id(),
                day);
        return new DayCount(notionals.size(), notionals.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** The last order of a contract and side that increased exposure and was made within a time, whatever became of it. */
    public Optional<OrderRow> lastIncrease(Book book, int conId, Side side, Instant from, Instant to) {
        return sql.one(
                "SELECT " + COLUMNS + "WHERE book = ? AND con_id = ? AND side = ? AND increase_notional <> '0' AND"
                        + " created_at > ? AND created_at < ? ORDER BY id DESC LIMIT 1",
                OrderRows::order,
                book.id(),
                conId,
                side.name(),
                from,
                to);
    }

    private static OrderRow order(ResultSet row) throws SQLException {
        return new OrderRow(
                row.getLong("id"),
                row.getString("order_key"),
                row.getString("book"),
                row.getInt("con_id"),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                Sql.amount(row, "quantity"),
                row.getInt("client_id"),
                Sql.instant(row, "created_at"),
                LocalDate.parse(row.getString("day")),
                OrderState.valueOf(row.getString("state")));
    }
}

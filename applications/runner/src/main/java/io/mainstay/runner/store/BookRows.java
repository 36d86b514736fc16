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

/** Positions, cash, marks and equity of books. Part of a {@link Transaction}. */
public final class BookRows {
    private final Sql sql;

    BookRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * What the runner's own fills have made of one contract.
     *
     * @param quantity negative for short
     * @param averageCost per share, without commissions
     * @param realisedPnl after commissions
     */
    public record PositionRow(
            int conId, String symbol, BigDecimal quantity, BigDecimal averageCost, BigDecimal realisedPnl) {}

    /** A book's equity at a time. */
    public record EquityRow(
            Instant at, BigDecimal cash, BigDecimal positionsValue, BigDecimal equity, BigDecimal dayStartEquity) {}

    /** The book's cash; a new book gets {@code initial} first. */
    public BigDecimal cash(Book book, BigDecimal initial, Instant at) {
        sql.update(
                "INSERT INTO cash (book, amount, updated_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                book.id(),
                initial,
                at);
        return sql.one("SELECT amount FROM cash WHERE book = ?", row -> Sql.amount(row, "amount"), book.id())
                .orElseThrow();
    }

    /** The position of a contract that is not zero. */
    public Optional<PositionRow> position(Book book, int conId) {
        return positionOf(book.id(), conId)
                .filter(position -> position.quantity().signum() != 0);
    }

    /** All positions that are not zero. */
    public List<PositionRow> positions(Book book) {
        return sql.list(
                "SELECT con_id, symbol, quantity, average_cost, realised_pnl FROM positions WHERE book = ? AND quantity"
                        + " <> '0' ORDER BY symbol",
                BookRows::position,
                book.id());
    }

    private Optional<PositionRow> positionOf(String bookId, int conId) {
        return sql.one(
                "SELECT con_id, symbol, quantity, average_cost, realised_pnl FROM positions WHERE book = ? AND con_id ="
                        + " ?",
                BookRows::position,
                bookId,
                conId);
    }

    private static PositionRow position(ResultSet row) throws SQLException {
        return new PositionRow(
                row.getInt("con_id"),
                row.getString("symbol"),
                Sql.amount(row, "quantity"),
                Sql.amount(row, "average_cost"),
                Sql.amount(row, "realised_pnl"));
    }

    /** Books an execution: position, average, realised result, and cash where the book keeps its own. */
    void apply(OrderRow order, FillRow fill) {
        PositionRow before = positionOf(order.bookId(), order.conId())
                .orElse(new PositionRow(
                        order.conId(), order.symbol(), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
        save(order.bookId(), after(before, order.side(), fill.quantity(), fill.price()), fill.at());
        addCash(
                order.bookId(),
                order.side().signed(fill.quantity()).multiply(fill.price()).negate(),
                fill.at());
    }

    private static PositionRow after(PositionRow before, Side side, BigDecimal quantity, BigDecimal price) {
        BigDecimal held = before.quantity();
        BigDecimal change = side.signed(quantity);
        BigDecimal now = held.add(change);
        if (held.signum() == 0 || held.signum() == change.signum()) {
            BigDecimal cost = held.abs().multiply(before.averageCost()).add(quantity.multiply(price));
            return new PositionRow(
                    before.conId(), before.symbol(), now, Amounts.quotient(cost, now.abs()), before.realisedPnl());
        }
        BigDecimal closed = quantity.min(held.abs());
        BigDecimal gain =
                price.subtract(before.averageCost()).multiply(closed).multiply(BigDecimal.valueOf(held.signum()));
        BigDecimal average =
                now.signum() == 0 ? BigDecimal.ZERO : now.signum() == held.signum() ? before.averageCost() : price;
        return new PositionRow(
                before.conId(),
                before.symbol(),
                now,
                average,
                before.realisedPnl().add(gain));
    }

    /** Books a commission against the realised result and the cash. */
    void charge(OrderRow order, BigDecimal amount, Instant at) {
        positionOf(order.bookId(), order.conId())
                .ifPresent(position -> save(
                        order.bookId(),
                        new PositionRow(
                                position.conId(),
                                position.symbol(),
                                position.quantity(),
                                position.averageCost(),
                                position.realisedPnl().subtract(amount)),
                        at));
        addCash(order.bookId(), amount.negate(), at);
    }

    private void save(String bookId, PositionRow position, Instant at) {
        sql.update(
                "INSERT INTO positions (book, con_id, symbol, quantity, average_cost, realised_pnl, updated_at) VALUES"
                        + " (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (book, con_id) DO UPDATE SET symbol = excluded.symbol,"
                        + " quantity = excluded.quantity, average_cost = excluded.average_cost, realised_pnl ="
                        + " excluded.realised_pnl, updated_at = excluded.updated_at",
                bookId,
                position.conId(),
                position.symbol(),
                Amounts.plain(position.quantity()),
                Amounts.plain(position.averageCost()),
                Amounts.plain(position.realisedPnl()),
                at);
    }

    private void addCash(String bookId, BigDecimal change, Instant at) {
        sql.one("SELECT amount FROM cash WHERE book = ?", row -> Sql.amount(row, "amount"), bookId)
                .ifPresent(amount -> sql.update(
                        "UPDATE cash SET amount = ?, updated_at = ? WHERE book = ?", amount.add(change), at, bookId));
    }

    /** The last price seen of a contract. */
    public void mark(int conId, String symbol, BigDecimal price, Instant at) {
        sql.update(
                "INSERT INTO marks (con_id, symbol, price, at) VALUES (?, ?, ?, ?) ON CONFLICT (con_id) DO UPDATE SET"
                        + " symbol = excluded.symbol, price = excluded.price, at = excluded.at",
                conId,
                symbol,
                price,
                at);
    }

    public Optional<BigDecimal> mark(int conId) {
        return sql.one("SELECT price FROM marks WHERE con_id = ?", row -> Sql.amount(row, "price"), conId);
    }

    /** The equity that a book's day began with: the first that was ever named for that day. */
    public BigDecimal dayStart(Book book, LocalDate day, BigDecimal equity) {
        sql.update(
                "INSERT INTO trading_days (book, day, start_equity) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                book.id(),
                day,
                equity);
        return sql.one(
                        "SELECT start_equity FROM trading_days WHERE book = ? AND day = ?",
                        row -> Sql.amount(row, "start_equity"),
                        book.id(),
                        day)
                .orElseThrow();
    }

    public void equity(long runId, Book book, EquityRow equity) {
        sql.insert(
                "INSERT INTO equity (run_id, at, book, cash, positions_value, equity, day_start_equity) VALUES (?, ?, ?,"
                        + " ?, ?, ?, ?)",
                runId,
                equity.at(),
                book.id(),
                equity.cash(),
                equity.positionsValue(),
                equity.equity(),
                equity.dayStartEquity());
    }
}

package io.mainstay.runner.store;

import java.sql.Connection;

/** A unit of work under way, with all that it may read and write. Valid only inside {@link RunnerStore#transact}. */
public final class Transaction {
    private final RunRows runs;
    private final SignalRows signals;
    private final BookRows books;
    private final OrderRows orders;
    private final Sql sql;

    Transaction(Connection connection) {
        this.sql = new Sql(connection);
        this.runs = new RunRows(sql);
        this.signals = new SignalRows(sql);
        this.books = new BookRows(sql);
        this.orders = new OrderRows(sql, books);
    }

    public RunRows runs() {
        return runs;
    }

    public SignalRows signals() {
        return signals;
    }

    public BookRows books() {
        return books;
    }

    public OrderRows orders() {
        return orders;
    }

    /** A setting of this connection, as SQLite names it. */
    String pragma(String pragma) {
        return sql.one("PRAGMA " + pragma, row -> row.getString(1)).orElse("");
    }
}

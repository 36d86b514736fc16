package io.mainstay.runner.execution;

import io.mainstay.runner.model.Book;
import io.mainstay.runner.store.Transaction;
import java.math.BigDecimal;
import java.util.Optional;

/** Where wishes become orders. Safe for use by several threads; one per round. */
public interface Desk {
    Book book();

    /** What the runner's own fills have made of a contract, negative for short. */
    BigDecimal held(Transaction tx, int conId);

    /** Checks a wish against everything and carries it out, or says why not. Records all of it. */
    Decision trade(Wish wish);

    /** The book's money now; absent if the gateway did not say. */
    Optional<BookValue> value();

    /**
     * The money of a book.
     *
     * @param equity cash and positions
     */
    record BookValue(BigDecimal cash, BigDecimal positionsValue, BigDecimal equity, BigDecimal dayStartEquity) {}
}

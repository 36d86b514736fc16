package io.mainstay.runner.store;

import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * An order as it is recorded.
 *
 * @param key unique in its book; the gateway's {@code orderRef}
 * @param clientId under which it was sent
 * @param day the trading day that its limits count for
 */
public record OrderRow(
        long id,
        String key,
        String bookId,
        int conId,
        String symbol,
        Side side,
        BigDecimal quantity,
        int clientId,
        Instant createdAt,
        LocalDate day,
        OrderState state) {

    /**
     * An order about to exist.
     *
     * @param increaseNotional the value of the part that increases exposure
     */
    public record New(
            String key,
            long runId,
            Book book,
            int conId,
            String symbol,
            Side side,
            BigDecimal quantity,
            BigDecimal referencePrice,
            BigDecimal increaseNotional,
            String strategy,
            Instant barStart,
            String reason,
            int clientId,
            LocalDate day) {}
}

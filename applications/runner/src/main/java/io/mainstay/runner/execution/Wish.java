package io.mainstay.runner.execution;

import io.mainstay.client.Instrument;
import io.mainstay.runner.model.Book;
import io.mainstay.runner.model.Side;
import java.time.Instant;

/**
 * An order that a signal asks for.
 *
 * @param exit whether it closes what the runner holds; otherwise it opens a position
 * @param barStart of the bar that the signal is about
 */
public record Wish(
        long runId,
        long signalId,
        Instrument instrument,
        Side side,
        boolean exit,
        String strategy,
        Instant barStart,
        ReferencePrice price,
        String reason) {

    /**
     * The order's key, the same for the same strategy, contract, side and bar in a book, so that a repeat after a crash is
     * recognised here, in the worker and at the gateway.
     */
    public String key(Book book) {
        return "mr-" + strategy + "-" + instrument.conId() + "-" + (side == Side.BUY ? "B" : "S") + "-"
                + barStart.getEpochSecond() + "-"
                + Integer.toHexString(book.id().hashCode());
    }
}

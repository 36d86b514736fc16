package io.mainstay.client;

import java.math.BigDecimal;

/** An order, made complete step by step. Immutable; each step gives a new one. */
public interface OrderRequest {
    OrderRequest of(Instrument instrument);

    OrderRequest market();

    OrderRequest limit(BigDecimal price);

    /** A stop order that becomes a market order at {@code price}. */
    OrderRequest stop(BigDecimal price);

    /** Valid today only, which is also what holds if never said. */
    OrderRequest day();

    OrderRequest goodTillCancelled();

    OrderRequest account(String account);

    /** May also fill outside the regular session. */
    OrderRequest outsideRegularHours(boolean allowed);

    /**
     * The caller's own name for this order, written to its {@code orderRef}: placing the same key again gives the first
     * order back instead of a second one.
     */
    OrderRequest key(String key);

    /**
     * Sends the order once. Never throws for what the gateway says: see {@link OrderHandle#outcome}.
     *
     * @throws IllegalStateException if instrument, type or account are missing
     */
    OrderHandle place();
}

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

    /** The account to trade in, which may be left out if the login has only one. */
    OrderRequest account(String account);

    /** May also fill outside the regular session. */
    OrderRequest outsideRegularHours(boolean allowed);

    /**
     * The caller's own name for this order, written to its {@code orderRef}: placing the same key again gives the first
     * order back instead of a second one, whatever else the request says. That holds in this session for ever, and for
     * orders of earlier sessions of the same client id as far back as the gateway tells of them, which is its own day and
     * whatever still works. At most 128 printable ASCII characters.
     */
    OrderRequest key(String key);

    /**
     * Sends the order once. Never throws for what the gateway says about the order: see {@link OrderHandle#outcome}.
     *
     * <p>Before the first order of a session that has a key, the gateway is asked once for the orders that are there
     * already.
     *
     * @throws IllegalStateException if instrument, type or account are missing
     * @throws MainstayException if nothing was sent, because the connection had ended, the link to IB was down, or it could
     *     not be found out in time whether an order with this key exists; the same key may be tried again
     */
    OrderHandle place();
}

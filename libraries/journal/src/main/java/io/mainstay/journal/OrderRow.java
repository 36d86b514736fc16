package io.mainstay.journal;

/**
 * One order.
 *
 * @param permId 0 until it is known
 * @param phase how far it is known to have come, in the caller's words
 * @param atMs when the row was written, milliseconds since 1970
 */
public record OrderRow(
        int clientId,
        int clientOrderId,
        int upstreamOrderId,
        long permId,
        String orderRef,
        String phase,
        String summary,
        long atMs) {}

package io.mainstay.journal;

/**
 * One order.
 *
 * @param permId 0 as long as it is not known
 * @param state how far it came, a word of the caller's
 * @param summary what it is, for people
 * @param atMs when it was last wished, milliseconds since 1970
 */
public record OrderRow(
        int clientId,
        int clientOrderId,
        int upstreamOrderId,
        long permId,
        String orderRef,
        String state,
        String summary,
        long atMs) {}

package io.mainstay.engine.port;

/**
 * One order as the journal keeps it.
 *
 * @param owner whose order it is, see {@link JournaledOwner}
 * @param upstreamOrderId its id towards the gateway, unique for ever
 * @param permId IB's own id, 0 until the gateway tells it
 * @param summary the contract and the order in one line, without account
 * @param atMs when the intent was written, milliseconds since 1970
 */
public record JournaledOrder(
        int owner,
        int clientOrderId,
        int upstreamOrderId,
        long permId,
        String orderRef,
        OrderPhase phase,
        String summary,
        long atMs) {}

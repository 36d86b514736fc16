package io.mainstay.engine.order;

/**
 * One order that is not over, as it is known now. Free of account numbers.
 *
 * @param clientId its owner
 * @param clientOrderId the owner's id of it
 * @param upstreamOrderId its id towards the gateway
 * @param permId IB's id; 0 until the gateway told it
 * @param phase how far it has come here
 * @param status the gateway's last word on it in this session; empty if there was none
 * @param what side, quantity, symbol and type as the gateway told them in this session; empty if it did not
 * @param waiting whether something of it waits for its turn here
 */
public record OrderInfo(
        int clientId,
        int clientOrderId,
        int upstreamOrderId,
        long permId,
        String phase,
        String status,
        String what,
        boolean waiting) {}

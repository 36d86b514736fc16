package io.mainstay.protocol.message;

/** A message that belongs to one order of a client. */
public interface HasOrderId {
    int orderId();

    /** The same message under another order id. */
    Message withOrderId(int orderId);
}

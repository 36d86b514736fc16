package io.mainstay.engine.port;

/** How far an order is known to have come. */
public enum OrderPhase {
    /** Durable, and nothing of it has left. */
    INTENT,
    /** Its bytes have been handed to the socket; the gateway has said nothing yet. */
    SENT,
    /** It may have reached the gateway and nobody has said so; it is never sent again. */
    UNKNOWN,
    /** The gateway has spoken of it. */
    ACKNOWLEDGED,
    /** Filled, cancelled or refused. */
    DONE
}

package io.mainstay.engine.routing;

/** How a client's message finds its way, and its answers the way back. */
public enum Correlation {
    /** Opens a request under an id of the client; answers carry it. */
    REQUEST_ID,
    /** Ends a request that an earlier message opened. */
    CANCEL,
    /** Speaks of a request that an earlier message opened and leaves it open. */
    UPDATE,
    /** Belongs to an order of the client. */
    ORDER_ID,
    /** Its answers carry no id: one question at a time, asked for all who wait. */
    FLIGHT,
    /** Exists once per connection: one upstream subscription, shared. */
    SHARED,
    /** Answered without the gateway. */
    LOCAL,
    /** Changes a setting of the connection, without an answer. */
    SETTING,
    /** Not offered to clients. */
    REFUSED
}

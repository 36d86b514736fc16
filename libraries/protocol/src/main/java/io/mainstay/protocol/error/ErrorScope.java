package io.mainstay.protocol.error;

/** What an error message is about. */
public enum ErrorScope {
    /** The gateway's link to IB and its data farms, so everybody. */
    GATEWAY,
    /** This connection, or a request on it that has no id. */
    SESSION,
    /** The request whose id the message has. */
    REQUEST,
    /** A request whose answers go on until it is cancelled. */
    STREAM,
    /** The order whose id the message has. */
    ORDER,
    /** Whatever has the message's id, a request or an order. */
    ANY
}

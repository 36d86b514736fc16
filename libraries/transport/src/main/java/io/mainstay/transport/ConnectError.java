package io.mainstay.transport;

/** How an attempt to connect failed. */
public enum ConnectError {
    /** Connection refused. */
    REFUSED,
    /** No answer in time, as with a full accept queue or a dropped packet. */
    TIMED_OUT,
    /** The peer took the connection and broke it at once. */
    RESET,
    /** Unknown host, no route, or a local lack such as file descriptors. */
    OTHER
}

package io.mainstay.transport;

/** How an attempt to connect failed. */
public enum ConnectError {
    /** Connection refused. */
    REFUSED,
    /** No answer in time, as with a full accept queue or a dropped packet. */
    TIMED_OUT,
    /** Unknown host, no route, or a local lack such as file descriptors. */
    OTHER
}

package io.mainstay.engine.port;

/** How an attempt to open the connection to the gateway failed. */
public enum ConnectFailure {
    /** Connection refused. */
    NOTHING_LISTENS,
    /** No answer within the system's or our own time limit, as with a full accept queue. */
    TIMED_OUT,
    /** The gateway took the connection and broke it at once. */
    RESET,
    /** Unknown host, no route, or a local lack such as file descriptors. */
    UNREACHABLE
}

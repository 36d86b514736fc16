package io.mainstay.engine.routing;

/** How a message of the gateway finds those it is for. */
public enum ReplyRoute {
    /** By the request id that it carries. */
    REQUEST_ID,
    /** By the order, its owner and its fills. */
    ORDER,
    /** To those who wait for the flight of its kind. */
    FLIGHT,
    /** To the holders of a shared subscription. */
    SHARED,
    /** By the id and the code of the error. */
    ERROR,
    /** About the session itself; consumed here. */
    SESSION
}

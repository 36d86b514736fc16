package io.mainstay.simulator.session;

/** Why a session ended. */
public enum EndReason {
    /** The client ended it. */
    CLIENT_EOF,
    /** The client's end broke. */
    CLIENT_RESET,
    /** No greeting came in time. */
    NO_GREETING,
    /** No START_API came in time. */
    NO_START_API,
    /** The first bytes were not those of a TWS client. */
    NOT_A_TWS_CLIENT,
    /** A frame had an impossible length. */
    BAD_FRAME,
    /** The client speaks no version that this gateway speaks. */
    VERSION_NOT_SPOKEN,
    /** The client id is taken (error 326). */
    CLIENT_ID_IN_USE,
    /** As many clients as a gateway serves are there already. */
    TOO_MANY_CLIENTS,
    /** The client did not read what it asked for. */
    CLIENT_DOES_NOT_READ,
    /** The client sent more than it may (error 100). */
    MESSAGE_RATE,
    /** A fault that is switched on ended it. */
    FAULT,
    /** The simulator stopped. */
    SHUTDOWN
}

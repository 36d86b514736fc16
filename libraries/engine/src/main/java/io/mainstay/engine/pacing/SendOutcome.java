package io.mainstay.engine.pacing;

/** What became of a message that was taken for the gateway. Unless it is SENT, not one byte of it has left or will. */
public enum SendOutcome {
    /** Its bytes are on their way to the socket. */
    SENT,
    /** The session ended while it waited. */
    SESSION_ENDED,
    /** The gateway lost IB's servers while it waited. */
    SERVERS_LOST,
    /** The gateway gave no sign of life in time. */
    NO_SIGN_OF_LIFE,
    /** The operator paused the worker while it waited; only orders are given up for this. */
    PAUSED,
    /** The gateway's version has no such message, or no place for a value in it. */
    NOT_CARRIED
}

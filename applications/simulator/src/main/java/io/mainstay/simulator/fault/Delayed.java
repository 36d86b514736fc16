package io.mainstay.simulator.fault;

/** What a fault can make late, or keep for a while. */
public enum Delayed {
    /** The greeting's answer. */
    GREETING,
    /** Everything after START_API. */
    LOGIN,
    /** The account list, when the next valid id has already come. */
    ACCOUNTS,
    /** A client id, which stays taken when its connection is gone. */
    CLIENT_ID,
    /** What is sent: it is collected so long, and leaves at once. */
    DELIVERY,
    /** The gateway's FIN after the client's. */
    CLOSE
}

package io.mainstay.simulator.fault;

/** A state of the gateway that the parts of it which answer ask for themselves. */
public enum Mode {
    /** Orders are refused. */
    READ_ONLY,
    /** New orders wait for a click in the gateway's window. */
    HOLDS_ORDERS,
    /** The account has no subscription to live quotes. */
    DENIES_MARKET_DATA,
    /** Every client id is said to be in use. */
    REFUSES_CLIENT_IDS,
    /** The next valid id comes before the account list, with notices between them. */
    STARTS_UNORDERED,
    /** Too many messages in a second are answered with errors. */
    REJECTS_HIGH_RATES,
    /** The gateway keeps its end of a connection whose client has ended it. */
    KEEPS_ENDED_CONNECTIONS,
    /** Each byte is sent on its own. */
    SENDS_BYTE_WISE,
    /** What is no TWS client is left without an answer instead of being reset. */
    IGNORES_STRANGERS
}

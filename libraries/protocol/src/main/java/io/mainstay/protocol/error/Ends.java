package io.mainstay.protocol.error;

/** What is over when an error message has come. */
public enum Ends {
    /** Nothing: what the message names goes on. */
    NOTHING,
    /** The request: no further answer comes. */
    REQUEST,
    /** The request, with all that it would still have sent. */
    STREAM,
    /** The order: it does not live. */
    ORDER,
    /** The request or the order, whichever has the id. */
    EITHER,
    /** The change or cancel that was asked for; the order itself stays as it is. */
    CHANGE,
    /** The connection. */
    CONNECTION,
    /** The request, unless the text offers delayed data. */
    BY_TEXT
}

package io.mainstay.engine.operator;

/**
 * What an operator wants. None touches orders that work at IB: they stay there as they are. {@code why} is for people and may be
 * empty.
 */
public sealed interface OperatorVerb {
    /**
     * Nothing new goes to the gateway. Clients stay and what they hold goes on; new requests and orders are refused with the
     * reason, orders that still wait here are given back unsent, cancels go through.
     */
    record Pause(String why) implements OperatorVerb {}

    /** Ends a pause, and a hold before its time. */
    record Resume() implements OperatorVerb {}

    /**
     * No new client and nothing new; the engine stops when what is open has been answered.
     *
     * @param withinMs when it stops at the latest
     */
    record Drain(String why, long withinMs) implements OperatorVerb {}

    /** Ends the session of one client. */
    record Kill(long session, String why) implements OperatorVerb {}

    /** Closes the gateway session in order and makes it anew; clients keep theirs. */
    record Reconnect(String why) implements OperatorVerb {}

    /** Leaves the gateway to a person for a time, and comes back by itself; clients keep their sessions. */
    record Hold(String why, long ms) implements OperatorVerb {}
}

package io.mainstay.client.session;

import org.jspecify.annotations.Nullable;

/** Why there is no answer, as far as the session can tell. */
public sealed interface Failure {
    /** For people. */
    String text();

    /**
     * The gateway's or the worker's own word.
     *
     * @param cause what a worker says about its gateway, if it said anything
     */
    record Refused(int code, String text, @Nullable WorkerCause cause) implements Failure {}

    /** There was nothing to connect to, or no way there. */
    record Unreachable(String text) implements Failure {}

    /** The connection ended from the other side or by a fault of the network. */
    record Lost(String text) implements Failure {}

    /** What came is not the TWS protocol, or not at a version that both speak. */
    record Garbled(String text) implements Failure {}

    /** This program closed the connection. */
    record Closed(String text) implements Failure {}
}

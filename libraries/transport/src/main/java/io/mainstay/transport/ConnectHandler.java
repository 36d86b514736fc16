package io.mainstay.transport;

/** Takes the outcome of one attempt to connect; exactly one of its methods is called. */
public interface ConnectHandler {
    /** Why there is no connection. */
    enum Failure {
        /** The system said at once that nobody listens. */
        REFUSED,
        /** No answer in time, as with a full accept queue. */
        TIMED_OUT,
        /** Unknown host, no route, or a lack on this side. */
        UNREACHABLE
    }

    LinkHandler onConnected(Link link);

    /**
     * There is no connection.
     *
     * @param detail what the system said; may be empty
     */
    void onFailed(Failure failure, String detail);
}

package io.mainstay.engine.port;

/** Something worth a line in the log. Free of account numbers. */
public sealed interface EngineEvent {
    /** The upstream session changed its state. */
    record UpstreamChanged(String from, String to, long epoch, String why) implements EngineEvent {}

    /** The upstream connection of an epoch ended. */
    record UpstreamEnded(long epoch, CloseReason reason, String detail, long ageMs, long bytesIn, long bytesOut)
            implements EngineEvent {}

    /** A client completed START_API and holds its client id. */
    record ClientAttached(long session, int clientId, int version) implements EngineEvent {}

    /**
     * A client's session ended.
     *
     * @param clientId -1 if it never named one
     */
    record ClientEnded(
            long session, int clientId, CloseReason reason, String detail, long ageMs, long bytesIn, long bytesOut)
            implements EngineEvent {}

    /** Something that somebody should look at, while the work goes on. */
    record Trouble(String what) implements EngineEvent {}
}

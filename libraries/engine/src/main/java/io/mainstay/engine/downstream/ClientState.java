package io.mainstay.engine.downstream;

/** Where the session of a client stands. */
public enum ClientState {
    /** Its prefix and version range are awaited. */
    HANDSHAKING,
    /** Its version range came; the gateway's version is awaited, since clients are offered no newer one. */
    HELD,
    /** Its version is agreed; START_API is awaited. */
    GREETED,
    /** START_API came; it waits for the gateway session or for the end of an older session of its client id. */
    WAITING,
    /** It holds its client id and its requests are served. */
    READY,
    /** Over. */
    CLOSED
}

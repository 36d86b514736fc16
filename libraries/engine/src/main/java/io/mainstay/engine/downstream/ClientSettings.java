package io.mainstay.engine.downstream;

/**
 * The bounds of clients.
 *
 * @param serverVersionMax the newest version that clients are offered
 * @param handshakeTimeoutMs from the connection to START_API
 * @param clientsMax sessions at a time, with those that have not finished their handshake
 * @param conflateAboveBytes bytes that may wait for a client before it gets only the latest of its ticks
 * @param stalledMostMs how long a client with more than that waiting may take nothing; then it is cut off
 * @param queuedBytesMax bytes that may wait for a client that does not read; beyond it the client is cut off
 * @param requestsMax open requests of one client; beyond it a request is refused
 * @param sameClientId what happens to a client whose client id is taken
 * @param unreadableMax messages that can't be read before the client is cut off
 */
public record ClientSettings(
        int serverVersionMax,
        long handshakeTimeoutMs,
        int clientsMax,
        long conflateAboveBytes,
        long stalledMostMs,
        long queuedBytesMax,
        int requestsMax,
        SameClientId sameClientId,
        int unreadableMax) {
    public static final long DEFAULT_HANDSHAKE_TIMEOUT_MS = 5_000;
    public static final int DEFAULT_CLIENTS_MAX = 64;
    public static final long DEFAULT_CONFLATE_ABOVE_BYTES = 256L << 10;
    public static final long DEFAULT_STALLED_MOST_MS = 10_000;
    public static final long DEFAULT_QUEUED_BYTES_MAX = 8L << 20;
    public static final int DEFAULT_REQUESTS_MAX = 1_000;
    public static final int DEFAULT_UNREADABLE_MAX = 20;

    public static ClientSettings of(int serverVersionMax, SameClientId sameClientId) {
        return new ClientSettings(
                serverVersionMax,
                DEFAULT_HANDSHAKE_TIMEOUT_MS,
                DEFAULT_CLIENTS_MAX,
                DEFAULT_CONFLATE_ABOVE_BYTES,
                DEFAULT_STALLED_MOST_MS,
                DEFAULT_QUEUED_BYTES_MAX,
                DEFAULT_REQUESTS_MAX,
                sameClientId,
                DEFAULT_UNREADABLE_MAX);
    }
}

package io.mainstay.engine.upstream;

/**
 * How the session with the gateway behaves.
 *
 * @param endpoint the gateway's address, for texts only
 * @param clientId the client id towards the gateway, always the same
 * @param serverVersionMax the newest version offered; the session is at the newest that both sides know
 * @param handshakeTimeoutMs from the beginning of an attempt until READY
 * @param probeIntervalMs how often the gateway is asked for a sign of life
 * @param probeAnswerMs how long it may be silent after that
 * @param drainMs how long an orderly end waits for the gateway's end
 * @param messagesPerSecond the most messages in any second, but for cancels of orders; gateways allow half their lines
 *     and then close the session
 * @param marketDataLines subscriptions that use a market data line, at a time; logins have 100 and more
 * @param queuedBytesMax bytes that may wait for a gateway that does not read
 */
public record UpstreamSettings(
        String endpoint,
        int clientId,
        int serverVersionMax,
        long handshakeTimeoutMs,
        long probeIntervalMs,
        long probeAnswerMs,
        long drainMs,
        int messagesPerSecond,
        int marketDataLines,
        long queuedBytesMax) {
    public static final long DEFAULT_HANDSHAKE_TIMEOUT_MS = 10_000;
    public static final long DEFAULT_PROBE_INTERVAL_MS = 5_000;
    public static final long DEFAULT_PROBE_ANSWER_MS = 4_500;
    public static final long DEFAULT_DRAIN_MS = 2_000;
    public static final int DEFAULT_MESSAGES_PER_SECOND = 45;
    public static final int DEFAULT_MARKET_DATA_LINES = 100;
    public static final long DEFAULT_QUEUED_BYTES_MAX = 8L << 20;

    public UpstreamSettings {
        if (clientId < 0) {
            throw new IllegalArgumentException("the client id must not be negative: " + clientId);
        }
        if (handshakeTimeoutMs < 1 || messagesPerSecond < 2) {
            throw new IllegalArgumentException(
                    "the handshake timeout must be positive and the rate at least 2 messages per second");
        }
    }

    /** The rate for a login with so many lines: a gateway allows half of them, of which a tenth is left free. */
    public static int messagesPerSecond(int marketDataLines) {
        return Math.max(2, marketDataLines * 9 / 20);
    }

    /**
     * The most messages in any second when a cancel of an order is one of them: all that the gateway allows, so that no
     * flood of orders makes a cancel wait.
     */
    int cancelsPerSecond() {
        return Math.max(messagesPerSecond, marketDataLines / 2);
    }

    public static UpstreamSettings of(
            String endpoint,
            int clientId,
            int serverVersionMax,
            long handshakeTimeoutMs,
            int messagesPerSecond,
            int marketDataLines) {
        return new UpstreamSettings(
                endpoint,
                clientId,
                serverVersionMax,
                handshakeTimeoutMs,
                DEFAULT_PROBE_INTERVAL_MS,
                DEFAULT_PROBE_ANSWER_MS,
                DEFAULT_DRAIN_MS,
                messagesPerSecond,
                marketDataLines,
                DEFAULT_QUEUED_BYTES_MAX);
    }
}

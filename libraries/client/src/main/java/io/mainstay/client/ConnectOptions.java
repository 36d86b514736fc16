package io.mainstay.client;

import io.mainstay.protocol.message.MessageCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how to connect. Immutable.
 *
 * @param host the gateway's host, loopback by default
 * @param port the gateway's port, 4002 by default; a worker's front side is at this port + 100
 * @param clientId the client id of this program, to which its orders belong; a shared worker's own gateway session has
 *     another, fixed one
 * @param via through a worker that all programs share, through one of this program's own, or straight to the gateway
 * @param home the folder of all state, sockets and logs of this Mainstay
 * @param connectTimeout until accounts and order ids must be known
 * @param requestTimeout until each later call must have ended
 * @param newestVersion the newest protocol version to offer, 100 to 225; the other side takes this or its own newest,
 *     whichever is older. All that are known by default; a lower one serves tests, and a gateway that fails at its newest
 */
public record ConnectOptions(
        String host,
        int port,
        int clientId,
        Via via,
        Path home,
        Duration connectTimeout,
        Duration requestTimeout,
        int newestVersion) {

    public ConnectOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the gateway's host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the gateway's port must be 1 to 65535: " + port);
        }
        if (clientId < 0) {
            throw new IllegalArgumentException("the client id must not be negative: " + clientId);
        }
        if (!connectTimeout.isPositive() || !requestTimeout.isPositive()) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
        if (newestVersion < MessageCodec.OLDEST_VERSION || newestVersion > MessageCodec.NEWEST_VERSION) {
            throw new IllegalArgumentException("the newest protocol version must be " + MessageCodec.OLDEST_VERSION
                    + " to " + MessageCodec.NEWEST_VERSION + ": " + newestVersion);
        }
    }

    /** The way to the gateway. */
    public enum Via {
        /** The worker of the endpoint, started if there is none, which stays when this program ends. */
        SHARED_WORKER,
        /** A worker of this program alone, which ends with it. */
        PRIVATE_WORKER,
        /** No worker: this program opens its own gateway session. */
        DIRECT
    }

    /** All defaults: the paper gateway on this machine, through the shared worker. */
    public static ConnectOptions defaults() {
        return fromEnvironment(Map.of());
    }

    /**
     * The defaults, changed by {@code IBKR_HOST}, {@code IBKR_PORT}, {@code IBKR_CLIENT_ID}, {@code IBKR_TIMEOUT}
     * (seconds) and {@code MAINSTAY_HOME} of the environment.
     */
    public static ConnectOptions fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    static ConnectOptions fromEnvironment(Map<String, String> environment) {
        String home = environment.getOrDefault("MAINSTAY_HOME", "");
        return new ConnectOptions(
                environment.getOrDefault("IBKR_HOST", "127.0.0.1"),
                number(environment, "IBKR_PORT", 4002),
                number(environment, "IBKR_CLIENT_ID", 123),
                Via.SHARED_WORKER,
                home.isEmpty() ? Path.of(System.getProperty("user.home"), ".mainstay") : Path.of(home),
                Duration.ofSeconds(number(environment, "IBKR_TIMEOUT", 10)),
                Duration.ofSeconds(30),
                MessageCodec.NEWEST_VERSION);
    }

    private static int number(Map<String, String> environment, String key, int absent) {
        String text = environment.get(key);
        if (text == null || text.isBlank()) {
            return absent;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number: \"" + text + "\"", e);
        }
    }

    public ConnectOptions withGateway(String host, int port) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }

    public ConnectOptions withClientId(int clientId) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }

    public ConnectOptions withVia(Via via) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }

    public ConnectOptions withHome(Path home) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }

    public ConnectOptions withConnectTimeout(Duration connectTimeout) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }

    public ConnectOptions withRequestTimeout(Duration requestTimeout) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }

    public ConnectOptions withNewestVersion(int newestVersion) {
        return new ConnectOptions(host, port, clientId, via, home, connectTimeout, requestTimeout, newestVersion);
    }
}

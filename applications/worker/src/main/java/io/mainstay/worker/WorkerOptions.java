package io.mainstay.worker;

import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.protocol.message.MessageCodec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker's arguments.
 *
 * @param frontPort the loopback port for clients; empty for none, 0 for any free one
 * @param listener another listener, on the loopback or with TLS
 * @param access the file of rules; it need not exist
 * @param admin the Unix socket for operators
 * @param messagesPerSecond follows from the lines unless it is given
 */
record WorkerOptions(
        String gatewayHost,
        int gatewayPort,
        int clientId,
        Mode mode,
        Path socket,
        Optional<Integer> frontPort,
        Path lock,
        Path log,
        Path journal,
        int handshakeTimeoutMs,
        int serverVersionMax,
        int messagesPerSecond,
        int marketDataLines,
        SameClientId sameClientId,
        Optional<NetworkListener> listener,
        Path access,
        Path admin) {

    /** Who the worker lives for. */
    enum Mode {
        /** For everybody; outlives its starter. */
        SHARED,
        /** For its parent; ends with it. */
        PRIVATE
    }

    /**
     * The newest version spoken with the gateway unless told otherwise. The layouts of newer ones are known, but from 214 on
     * times in UTC end in another way and from 220 on a day's volume is in shares instead of lots; the worker does not turn
     * such figures back for clients of older versions, which would read a hundred times the volume.
     */
    static final int DEFAULT_SERVER_VERSION_MAX = MessageCodec.NEWEST_VERSION;

    private static final List<String> NAMES = List.of(
            "--gateway",
            "--client-id",
            "--mode",
            "--socket",
            "--front-port",
            "--lock",
            "--log",
            "--journal",
            "--handshake-timeout-ms",
            "--server-version-max",
            "--messages-per-second",
            "--market-data-lines",
            "--same-client-id",
            "--listen",
            "--tls-certificate",
            "--tls-key",
            "--tls-client-ca",
            "--access",
            "--admin");

    private static final int LINES_MAX = 100_000;
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code --name value} pairs.
     *
     * @throws IllegalArgumentException with a text for the user if they are not as needed
     */
    static WorkerOptions parse(String... arguments) {
        Map<String, String> given = pairs(arguments);
        WorkerFile.addTo(
                given, Path.of(required(given, "--socket")).toAbsolutePath().resolveSibling(WorkerFile.NAME));
        return of(given);
    }

    private static Map<String, String> pairs(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown argument " + name + "; known are " + String.join(" ", NAMES));
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            if (given.put(name, arguments[i + 1]) != null) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
        return given;
    }

    private static WorkerOptions of(Map<String, String> given) {
        String gateway = required(given, "--gateway");
        int colon = gateway.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--gateway is HOST:PORT, not " + gateway);
        }
        Mode mode = switch (required(given, "--mode")) {
            case "shared" -> Mode.SHARED;
            case "private" -> Mode.PRIVATE;
            default -> throw new IllegalArgumentException("--mode is shared or private");
        };
        int lines = number(
                "--market-data-lines",
                given.get("--market-data-lines"),
                1,
                LINES_MAX,
                UpstreamSettings.DEFAULT_MARKET_DATA_LINES);
        String frontPort = given.get("--front-port");
        Path socket = Path.of(required(given, "--socket")).toAbsolutePath();
        Optional<NetworkListener> listener = listener(given);
        if (listener.isPresent() && mode == Mode.PRIVATE) {
            throw new IllegalArgumentException(
                    "--listen is for a shared worker; a private one has its Unix socket alone");
        }
        return new WorkerOptions(
                gateway.substring(0, colon),
                number("--gateway port", gateway.substring(colon + 1), 1, PORT_MAX),
                number("--client-id", required(given, "--client-id"), 0, Integer.MAX_VALUE),
                mode,
                socket,
                frontPort == null ? Optional.empty() : Optional.of(number("--front-port", frontPort, 0, PORT_MAX)),
                Path.of(required(given, "--lock")).toAbsolutePath(),
                Path.of(required(given, "--log")).toAbsolutePath(),
                Path.of(required(given, "--journal")).toAbsolutePath(),
                number("--handshake-timeout-ms", given.get("--handshake-timeout-ms"), 1, 600_000, (int)
                        UpstreamSettings.DEFAULT_HANDSHAKE_TIMEOUT_MS),
                number(
                        "--server-version-max",
                        given.get("--server-version-max"),
                        MessageCodec.OLDEST_VERSION,
                        MessageCodec.NEWEST_VERSION,
                        DEFAULT_SERVER_VERSION_MAX),
                number(
                        "--messages-per-second",
                        given.get("--messages-per-second"),
                        2,
                        1_000_000,
                        UpstreamSettings.messagesPerSecond(lines)),
                lines,
                switch (given.getOrDefault("--same-client-id", "refuse")) {
                    case "refuse" -> SameClientId.REFUSE;
                    case "take-over" -> SameClientId.TAKE_OVER;
                    case "virtual" -> SameClientId.VIRTUAL;
                    default -> throw new IllegalArgumentException("--same-client-id is refuse, take-over or virtual");
                },
                listener,
                path(given, "--access").orElse(socket.resolveSibling("access.conf")),
                path(given, "--admin").orElse(socket.resolveSibling("admin.sock")));
    }

    /** Whatever is not the loopback needs TLS: the TWS protocol has neither a secret nor a signature of its own. */
    private static Optional<NetworkListener> listener(Map<String, String> given) {
        Optional<Path> certificate = path(given, "--tls-certificate");
        Optional<Path> key = path(given, "--tls-key");
        Optional<Path> clientAuthority = path(given, "--tls-client-ca");
        String listen = given.get("--listen");
        if (listen == null) {
            if (certificate.isPresent() || key.isPresent() || clientAuthority.isPresent()) {
                throw new IllegalArgumentException("the --tls options need --listen HOST:PORT");
            }
            return Optional.empty();
        }
        int colon = listen.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--listen is HOST:PORT, not " + listen);
        }
        String host = listen.substring(0, colon).replaceAll("^\\[|]$", "");
        int port = number("--listen port", listen.substring(colon + 1), 0, PORT_MAX);
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("--tls-certificate and --tls-key are given together or not at all");
        }
        if (certificate.isPresent() && key.isPresent()) {
            return Optional.of(new NetworkListener(
                    host,
                    port,
                    Optional.of(new NetworkListener.Tls(certificate.get(), key.get(), clientAuthority.orElse(null)))));
        }
        if (clientAuthority.isPresent()) {
            throw new IllegalArgumentException("--tls-client-ca needs --tls-certificate and --tls-key");
        }
        if (!isLoopback(host)) {
            throw new IllegalArgumentException(
                    "--listen " + listen + " can be reached from other machines, so it needs TLS:"
                            + " give --tls-certificate and --tls-key, or listen on 127.0.0.1");
        }
        return Optional.of(new NetworkListener(host, port, Optional.empty()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--listen: there is no address of this machine called " + host, e);
        }
    }

    private static Optional<Path> path(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name)).map(text -> Path.of(text).toAbsolutePath());
    }

    private static String required(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static int number(String name, @Nullable String text, int least, int most, int otherwise) {
        return text == null ? otherwise : number(name, text, least, most);
    }

    private static int number(String name, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a number: " + text, e);
        }
        throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", not " + text);
    }
}

package io.mainstay.worker;

import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.protocol.message.MessageCodec;
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
        SameClientId sameClientId) {

    /** Who the worker lives for. */
    enum Mode {
        /** For everybody; outlives its starter. */
        SHARED,
        /** For its parent; ends with it. */
        PRIVATE
    }

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
            "--same-client-id");

    private static final int LINES_MAX = 100_000;
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code --name value} pairs.
     *
     * @throws IllegalArgumentException with a text for the user if they are not as needed
     */
    static WorkerOptions parse(String... arguments) {
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
        return new WorkerOptions(
                gateway.substring(0, colon),
                number("--gateway port", gateway.substring(colon + 1), 1, PORT_MAX),
                number("--client-id", required(given, "--client-id"), 0, Integer.MAX_VALUE),
                mode,
                Path.of(required(given, "--socket")).toAbsolutePath(),
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
                        MessageCodec.NEWEST_VERSION),
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
                });
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

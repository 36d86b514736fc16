package io.mainstay.worker;

import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.protocol.message.MessageCodec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is told.
 *
 * @param shared whether it outlives its starter; otherwise it ends with its standard input
 * @param frontPort the loopback port for TWS clients, 0 for none
 * @param messagesPerSecond the most that the gateway is sent; gateways allow 50
 */
record WorkerOptions(
        String host,
        int port,
        int clientId,
        boolean shared,
        Path socket,
        int frontPort,
        Path lock,
        Path log,
        Path journal,
        long handshakeTimeoutMs,
        int serverVersionMax,
        int messagesPerSecond) {
    private static final int MAX_PORT = 65_535;
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
            "--messages-per-second");

    /** @throws IllegalArgumentException with what is wrong with the command line */
    static WorkerOptions parse(String... args) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < args.length; i += 2) {
            if (!NAMES.contains(args[i])) {
                throw new IllegalArgumentException("unknown option " + args[i]);
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            values.put(args[i], args[i + 1]);
        }
        String gateway = required(values, "--gateway");
        int colon = gateway.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--gateway must be HOST:PORT, not " + gateway);
        }
        String mode = required(values, "--mode");
        if (!mode.equals("shared") && !mode.equals("private")) {
            throw new IllegalArgumentException("--mode must be shared or private, not " + mode);
        }
        return new WorkerOptions(
                gateway.substring(0, colon),
                number("--gateway", gateway.substring(colon + 1), 1, MAX_PORT),
                number(values, "--client-id", null, 0, Integer.MAX_VALUE),
                mode.equals("shared"),
                Path.of(required(values, "--socket")),
                number(values, "--front-port", 0, 0, MAX_PORT),
                Path.of(required(values, "--lock")),
                Path.of(required(values, "--log")),
                Path.of(required(values, "--journal")),
                number(
                        values,
                        "--handshake-timeout-ms",
                        (int) UpstreamSettings.DEFAULT_HANDSHAKE_TIMEOUT_MS,
                        1,
                        Integer.MAX_VALUE),
                number(
                        values,
                        "--server-version-max",
                        MessageCodec.NEWEST_TEXT_VERSION,
                        MessageCodec.OLDEST_VERSION,
                        MessageCodec.NEWEST_TEXT_VERSION),
                number(
                        values,
                        "--messages-per-second",
                        UpstreamSettings.DEFAULT_MESSAGES_PER_SECOND,
                        2,
                        Integer.MAX_VALUE));
    }

    String endpoint() {
        return host + ":" + port;
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static int number(Map<String, String> values, String name, @Nullable Integer absent, int least, int most) {
        String value = values.get(name);
        if (value == null && absent != null) {
            return absent;
        }
        return number(name, required(values, name), least, most);
    }

    private static int number(String name, String text, int least, int most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException(name + " must be a number of " + least + " to " + most + ", not " + text);
    }
}

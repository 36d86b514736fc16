package io.mainstay.cli.command;

import io.mainstay.client.worker.WorkerCommand;
import io.mainstay.runner.settings.InvalidSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Options;

/** The worker's own flags, which its starter hands on. What stands in worker.conf need not be given. */
final class WorkerFlags {
    private static final String LISTEN = "--listen";
    private static final String CERTIFICATE = "--tls-certificate";

    /** Flag to the word for its value and its meaning. */
    private static final Map<String, List<String>> FLAGS = new java.util.LinkedHashMap<>();

    private static final Set<String> FILES = Set.of(CERTIFICATE, "--tls-key", "--tls-client-ca", "--access");

    static {
        FLAGS.put(LISTEN, List.of("HOST:PORT", "One more address for clients; what is not the loopback needs TLS."));
        FLAGS.put(CERTIFICATE, List.of("FILE", "The certificate that is shown to clients of --listen, PEM."));
        FLAGS.put("--tls-key", List.of("FILE", "Its private key, PEM, PKCS #8."));
        FLAGS.put("--tls-client-ca", List.of("FILE", "The authority of clients' certificates, PEM."));
        FLAGS.put(
                "--access",
                List.of("FILE", "The rules of who may do what (default: access.conf in the worker's folder)."));
        FLAGS.put(
                "--same-client-id",
                List.of("POLICY", "Who keeps a client id that is in use: refuse, take-over, or virtual for both."));
        FLAGS.put("--market-data-lines", List.of("N", "The login's market data lines (default: 100)."));
        FLAGS.put(
                "--messages-per-second",
                List.of("N", "The most messages in a second (default: follows from the lines)."));
    }

    private WorkerFlags() {}

    static void addTo(Options options) {
        FLAGS.forEach((flag, words) -> Flags.addValue(options, flag, words.get(0), words.get(1)));
    }

    /** The command with what was given; files are found from here, since the worker may run elsewhere. */
    static WorkerCommand into(WorkerCommand command, Arguments arguments) {
        check(arguments);
        var all = new ArrayList<>(command.arguments());
        for (String flag : FLAGS.keySet()) {
            arguments.text(flag).ifPresent(value -> {
                all.add(flag);
                all.add(FILES.contains(flag) ? Path.of(value).toAbsolutePath().toString() : value);
            });
        }
        return command.withArguments(all);
    }

    /** The worker would refuse it too; here it is told as the wrong usage that it is. */
    private static void check(Arguments arguments) {
        if (!arguments.has(LISTEN) || arguments.has(CERTIFICATE)) {
            return;
        }
        String listen = arguments.text(LISTEN).orElse("");
        int colon = listen.lastIndexOf(':');
        String host = colon < 1 ? "" : listen.substring(0, colon);
        try {
            if (!host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new InvalidSettings(List.of("--listen: there is no address called " + host));
        }
        throw new InvalidSettings(List.of(
                colon < 1
                        ? "--listen must be HOST:PORT, not \"" + listen + "\""
                        : "--listen " + listen
                                + " can be reached from other machines, so it needs TLS: give --tls-certificate and"
                                + " --tls-key, or listen on 127.0.0.1"));
    }
}

package io.mainstay.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Options that a worker keeps however it is started: {@code name = value} lines in {@value #NAME} beside its socket, comments
 * after {@code #}. What the command line says goes first.
 */
final class WorkerFile {
    static final String NAME = "worker.conf";

    private static final List<String> NAMES = List.of(
            "listen",
            "tls-certificate",
            "tls-key",
            "tls-client-ca",
            "access",
            "same-client-id",
            "market-data-lines",
            "messages-per-second",
            "server-version-max");

    private WorkerFile() {}

    /**
     * Adds the file's options to those that are given.
     *
     * @throws IllegalArgumentException naming the line that is not understood, or why the file is not trusted
     */
    static void addTo(Map<String, String> given, Path file) {
        if (Files.notExists(file)) {
            return;
        }
        int number = 0;
        try {
            for (String raw : OwnFile.read(file).split("\\R", -1)) {
                number++;
                String line = raw.strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                int equals = line.indexOf('=');
                String name = equals < 0 ? line : line.substring(0, equals).strip();
                if (equals < 0 || !NAMES.contains(name)) {
                    throw new IllegalArgumentException(file + " line " + number + ": not name = value with one of "
                            + String.join(", ", NAMES) + ": " + line);
                }
                given.putIfAbsent("--" + name, line.substring(equals + 1).strip());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }
}

package io.mainstay.simulator;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The kernel's own view of a port's sockets. */
final class SocketTable {
    private static final String CLOSE_WAIT = "08";
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketTable() {}

    /** How many sockets of a local port are in CLOSE_WAIT. */
    static long closeWait(int port) throws IOException {
        return closeWait(port, -1);
    }

    /** How many of these have so many bytes unread, a FIN counting as one; -1 for any number. */
    static long closeWait(int port, int unreadBytes) throws IOException {
        assumeThat(TABLES.getFirst()).as("this system has no /proc/net/tcp").exists();
        String local = String.format(Locale.ROOT, ":%04X", port);
        long count = 0;
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                count += Files.readAllLines(table).stream()
                        .map(line -> line.trim().split("\\s+"))
                        .filter(f -> f.length > 3 && f[1].endsWith(local) && f[3].equals(CLOSE_WAIT))
                        .filter(f -> unreadBytes < 0
                                || Integer.parseInt(f[4].substring(f[4].indexOf(':') + 1), 16) == unreadBytes)
                        .count();
            }
        }
        return count;
    }
}

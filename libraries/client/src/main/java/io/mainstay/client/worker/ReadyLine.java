package io.mainstay.client.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The one line that a starting worker prints. */
sealed interface ReadyLine {
    /** How long a line may be; a reason for failing fits. */
    int MAX_BYTES = 8_192;

    /**
     * It can be attached to.
     *
     * @param frontPort where programs in other languages find it, if anywhere
     */
    record Ready(OptionalLong pid, OptionalInt frontPort) implements ReadyLine {}

    /** Another worker has the endpoint. */
    record Locked(OptionalLong pid) implements ReadyLine {}

    /** It can't run. */
    record Failed(String reason) implements ReadyLine {}

    /** Its output ended, or is something else. */
    record Unknown(String text) implements ReadyLine {}

    /** Waits for the line. */
    static ReadyLine read(InputStream in) throws IOException {
        byte[] bytes = new byte[MAX_BYTES];
        int count = 0;
        int b;
        while (count < MAX_BYTES && (b = in.read()) >= 0 && b != '\n') {
            bytes[count++] = (byte) b;
        }
        return parse(new String(bytes, 0, count, StandardCharsets.UTF_8).strip());
    }

    static ReadyLine parse(String line) {
        if (line.startsWith("ready ")) {
            String front = member(line, "front=");
            OptionalLong port = WorkerLock.pid(front);
            return new Ready(
                    WorkerLock.pid(member(line, "pid=")),
                    port.isPresent() ? OptionalInt.of((int) port.getAsLong()) : OptionalInt.empty());
        }
        if (line.startsWith("locked")) {
            return new Locked(WorkerLock.pid(line.substring("locked".length())));
        }
        if (line.startsWith("failed")) {
            return new Failed(line.substring("failed".length()).strip());
        }
        return new Unknown(line);
    }

    private static String member(String line, String name) {
        int at = line.indexOf(" " + name);
        if (at < 0) {
            return "";
        }
        int from = at + 1 + name.length();
        int to = line.indexOf(' ', from);
        return line.substring(from, to < 0 ? line.length() : to);
    }
}

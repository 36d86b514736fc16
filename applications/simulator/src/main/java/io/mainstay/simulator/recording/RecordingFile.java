package io.mainstay.simulator.recording;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A recording while it is written: a JSON document a line, for its owner's eyes only. Safe for any thread. */
final class RecordingFile implements AutoCloseable {
    /** What the first line says of the format; a reader refuses any other. */
    static final int FORMAT = 1;

    private final Writer out;

    private RecordingFile(Writer out) {
        this.out = out;
    }

    /**
     * Makes the file.
     *
     * @throws IOException if it is there already, or can't be written
     */
    static RecordingFile create(Path file, Instant begun) throws IOException {
        try {
            var channel = Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            var recording = new RecordingFile(new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8)));
            var head = new LinkedHashMap<String, Object>();
            head.put("mainstay", "recording");
            head.put("format", FORMAT);
            head.put("begun", begun.toString());
            recording.write(head);
            return recording;
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already; a recording never replaces another", e);
        }
    }

    /** Appends a frame whose payload is masked already. */
    void frame(int connection, long micros, Sender sender, String name, byte[] masked) throws IOException {
        Map<String, Object> line = line(connection, micros, sender);
        line.put("name", name);
        Payloads.put(line, masked);
        write(line);
    }

    /** Appends that a side has ended the connection, or that its bytes can't be followed any more. */
    void event(int connection, long micros, Sender sender, String what) throws IOException {
        Map<String, Object> line = line(connection, micros, sender);
        line.put("event", what);
        write(line);
    }

    private static Map<String, Object> line(int connection, long micros, Sender sender) {
        var line = new LinkedHashMap<String, Object>();
        line.put("connection", connection);
        line.put("us", micros);
        line.put("from", sender.word());
        return line;
    }

    private synchronized void write(Map<String, Object> line) throws IOException {
        out.write(JSON.std.asString(line));
        out.write('\n');
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}

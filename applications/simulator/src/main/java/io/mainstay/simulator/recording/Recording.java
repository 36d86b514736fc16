package io.mainstay.simulator.recording;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.protocol.frame.FrameAssembler;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A file of recorded sessions, read. */
public final class Recording {
    private static final int MOST_FRAMES = 5_000_000;

    private final List<Connection> connections;

    private Recording(List<Connection> connections) {
        this.connections = connections;
    }

    /**
     * What was said on one connection.
     *
     * @param frames in order
     * @param clientEndedMicros when the client ended it, in us since the recording began; absent if it did not
     * @param gatewayEndedMicros when the gateway ended it; absent if it did not
     */
    public record Connection(
            List<RecordedFrame> frames, OptionalLong clientEndedMicros, OptionalLong gatewayEndedMicros) {
        public Connection {
            frames = List.copyOf(frames);
        }
    }

    /** In the order in which they were made. */
    public List<Connection> connections() {
        return connections;
    }

    /**
     * Reads a file.
     *
     * @throws RecordingException if it is no recording; the text says which line
     */
    public static Recording read(Path file) throws IOException {
        var frames = new TreeMap<Integer, List<RecordedFrame>>();
        var ends = new TreeMap<Sender, Map<Integer, Long>>();
        int number = 1;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            head(in.readLine());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (number > MOST_FRAMES) {
                    throw new RecordingException("more than " + MOST_FRAMES + " lines");
                }
                if (!line.isBlank()) {
                    line(JSON.std.mapFrom(line), frames, ends);
                }
            }
        } catch (CharacterCodingException e) {
            throw new RecordingException(file + " is no recording: it is not text in UTF-8");
        } catch (RecordingException | IllegalArgumentException | com.fasterxml.jackson.core.JacksonException e) {
            throw new RecordingException(file + ":" + number + ": " + e.getMessage());
        }
        var connections = new ArrayList<Connection>();
        frames.forEach((connection, said) -> connections.add(
                new Connection(said, end(ends, Sender.CLIENT, connection), end(ends, Sender.GATEWAY, connection))));
        return new Recording(List.copyOf(connections));
    }

    private static OptionalLong end(Map<Sender, Map<Integer, Long>> ends, Sender sender, int connection) {
        Long micros = ends.getOrDefault(sender, Map.of()).get(connection);
        return micros == null ? OptionalLong.empty() : OptionalLong.of(micros);
    }

    private static void head(String line) throws IOException {
        if (line == null) {
            throw new RecordingException("the file is empty");
        }
        Map<String, Object> head = JSON.std.mapFrom(line);
        if (!"recording".equals(head.get("mainstay"))) {
            throw new RecordingException("the first line is not that of a recording");
        }
        if (!Integer.valueOf(RecordingFile.FORMAT).equals(head.get("format"))) {
            throw new RecordingException(
                    "format " + head.get("format") + " is not known, only " + RecordingFile.FORMAT);
        }
    }

    private static void line(
            Map<String, Object> line, Map<Integer, List<RecordedFrame>> frames, Map<Sender, Map<Integer, Long>> ends) {
        int connection = Math.toIntExact(number(line, "connection"));
        long micros = number(line, "us");
        Sender sender = "client".equals(line.get("from")) ? Sender.CLIENT : Sender.GATEWAY;
        if (line.containsKey("event")) {
            ends.computeIfAbsent(sender, s -> new TreeMap<>()).putIfAbsent(connection, micros);
            return;
        }
        byte[] payload = Payloads.get(line);
        if (payload.length == 0 || payload.length > FrameAssembler.MAX_FROM_GATEWAY_BYTES) {
            throw new RecordingException("a frame of " + payload.length + " bytes");
        }
        frames.computeIfAbsent(connection, c -> new ArrayList<>()).add(new RecordedFrame(sender, micros, payload));
    }

    private static long number(Map<String, Object> line, String name) {
        if (line.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new RecordingException(name + " is missing");
    }
}

package io.mainstay.client;

import static org.junit.jupiter.api.Assumptions.abort;

import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes that real gateways and the official client sent, recorded by others; tests abort where they are not. */
final class Recorded {
    private static final Path CAPTURES = Path.of("../../../shared/data/gateway/vectors.jsonl");
    private static final Path REQUESTS = Path.of("../../../shared/protocol/vectors.csv");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*+)\"|([-\\w.]++))");
    private static final Pattern REQUEST =
            Pattern.compile("\\d+,(\\w+),(\\d+),(\\w+),.*,(\"[^\"]*\"|[^,\"]*),([0-9a-f]+)");

    private Recorded() {}

    /** The payloads that a real gateway sent in one recorded session, in order. */
    static List<byte[]> session(int version) throws IOException {
        return payloads(version, "in", "");
    }

    /** The payloads that were sent to it in that session. */
    static List<byte[]> requests(int version) throws IOException {
        return payloads(version, "out", "");
    }

    /** A message that a real gateway sent, recorded at version 200. */
    static Message message(String name) throws IOException {
        byte[] payload = payloads(200, "in", "TestCaptureDecode_" + name).getFirst();
        return MessageCodec.readIncoming(payload, 0, payload.length, 200);
    }

    private static List<byte[]> payloads(int version, String direction, String name) throws IOException {
        var found = new ArrayList<byte[]>();
        for (String line : lines(CAPTURES)) {
            if (field(line, "server_version").equals(Integer.toString(version))
                    && field(line, "direction").equals(direction)
                    && field(line, "name").equals(name)) {
                found.add(HexFormat.of().parseHex(field(line, "hex")));
            }
        }
        return found;
    }

    /** The payload that the official client sends for a request; the note tells several apart. */
    static byte[] officialRequest(String wireName, int version, String note) throws IOException {
        for (String line : lines(REQUESTS)) {
            Matcher row = REQUEST.matcher(line);
            if (row.matches()
                    && row.group(1).equals(wireName)
                    && row.group(2).equals(Integer.toString(version))
                    && row.group(4).equals(note)) {
                byte[] frame = HexFormat.of().parseHex(row.group(5));
                return Arrays.copyOfRange(frame, 4, frame.length);
            }
        }
        throw new IllegalStateException("no " + wireName + " at " + version + " is recorded with note \"" + note + '"');
    }

    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            abort("the recorded bytes are not here: " + file);
        }
        return Files.readAllLines(file);
    }

    private static String field(String line, String name) {
        Matcher all = FIELD.matcher(line);
        while (all.find()) {
            if (all.group(1).equals(name)) {
                return all.group(2) == null ? all.group(3) : all.group(2);
            }
        }
        return "";
    }
}

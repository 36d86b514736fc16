package io.mainstay.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What real gateways sent and were sent, against our description of the messages. */
class RecordedMessagesTest {
    private static final Path VECTORS = Path.of("../../../shared/data/gateway/vectors.jsonl");
    private static final Path TRANSCRIPTS = Path.of("../../../shared/data/gateway/transcripts");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*+)\"|([-\\w.]++))");

    /** 991 bytes long on the wire, says its source, so 987 without the prefix; its text has 986, so one byte is lost. */
    private static final String DAMAGED = "TestCaptureDecode_OpenOrder";

    @Test
    void shouldReadEveryRecordedMessageDownToItsLastFieldAndKeepItsMeaningWhenWritten() throws IOException {
        if (!Files.exists(VECTORS)) {
            abort("the recorded messages are not here: " + VECTORS);
        }
        var failures = new ArrayList<String>();
        int read = 0;
        for (String line : Files.readAllLines(VECTORS)) {
            String name = field(line, "name");
            if (field(line, "server_version").equals("null")
                    || field(line, "server_version").isEmpty()
                    || DAMAGED.equals(name)) {
                continue;
            }
            read++;
            // The direction of what tests of a client's encoder hold is said wrongly in the file.
            boolean incoming = "in".equals(field(line, "direction")) && !name.contains("Encode");
            byte[] payload = HexFormat.of().parseHex(field(line, "hex"));
            String problem = problem(payload, incoming, Integer.parseInt(field(line, "server_version")));
            if (!problem.isEmpty()) {
                failures.add(name + ": " + problem);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(read).isEqualTo(59);
    }

    @Test
    void shouldReadTheRawFramesOfRecordedSessionsAndKeepTheirMeaningWhenWritten() throws IOException {
        if (!Files.isDirectory(TRANSCRIPTS)) {
            abort("the recorded sessions are not here: " + TRANSCRIPTS);
        }
        var failures = new ArrayList<String>();
        int read = 0;
        List<Path> files;
        try (Stream<Path> all = Files.list(TRANSCRIPTS)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("raw server ")) {
                    byte[] frame = Base64.getDecoder().decode(line.substring("raw server ".length()));
                    read++;
                    String problem = problem(Arrays.copyOfRange(frame, 4, frame.length), true, 200);
                    if (!problem.isEmpty()) {
                        failures.add(file.getFileName() + ": " + problem);
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(read).isEqualTo(2);
    }

    private static String problem(byte[] payload, boolean incoming, int version) {
        try {
            var tolerated = new Tolerated();
            Message message = incoming
                    ? MessageCodec.readIncoming(payload, 0, payload.length, version, tolerated)
                    : MessageCodec.readOutgoing(payload, 0, payload.length, version, tolerated);
            if (message instanceof UnknownMessage) {
                return "unknown id " + message.messageId();
            }
            if (tolerated.extraTextFields() + tolerated.unknownProtobufFields() > 0) {
                return "fields that nobody describes";
            }
            var out = new FieldWriter(version);
            message.write(out);
            if (version > 200 && payload[3] != (byte) message.messageId()) {
                byte[] bytes = Arrays.copyOfRange(out.toByteArray(), 4, out.lengthBytes());
                return Arrays.equals(payload, bytes)
                        ? ""
                        : "other bytes: " + HexFormat.of().formatHex(bytes);
            }
            String written = text(out.buffer(), 4, out.lengthBytes() - 4);
            String recorded = text(payload, 0, payload.length);
            boolean sameFields = written.replaceAll("[^|]", "").equals(recorded.replaceAll("[^|]", ""));
            boolean sameMeaning = read(out.buffer(), 4, out.lengthBytes() - 4, incoming, version)
                    .equals(message);
            return sameFields && sameMeaning ? "" : "\n  " + recorded + "\n  " + written;
        } catch (FieldException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Message read(byte[] bytes, int offset, int length, boolean incoming, int version) {
        return incoming
                ? MessageCodec.readIncoming(bytes, offset, length, version)
                : MessageCodec.readOutgoing(bytes, offset, length, version);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8).replace('\0', '|');
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

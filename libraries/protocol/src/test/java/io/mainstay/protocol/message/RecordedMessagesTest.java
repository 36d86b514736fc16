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
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What real gateways sent and were sent, against our description of the messages. */
class RecordedMessagesTest {
    private static final Path VECTORS = Path.of("../../../shared/data/gateway/vectors.jsonl");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*+)\"|([-\\w.]++))");

    /** 991 bytes long on the wire, says its source, so 987 without the prefix; its text has 986, so one byte is lost. */
    private static final String DAMAGED = "TestCaptureDecode_OpenOrder";

    @Test
    void shouldReadEveryRecordedTextMessageDownToItsLastFieldAndKeepItsMeaningWhenWritten() throws IOException {
        if (!Files.exists(VECTORS)) {
            abort("the recorded messages are not here: " + VECTORS);
        }
        var failures = new ArrayList<String>();
        int read = 0;
        for (String line : Files.readAllLines(VECTORS)) {
            String name = field(line, "name");
            if (!List.of("173", "200").contains(field(line, "server_version")) || DAMAGED.equals(name)) {
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
        assertThat(read).isGreaterThan(30);
    }

    private static String problem(byte[] payload, boolean incoming, int version) {
        try {
            Message message = read(payload, 0, payload.length, incoming, version);
            if (message instanceof UnknownMessage) {
                return "unknown id " + message.messageId();
            }
            var out = new FieldWriter(version);
            message.write(out);
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

package io.mainstay.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mainstay.protocol.field.FieldWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests as the official Python client encodes them, in both dialects, against our reading and writing. */
class OfficialRequestsTest {
    private static final Path VECTORS = Path.of("../../../shared/protocol/vectors.csv");

    @Test
    void shouldReadEveryOfficialRequestDownToItsLastFieldAndWriteTheSameBytes() throws IOException {
        if (!Files.exists(VECTORS)) {
            abort("the recorded requests are not here: " + VECTORS);
        }
        var failures = new ArrayList<String>();
        int exact = 0;
        List<String> lines = Files.readAllLines(VECTORS);
        for (String line : lines.subList(1, lines.size())) {
            String[] start = line.split(",", 5);
            int version = Integer.parseInt(start[2]);
            byte[] frame = HexFormat.of().parseHex(line.substring(line.lastIndexOf(',') + 1));
            var tolerated = new Tolerated();
            Message message = MessageCodec.readOutgoing(frame, 4, frame.length - 4, version, tolerated);
            var out = new FieldWriter(version);
            message.write(out);
            boolean whole =
                    tolerated.unknownMessages() + tolerated.extraTextFields() + tolerated.unknownProtobufFields() == 0;
            byte[] written = out.toByteArray();
            if (Arrays.equals(written, frame)) {
                exact++;
            }
            if (!whole || !same(frame, written, start[3], version)) {
                failures.add(start[1] + " at " + version + ":\n  " + readable(frame) + "\n  " + readable(written));
            }
        }
        assertThat(failures).isEmpty();
        assertThat(exact).isEqualTo(269);
    }

    /**
     * Byte for byte, but for two texts with one meaning each: the largest double in Python's spelling, which we write as
     * gateways and the Java client do; and, below 202, no strike, which newer clients leave empty and we write as the 0
     * that older gateways were sent.
     */
    private static boolean same(byte[] sent, byte[] written, String form, int version) {
        if (!"text".equals(form)) {
            return Arrays.equals(sent, written);
        }
        String[] theirs = readable(sent).split("\\|", -1);
        String[] ours = readable(written).split("\\|", -1);
        int emptyStrikes = 0;
        for (int i = 0; i < Math.min(theirs.length, ours.length); i++) {
            boolean largestDouble =
                    "1.7976931348623157e+308".equals(theirs[i]) && "1.7976931348623157E308".equals(ours[i]);
            boolean emptyStrike = version < 202 && theirs[i].isEmpty() && "0".equals(ours[i]);
            emptyStrikes += emptyStrike ? 1 : 0;
            if (!theirs[i].equals(ours[i]) && !largestDouble && !emptyStrike) {
                return false;
            }
        }
        return theirs.length == ours.length && emptyStrikes <= 1;
    }

    private static String readable(byte[] frame) {
        return new String(frame, 4, frame.length - 4, StandardCharsets.ISO_8859_1).replace('\0', '|');
    }
}

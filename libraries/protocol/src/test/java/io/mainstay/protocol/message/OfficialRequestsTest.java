package io.mainstay.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.field.FieldWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests as the official Python client encodes them, in both dialects, against our reading and writing. */
class OfficialRequestsTest {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    @Test
    void shouldReadEveryOfficialRequestDownToItsLastFieldAndWriteTheSameBytes() throws IOException {
        var failures = new ArrayList<String>();
        int exact = 0;
        for (Vector vector : vectors()) {
            byte[] frame = vector.frame();
            int version = vector.version();
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
            if (!whole || !same(frame, written, vector.form(), version)) {
                failures.add(vector.name() + " at " + version + ":\n  " + readable(frame) + "\n  " + readable(written));
            }
        }
        assertThat(failures).isEmpty();
        assertThat(exact).isEqualTo(269);
    }

    @Test
    void shouldTranslateEachRequestIntoWhatTheOfficialClientSendsForItAtTheOtherVersions() throws IOException {
        var failures = new ArrayList<String>();
        int translated = 0;
        List<Vector> vectors =
                vectors().stream().filter(v -> v.version() >= 200).toList();
        for (Vector from : vectors) {
            Message message = MessageCodec.readOutgoing(from.frame(), 4, from.frame().length - 4, from.version());
            for (Vector to : vectors) {
                if (to.request().equals(from.request())) {
                    var out = new FieldWriter(to.version());
                    Message sent = from.form().equals(to.form()) ? message : withUnusedAmounts(message);
                    sent.write(out);
                    translated++;
                    if (!same(to.frame(), out.toByteArray(), to.form(), to.version())) {
                        failures.add(from.request() + " from " + from.version() + " to " + to.version() + ":\n  "
                                + readable(to.frame()) + "\n  " + readable(out.toByteArray()));
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(translated).isGreaterThan(500);
    }

    /** Text carries these amounts for pegged orders only; the official client's protobuf has their 0 in every order. */
    private static Message withUnusedAmounts(Message message) {
        return message instanceof PlaceOrder m
                ? new PlaceOrder(
                        m.orderId(),
                        m.contract(),
                        m.order().toBuilder()
                                .peggedChangeAmount(BigDecimal.ZERO)
                                .referenceChangeAmount(BigDecimal.ZERO)
                                .build())
                : message;
    }

    /** One recorded frame; {@code request} names what was asked for, whatever the version. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Vector(String request, String name, int version, String form, byte[] frame) {}

    private static List<Vector> vectors() throws IOException {
        return FactTable.rows("vectors.csv").stream()
                .map(row -> new Vector(
                        row.get("msg_name") + " " + row.get("note"),
                        row.get("msg_name"),
                        Integer.parseInt(row.get("server_version")),
                        row.get("form"),
                        HexFormat.of().parseHex(row.get("frame_hex"))))
                .toList();
    }

    /**
     * Byte for byte, but for texts with one meaning: trailing zeros of a number; the largest double in Python's spelling, which we write as
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
            boolean sameNumber = NUMBER.matcher(theirs[i]).matches()
                    && NUMBER.matcher(ours[i]).matches()
                    && new BigDecimal(theirs[i]).compareTo(new BigDecimal(ours[i])) == 0;
            if (!theirs[i].equals(ours[i]) && !sameNumber && !largestDouble && !emptyStrike) {
                return false;
            }
        }
        return theirs.length == ours.length && emptyStrikes <= 1;
    }

    private static String readable(byte[] frame) {
        return new String(frame, 4, frame.length - 4, StandardCharsets.ISO_8859_1).replace('\0', '|');
    }
}

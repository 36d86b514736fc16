package io.mainstay.cli.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.TickPrice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private final StringWriter text = new StringWriter();
    private final TextOutput output = new TextOutput(text);

    @Test
    void shouldPrintAGatewaysCaptureFieldByFieldAtTheVersionOfItsGreeting() throws IOException {
        Decoder decoder = decoder(null, null);
        new Input(decoder)
                .stream(stream(join(
                        new ServerGreeting(200, "20260611 13:30:02 EST").encode(),
                        frame(200, new ManagedAccounts("DU9000001")),
                        frame(200, new TickPrice(7, 66, new BigDecimal("189.50"), null, 0)),
                        frame(
                                200,
                                new OrderStatus(
                                        41, "Teleported", BigDecimal.ONE, null, null, 777, 0, null, 1, "", null)))));
        assertThat(decoder.clean()).isTrue();
        assertThat(lines())
                .contains(
                        "in  SERVER_GREETING, handshake, 26 bytes at offset 4",
                        "  serverVersion: 200",
                        "in  MANAGED_ACCTS (15), text, 15 bytes at offset 34",
                        "  accountsList: \"DU9000001\"",
                        "  tickType: 66  (DELAYED_BID)",
                        "  price: 189.50",
                        "  (absent or empty: size)",
                        "  status: \"Teleported\"  (not a known order status)")
                .noneMatch(line -> line.contains("guessed") || line.startsWith("!"));
    }

    @Test
    void shouldTellErrorsWithTheirMeaning() throws IOException {
        decoder(200, Direction.IN).payload(payload(200, new ErrorMessage(7, 354, "Not subscribed", "", 0)), 0);
        assertThat(text.toString()).contains("errorCode: 354  (The market data are not subscribed");
    }

    @Test
    void shouldReadAClientsCaptureFromItsGreetingOn() throws IOException {
        Decoder decoder = decoder(200, null);
        new Input(decoder).stream(stream(clientCapture()));
        assertThat(decoder.clean()).isTrue();
        assertThat(lines())
                .contains(
                        "out API_PREFIX, handshake, 4 bytes at offset 0",
                        "  maxVersion: 200",
                        "out START_API (71), text, 8 bytes at offset 21",
                        "  clientId: 7",
                        "out REQ_POSITIONS (61), text, 5 bytes at offset 33")
                .noneMatch(line -> line.contains("guessed"));
    }

    @Test
    void shouldReadACaptureAlsoFromHexadecimalTextWhateverItsLineBreaks() throws IOException {
        String hex = HexFormat.of().formatHex(clientCapture()).replaceAll("(.{10})", "$1\n");
        new Input(decoder(200, null)).stream(stream(hex.getBytes(StandardCharsets.US_ASCII)));
        String fromText = text.toString();
        text.getBuffer().setLength(0);
        new Input(decoder(200, null)).stream(stream(clientCapture()));
        assertThat(fromText).isEqualTo(text.toString()).contains("REQ_POSITIONS");
    }

    @Test
    void shouldReadAPayloadOrWholeFramesFromEachLine() throws IOException {
        String next = HexFormat.of().formatHex(payload(200, new NextValidId(379)));
        String frames = HexFormat.of().formatHex(join(frame(200, new NextValidId(5)), frame(200, new NextValidId(6))));
        new Input(decoder(200, Direction.IN))
                .stream(stream((next + "\n\n" + frames + "\n").getBytes(StandardCharsets.US_ASCII)));
        assertThat(lines()).contains("  orderId: 379", "  orderId: 5", "  orderId: 6");
    }

    @Test
    void shouldGuessTheDirectionFromWhatExplainsMoreAndSaySo() throws IOException {
        Decoder decoder = decoder(200, null);
        decoder.payload(payload(200, new ErrorMessage(7, 200, "No security", "", 0)), 0);
        decoder.payload(payload(200, new ErrorMessage(7, 201, "Rejected", "", 0)), 0);
        assertThat(lines()).filteredOn(line -> line.contains("guessed")).hasSize(1);
        assertThat(lines()).filteredOn(line -> line.startsWith("in  ERR_MSG")).hasSize(2);
    }

    @Test
    void shouldSayWhereAFrameIsDamagedAndGoOnBehindIt() throws IOException {
        Decoder decoder = decoder(200, Direction.IN);
        byte[] good = frame(200, new NextValidId(379));
        byte[] garbage = "\0\0\0\0 and \u0001\u0002 then \0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] endless = {0x7f, 0, 0, 1};
        new Input(decoder).stream(stream(join(good, garbage, good, endless, good, Arrays.copyOf(good, 6))));
        assertThat(decoder.clean()).isFalse();
        assertThat(lines()).filteredOn(line -> line.equals("  orderId: 379")).hasSize(3);
        assertThat(lines())
                .contains(
                        "! at offset " + good.length
                                + ": a frame of 0 bytes is announced, 1 to 16777215 may be; left out " + garbage.length
                                + " bytes",
                        "! at offset " + (2 * good.length + garbage.length)
                                + ": a frame of 2130706433 bytes is announced, 1 to 16777215 may be; left out 4 bytes",
                        "! at offset " + (3 * good.length + garbage.length + 4)
                                + ": a frame of 8 bytes is announced, and 2 bytes are left; left out 6 bytes");
    }

    @Test
    void shouldShowFieldsThatNoLayoutExplains() throws IOException {
        Decoder decoder = decoder(200, Direction.IN);
        decoder.payload("9\0001\000379\0more\0\u001b[31m".getBytes(StandardCharsets.UTF_8), 0);
        assertThat(decoder.clean()).isFalse();
        assertThat(lines()).contains("  orderId: 379", "  ! left over: \"more\"", "  ! left over: \"\\u001b[31m\"");
    }

    @Test
    void shouldReadAMessageThatHasNoFieldsAtAll() throws IOException {
        Decoder decoder = decoder(206, Direction.OUT);
        decoder.payload(new byte[] {0, 0, 0, 105}, 0);
        assertThat(decoder.clean()).isTrue();
        assertThat(lines()).anyMatch(line -> line.endsWith("(105), text after a binary id, 4 bytes at offset 0"));
    }

    @Test
    void shouldReadProtobufAndSayWhatOfItIsNotKnown() throws IOException {
        Decoder decoder = decoder(225, Direction.IN);
        byte[] known = payload(225, new NextValidId(379));
        decoder.payload(known, 0);
        assertThat(decoder.clean()).isTrue();
        decoder.payload(join(known, new byte[] {(byte) 0xfa, 0x3f, 1, 'x'}), 0);
        assertThat(decoder.clean()).isFalse();
        assertThat(lines())
                .contains("in  NEXT_VALID_ID (209), protobuf, " + known.length + " bytes at offset 0")
                .contains("  ! left over: \"1 protobuf fields whose numbers are not known\"")
                .filteredOn(line -> line.equals("  orderId: 379"))
                .hasSize(2);
    }

    @Test
    void shouldShowAMessageThatIsNotKnownOrTooShort() throws IOException {
        Decoder decoder = decoder(200, Direction.IN);
        decoder.payload("199\0x\0".getBytes(StandardCharsets.UTF_8), 0);
        decoder.payload("1\0006\0007\0".getBytes(StandardCharsets.UTF_8), 0);
        decoder.payload(new byte[] {1}, 0);
        assertThat(decoder.clean()).isFalse();
        assertThat(lines())
                .contains("  ! no message has the id 199", "  ! left over: \"199|x\"")
                .anyMatch(line -> line.contains("the message ends after 3 fields"));
    }

    @Test
    void shouldWriteOneDocumentWithAnObjectForEachMessage() throws IOException {
        var json = new StringWriter();
        var out = new JsonOutput(json);
        var decoder = new Decoder(200, Direction.IN, out);
        decoder.payload(payload(200, new TickPrice(7, 1, new BigDecimal("1E+2"), null, 0)), 0);
        decoder.payload("9\0001\000379\0more\0".getBytes(StandardCharsets.UTF_8), 0);
        out.end();
        Map<String, Object> document = JSON.std.mapFrom(json.toString());
        assertThat(document.get("messages"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(json.toString())
                .contains("\"direction\":\"in\"", "\"name\":\"TICK_PRICE\"", "\"price\":100", "\"size\":null")
                .contains("\"meanings\":{\"tickType\":\"BID\"}")
                .contains("\"leftover\":[{\"offset\":0,\"what\":\"more\"}]");
    }

    @Test
    void shouldAskForTheVersionThatNothingTells() {
        assertThatThrownBy(() -> decoder(null, null).payload(payload(200, new NextValidId(1)), 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--server-version");
    }

    @Test
    void shouldRefuseTextThatIsNotHexadecimal() {
        assertThatThrownBy(() -> new Input(decoder(200, null)).hex("390"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("half a byte");
        assertThat(Input.isHex("zz")).isFalse();
        assertThat(Input.isHex("39 00")).isTrue();
    }

    @Test
    void shouldReadOnThroughALongCapture() throws IOException {
        var source = new Repeated(frame(200, new NextValidId(379)), 200_000);
        var counted = new Counted();
        new Decoder(200, Direction.IN, counted).capture(source);
        assertThat(counted.messages).isEqualTo(200_000);
    }

    private Decoder decoder(@Nullable Integer version, @Nullable Direction direction) {
        return new Decoder(version, direction, output);
    }

    private List<String> lines() {
        return text.toString().lines().toList();
    }

    private static byte[] clientCapture() {
        return join(
                new ClientGreeting(100, 200, "").encode(),
                frame(200, new StartApi(7, "")),
                frame(200, new ReqPositions()));
    }

    private static byte[] frame(int version, Message message) {
        var out = new FieldWriter(version);
        message.write(out);
        return Arrays.copyOf(out.buffer(), out.lengthBytes());
    }

    private static byte[] payload(int version, Message message) {
        byte[] frame = frame(version, message);
        return Arrays.copyOfRange(frame, 4, frame.length);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** The same bytes many times over, without holding them. */
    private static final class Repeated extends InputStream {
        private final byte[] part;
        private final long total;
        private long at;

        Repeated(byte[] part, int times) {
            this.part = part;
            this.total = (long) part.length * times;
        }

        @Override
        public int read() {
            return at == total ? -1 : part[(int) (at++ % part.length)] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = (int) Math.min(length, total - at);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (byte) read();
            }
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    private static final class Counted implements Output {
        private int messages;

        @Override
        public void message(Decoded message) {
            messages++;
        }

        @Override
        public void damage(long offset, String what) {
            throw new AssertionError(what);
        }

        @Override
        public void end() {}
    }
}

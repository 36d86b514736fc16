package io.mainstay.simulator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.ReceiveFA;
import io.mainstay.protocol.message.UpdateAccountValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No account and no user's name leaves the masking, and nothing else changes. */
class MaskingTest {
    private final Masking masking = new Masking();

    @ParameterizedTest
    @ValueSource(ints = {100, 178, 200, 213, 225})
    void shouldPutTheSameOtherAccountOfTheSameLengthEverywhereAtEveryVersion(int version) {
        assertThat(through(new ManagedAccounts("DU1234567,U9876543,DUH555555"), version))
                .isEqualTo(new ManagedAccounts("DU0000001,U0000002,DUH000003"));
        assertThat(through(new UpdateAccountValue("AccountCode", "U9876543", "", "U9876543"), version))
                .isEqualTo(new UpdateAccountValue("AccountCode", "U0000002", "", "U0000002"));
        Message error = through(
                new ErrorMessage(7, 321, "no such account as DU1234567, U55555 or (F123456789).", "", 5), version);
        assertThat(((ErrorMessage) error).errorMsg())
                .isEqualTo("no such account as DU0000001, U00004 or (F000000005).");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 225})
    void shouldMaskWhatAMessageCallsAnAccountWhateverItLooksLike(int version) {
        assertThat(through(new ManagedAccounts("Käthe-7,DU1234567"), version))
                .isInstanceOfSatisfying(
                        ManagedAccounts.class,
                        accounts -> assertThat(accounts.accountsList())
                                .doesNotContain("the")
                                .endsWith(",DU0000001"));
        assertThat(through(
                                new ReceiveFA(
                                        3,
                                        "<ListOfAccountAliases><AccountAlias><account>DU1234567</account>"
                                                + "<alias>Kathy Example</alias></AccountAlias></ListOfAccountAliases>"),
                                version)
                        .toString())
                .doesNotContain("Kathy")
                .contains("DU0000001")
                .contains("<alias>");
    }

    @Test
    void shouldLeaveAlone() {
        for (String plain : new String[] {
            "US0378331005",
            "AAPL  261218C00150000",
            "0000e0d5.6a1b2c3d.01.01",
            "ESZ6",
            "265598",
            "All",
            "DU12",
            "20261120"
        }) {
            byte[] payload = (plain + "\0").getBytes(StandardCharsets.UTF_8);
            assertThat(masking.mask(payload, false)).as(plain).isEqualTo(payload);
        }
    }

    @Test
    void shouldMaskInProtobufTextThatPassesForAMessage() {
        // "U123456789" is also two fixed numbers, and the byte behind it, a tag, is a digit.
        byte[] text = "U123456789".getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[4 + 2 + text.length + 2];
        payload[3] = (byte) 204;
        payload[4] = 0x0A;
        payload[5] = (byte) text.length;
        System.arraycopy(text, 0, payload, 6, text.length);
        payload[6 + text.length] = 0x32;
        byte[] masked = masking.mask(payload, true);
        assertThat(new String(masked, 6, text.length, StandardCharsets.US_ASCII))
                .isEqualTo("U000000001");
        assertThat(masked[6 + text.length]).isEqualTo((byte) 0x32);
    }

    @Test
    void shouldMaskWhatIsNoProtobufAtAll() {
        byte[] payload = "\0\0\0\u00ff\u00ffDU1234567\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(masking.mask(payload, true), StandardCharsets.ISO_8859_1))
                .contains("DU0000001")
                .hasSize(payload.length);
    }

    private Message through(Message message, int version) {
        var out = new FieldWriter(version);
        message.write(out);
        byte[] frame = out.toByteArray();
        byte[] payload = Arrays.copyOfRange(frame, 4, frame.length);
        masking.learn(message);
        byte[] masked = masking.mask(payload, version >= 201);
        assertThat(masked).hasSameSizeAs(payload);
        return MessageCodec.readIncoming(masked, 0, masked.length, version);
    }
}

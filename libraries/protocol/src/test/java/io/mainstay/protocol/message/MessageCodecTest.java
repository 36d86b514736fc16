package io.mainstay.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final Contract APPLE = Contract.builder()
            .conId(265598)
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();

    @Test
    void shouldReadBackEachVersionOfAnOrderAsItWasWritten() {
        for (int version = 100; version <= MessageCodec.NEWEST_VERSION; version++) {
            Order order = Order.builder()
                    .action("BUY")
                    .totalQuantity(new BigDecimal("100"))
                    .orderType("LMT")
                    .lmtPrice(new BigDecimal("189.5"))
                    .tif("DAY")
                    .orderRef("key-1")
                    .transmit(true)
                    .algoStrategy("Adaptive")
                    .algoParams(List.of(new TagValue("adaptivePriority", "Normal")))
                    .build();
            var sent = new PlaceOrder(7, APPLE, order);
            assertThat(roundTripOutgoing(sent, version))
                    .as("version %d", version)
                    .isEqualTo(sent);
        }
    }

    @Test
    void shouldCarryWhatTheOlderVersionKnowsAndLeaveOutTheRest() {
        var error = new ErrorMessage(-1, 2104, "Market data farm connection is OK:caf\u00e9", "{}", 1_700_000_000_000L);
        assertThat(roundTripIncoming(error, 200)).isEqualTo(error);
        assertThat(roundTripIncoming(error, 178)).isEqualTo(new ErrorMessage(-1, 2104, error.errorMsg(), "{}", 0));
        assertThat(roundTripIncoming(error, 157)).isEqualTo(new ErrorMessage(-1, 2104, error.errorMsg(), "", 0));
    }

    @Test
    void shouldWriteAbsenceAsIbDoesAndReadItBackAsAbsence() {
        var report = new CommissionAndFeesReport("0001.01", new BigDecimal("1.25"), "USD", null, null, 0);
        var out = new FieldWriter(178);
        report.write(out);
        assertThat(text(out)).isEqualTo("59|1|0001.01|1.25|USD|1.7976931348623157E308|1.7976931348623157E308|0|");
        assertThat(roundTripIncoming(report, 178)).isEqualTo(report);
    }

    @Test
    void shouldTolerateUnknownIdsAndFieldsItDoesNotKnow() {
        assertThat(incoming("950|1|2|", 178)).isEqualTo(new UnknownMessage(950, 8));
        assertThat(incoming("9|1|379|something new|", 178)).isEqualTo(new NextValidId(379));
    }

    @Test
    void shouldPassOnFundamentalDataOptionsWithAndWithoutTheirCount() {
        String request = "52|2|9|265598|AAPL|STK|SMART|NASDAQ|USD|AAPL|ReportSnapshot|";
        for (String options : List.of("a=1;b=2;|", "2|a=1;b=2;|", "|", "0||")) {
            var read = (ReqFundamentalData) outgoing(request + options, 178);
            assertThat(read.reportType()).isEqualTo("ReportSnapshot");
            assertThat(read.fundamentalDataOptions()).isEqualTo(options.contains("a") ? "a=1;b=2;" : "");
            var out = new FieldWriter(178);
            read.write(out);
            assertThat(text(out)).isEqualTo(request + options);
        }
    }

    @Test
    void shouldPassOnOptionsOfOptionCalculationsWithAndWithoutTheirCount() {
        for (int id : List.of(CalculateImpliedVolatility.ID, CalculateOptionPrice.ID)) {
            String request = id + "|3|9|0|AAPL|OPT|20261218|200|C|100|SMART||USD|||1.5|190|";
            for (String options : List.of("a=1;b=2;|", "2|a=1;b=2;|", "|", "0||")) {
                var out = new FieldWriter(178);
                outgoing(request + options, 178).write(out);
                assertThat(text(out)).isEqualTo(request + options);
            }
        }
    }

    @Test
    void shouldTellTheIdOfAnErrorFromTheIdOfItsKind() {
        var error = new ErrorMessage(1001, 200, "No security definition", "", 0);
        assertThat(error.id()).isEqualTo(1001);
        assertThat(error.messageId()).isEqualTo(ErrorMessage.ID);
    }

    @Test
    void shouldReadTheEndOfCompletedOrders() {
        assertThat(incoming("102|", 150)).isEqualTo(new CompletedOrdersEnd());
        assertThat(roundTripIncoming(new CompletedOrdersEnd(), 200)).isEqualTo(new CompletedOrdersEnd());
    }

    @Test
    void shouldNameTheFieldThatItCannotRead() {
        assertThatThrownBy(() -> incoming("9|1|many|", 178))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("message 9")
                .hasMessageContaining("field 3 is not a whole number: \"many\"");
        assertThatThrownBy(() -> incoming("9|1|", 178)).hasMessageContaining("ends after 2 fields");
    }

    @Test
    void shouldRefuseACountThatThePayloadCannotHold() {
        assertThatThrownBy(() -> incoming("17|1|a|b|2000000000|", 178)).hasMessageContaining("2000000000 elements");
    }

    @Test
    void shouldChangeTheRequestIdAndNothingElse() {
        var request = new ReqHistoricalData(5, APPLE, "", "30 mins", "10 D", 1, "TRADES", 2, false, "");
        assertThat(request.withReqId(9).withReqId(5)).isEqualTo(request);
        assertThat(request.withReqId(9).reqId()).isEqualTo(9);
    }

    private static Message roundTripOutgoing(Outgoing message, int version) {
        var out = new FieldWriter(version);
        message.write(out);
        return MessageCodec.readOutgoing(out.buffer(), 4, out.lengthBytes() - 4, version);
    }

    private static Message roundTripIncoming(Incoming message, int version) {
        var out = new FieldWriter(version);
        message.write(out);
        return MessageCodec.readIncoming(out.buffer(), 4, out.lengthBytes() - 4, version);
    }

    private static Message incoming(String readable, int version) {
        byte[] payload = readable.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1);
        return MessageCodec.readIncoming(payload, 0, payload.length, version);
    }

    private static Message outgoing(String readable, int version) {
        byte[] payload = readable.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1);
        return MessageCodec.readOutgoing(payload, 0, payload.length, version);
    }

    private static String text(FieldWriter out) {
        return new String(out.buffer(), 4, out.lengthBytes() - 4, StandardCharsets.ISO_8859_1).replace('\0', '|');
    }
}

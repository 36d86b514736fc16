package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.CancelContractData;
import io.mainstay.protocol.message.CancelHistoricalTicks;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqConfig;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.UnknownMessage;
import io.mainstay.protocol.message.UpdateConfig;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message that a client can send, over a real socket: what answers it, which error refuses it, or that it is
 * documented to be silent. A message of the protocol that has no row here fails.
 */
class RequestTableTest {
    private static final int VERSION = 200;
    private static final String AAPL = "265598|AAPL|STK||0|||SMART||USD||";
    private static final String OPTION = "0|AAPL|OPT|EXPIRY|230|C|100|SMART||USD||";
    private static final String DEEP = "265598|AAPL|STK||0|||ISLAND||USD||";
    private static final String EURUSD = "12087792|EUR|CASH||0|||IDEALPRO||USD||";

    /** Messages since 215, which can't come from a client: the simulator speaks up to 200. */
    private static final List<Class<? extends Outgoing>> NEWER =
            List.of(CancelContractData.class, CancelHistoricalTicks.class, ReqConfig.class, UpdateConfig.class);

    /**
     * One request.
     *
     * @param fields the text fields at version 200, the message id first
     * @param answer the wire name of the message that answers, {@code ERR code}, or {@code SILENT: why}
     */
    record Row(String fields, String answer) {}

    static Stream<Row> rows() {
        return Stream.of(
                new Row("1|11|1001|" + AAPL + "|0||0|0|", "TICK_PRICE"),
                new Row("2|2|9999", "ERR 300"),
                new Row("4|9999||||", "ERR 10147"),
                new Row("5|1", "OPEN_ORDER_END"),
                new Row("6|2|1|", "ACCT_DOWNLOAD_END"),
                new Row("7|3|1002|0||||||||0|0", "EXECUTION_DATA_END"),
                new Row("8|1|1", "NEXT_VALID_ID"),
                new Row("9|8|1003|" + AAPL + "|0||||", "CONTRACT_DATA_END"),
                new Row("10|5|1004|" + DEEP + "|5|0|", "MARKET_DEPTH"),
                new Row("11|1|9999|0", "ERR 310"),
                new Row("12|1|1", "SILENT: bulletins come when IB publishes one"),
                new Row("13|1", "SILENT: a cancellation without an answer"),
                new Row("14|1|3", "SILENT: a setting without an answer"),
                new Row("15|1|1", "ERR 327"),
                new Row("16|1", "OPEN_ORDER_END"),
                new Row("17|1", "MANAGED_ACCTS"),
                new Row("18|1|1", "ERR 321"),
                new Row("19|1|1|<x/>|1005", "ERR 321"),
                new Row("20|1006|" + AAPL + "|0||1 day|5 D|1|TRADES|1|0|", "HISTORICAL_DATA"),
                new Row("21|2|1007|0|AAPL|OPT|EXPIRY|230|C|100|SMART|USD|||1|1|DU1234567|0|||0", "ERR 322"),
                new Row("22|1008|5|STK|STK.US.MAJOR|TOP_PERC_GAIN|||||||||||||||||||", "SCANNER_DATA"),
                new Row("23|1|9999", "ERR 365"),
                new Row("24|1", "SCANNER_PARAMETERS"),
                new Row("25|1|9999", "ERR 366"),
                new Row("49|1", "CURRENT_TIME"),
                new Row("50|3|1009|" + AAPL + "|5|TRADES|0|", "REAL_TIME_BARS"),
                new Row("51|1|9999", "ERR 300"),
                new Row("52|2|1010|265598|AAPL|STK|SMART||USD||ReportSnapshot|0|", "ERR 10358"),
                new Row("53|1|1010", "SILENT: nothing of the kind runs"),
                new Row("54|3|1011|" + OPTION + "|12.5|228|", "TICK_OPTION_COMPUTATION"),
                new Row("55|3|1012|" + OPTION + "|0.3|228|", "TICK_OPTION_COMPUTATION"),
                new Row("56|1|1011", "SILENT: answered already"),
                new Row("57|1|1012", "SILENT: answered already"),
                new Row("58||", "SILENT: this client has no order, and the owners are told"),
                new Row("59|1|3", "SILENT: a setting without an answer"),
                new Row("61|1", "POSITION_END"),
                new Row("62|1|1013|All|NetLiquidation", "ACCOUNT_SUMMARY_END"),
                new Row("63|1|1013", "SILENT: a cancellation without an answer"),
                new Row("64|1", "SILENT: a cancellation without an answer"),
                new Row("65|1|program|1", "VERIFY_COMPLETED"),
                new Row("66|1|data", "VERIFY_COMPLETED"),
                new Row("67|1|1014", "DISPLAY_GROUP_LIST"),
                new Row("68|1|1015|1", "DISPLAY_GROUP_UPDATED"),
                new Row("69|1|9999|265598@SMART", "ERR 321"),
                new Row("70|1|9999", "SILENT: a cancellation without an answer"),
                new Row("71|2|7|", "ERR 321"),
                new Row("72|1|program|1|key", "VERIFY_AND_AUTH_COMPLETED"),
                new Row("73|1|data|response", "VERIFY_AND_AUTH_COMPLETED"),
                new Row("74|1|1016|DU1234567|", "POSITION_MULTI_END"),
                new Row("75|1|1016", "SILENT: a cancellation without an answer"),
                new Row("76|1|1017|DU1234567||0", "ACCOUNT_UPDATE_MULTI_END"),
                new Row("77|1|1017", "SILENT: a cancellation without an answer"),
                new Row("78|1018|AAPL||STK|265598", "SECURITY_DEFINITION_OPTION_PARAMETER"),
                new Row("79|1019", "SOFT_DOLLAR_TIERS"),
                new Row("80", "FAMILY_CODES"),
                new Row("81|1020|AAPL", "SYMBOL_SAMPLES"),
                new Row("82", "MKT_DEPTH_EXCHANGES"),
                new Row("83|1021|nonsense", "ERR 321"),
                new Row("84|1022|BRFG|BRFG$nothing|", "ERR 10172"),
                new Row("85", "NEWS_PROVIDERS"),
                new Row("86|1023|265598|BRFG|||5|", "HISTORICAL_NEWS_END"),
                new Row("87|1024|" + AAPL + "|0|1|TRADES|1", "HEAD_TIMESTAMP"),
                new Row("88|1025|" + AAPL + "|0|1|3 days", "HISTOGRAM_DATA"),
                new Row("89|1025", "SILENT: answered already"),
                new Row("90|1024", "SILENT: a cancellation without an answer"),
                new Row("91|26", "MARKET_RULE"),
                new Row("92|1026|DU1234567|", "PNL"),
                new Row("93|9999", "ERR 10185"),
                new Row("94|1027|DU1234567||265598", "PNL_SINGLE"),
                new Row("95|9999", "ERR 10186"),
                new Row("96|1028|" + AAPL + "|0||20250303 20:00:00 UTC|10|TRADES|1|0|", "HISTORICAL_TICKS_LAST"),
                new Row("97|1029|" + EURUSD + "|BidAsk|0|0", "TICK_BY_TICK"),
                new Row("98|9999", "ERR 300"),
                new Row("99|0", "COMPLETED_ORDERS_END"),
                new Row("100|1030", "ERR 10276"),
                new Row("101|1030", "SILENT: nothing of the kind runs"),
                new Row("102|1031|265598|||||||5", "ERR 10276"),
                new Row("103|1031", "SILENT: nothing of the kind runs"),
                new Row("104|1032", "USER_INFO"),
                new Row("105", "CURRENT_TIME_IN_MILLIS"));
    }

    private static GatewaySimulator simulator;

    @BeforeAll
    static void start() throws IOException {
        simulator = GatewaySimulator.start(SimulatorConfig.defaults());
    }

    @AfterAll
    static void end() {
        simulator.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldAnswerOrBeSilentAsDocumented(Row row) throws IOException {
        try (SocketClient client = SocketClient.ready(simulator.port(), 7)) {
            client.settle();
            client.write(frame(row));
            if (row.answer().startsWith("SILENT: ")) {
                client.send(new ReqIds(1));
                assertThat(client.next()).isInstanceOf(NextValidId.class);
            } else if (row.answer().startsWith("ERR ")) {
                client.awaitError(Integer.parseInt(row.answer().substring(4)));
            } else {
                client.await(Message.class, message -> message.wireName().equals(row.answer()));
            }
        }
    }

    @Test
    void shouldHaveARowForEveryMessageOfTheProtocol() {
        List<String> rows = Stream.concat(
                        rows().map(RequestTableTest::payload)
                                .map(payload -> MessageCodec.readOutgoing(payload, 0, payload.length, VERSION)),
                        Stream.of(order()))
                .peek(message -> assertThat(message).isNotInstanceOf(UnknownMessage.class))
                .map(message -> message.getClass().getSimpleName())
                .toList();
        assertThat(Stream.concat(rows.stream(), NEWER.stream().map(Class::getSimpleName)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Outgoing.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void shouldAnswerAnOrder() throws IOException {
        try (SocketClient client = SocketClient.ready(simulator.port(), 8)) {
            client.send(order());
            client.await(Message.class, message -> message.wireName().equals("OPEN_ORDER"));
        }
    }

    @Test
    void shouldSayInEachSilentRowWhy() {
        assertThat(rows().filter(row -> row.answer().startsWith("SILENT")))
                .allSatisfy(row -> assertThat(row.answer()).hasSizeGreaterThan("SILENT: ".length() + 10));
    }

    private static PlaceOrder order() {
        Order order = Order.builder()
                .action("BUY")
                .totalQuantity(BigDecimal.ONE)
                .orderType("LMT")
                .lmtPrice(BigDecimal.TEN)
                .tif("DAY")
                .transmit(true)
                .build();
        return new PlaceOrder(
                1,
                Contract.builder()
                        .symbol("AAPL")
                        .secType("STK")
                        .exchange("SMART")
                        .currency("USD")
                        .build(),
                order);
    }

    private static String expiry(Row row) {
        return row.fields()
                .replace(
                        "EXPIRY",
                        DateTimeFormatter.BASIC_ISO_DATE.format(Instruments.builtIn()
                                .derivatives()
                                .expirations(LocalDate.now(Instrument.ZONE))
                                .getLast()));
    }

    private static byte[] payload(Row row) {
        return (expiry(row).replace('|', '\0') + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] frame(Row row) {
        byte[] payload = payload(row);
        return ByteBuffer.allocate(4 + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}

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
import io.mainstay.protocol.message.UpdateConfig;
import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /**
     * One request.
     *
     * @param request as a client writes it at any version that knows it
     * @param answer the wire name of the message that answers, {@code ERR code}, or {@code SILENT: why}
     */
    record Row(Outgoing request, String answer) {
        @Override
        public String toString() {
            return request.wireName() + ": " + answer;
        }
    }

    private static Stream<Row> textRows() {
        return Stream.of(
                row("1|11|1001|" + AAPL + "|0||0|0|", "TICK_PRICE"),
                row("2|2|9999", "ERR 300"),
                row("4|9999||||", "ERR 10147"),
                row("5|1", "OPEN_ORDER_END"),
                row("6|2|1|", "ACCT_DOWNLOAD_END"),
                row("7|3|1002|0||||||||0|0", "EXECUTION_DATA_END"),
                row("8|1|1", "NEXT_VALID_ID"),
                row("9|8|1003|" + AAPL + "|0||||", "CONTRACT_DATA_END"),
                row("10|5|1004|" + DEEP + "|5|0|", "MARKET_DEPTH"),
                row("11|1|9999|0", "ERR 310"),
                row("12|1|1", "SILENT: bulletins come when IB publishes one"),
                row("13|1", "SILENT: a cancellation without an answer"),
                row("14|1|3", "SILENT: a setting without an answer"),
                row("15|1|1", "ERR 327"),
                row("16|1", "OPEN_ORDER_END"),
                row("17|1", "MANAGED_ACCTS"),
                row("18|1|1", "ERR 321"),
                row("19|1|1|<x/>|1005", "ERR 321"),
                row("20|1006|" + AAPL + "|0||1 day|5 D|1|TRADES|1|0|", "HISTORICAL_DATA"),
                row("21|2|1007|0|AAPL|OPT|EXPIRY|230|C|100|SMART|USD|||1|1|DU1234567|0|||0", "ERR 322"),
                row("22|1008|5|STK|STK.US.MAJOR|TOP_PERC_GAIN|||||||||||||||||||", "SCANNER_DATA"),
                row("23|1|9999", "ERR 365"),
                row("24|1", "SCANNER_PARAMETERS"),
                row("25|1|9999", "ERR 366"),
                row("49|1", "CURRENT_TIME"),
                row("50|3|1009|" + AAPL + "|5|TRADES|0|", "REAL_TIME_BARS"),
                row("51|1|9999", "ERR 300"),
                row("52|2|1010|265598|AAPL|STK|SMART||USD||ReportSnapshot|0|", "ERR 10358"),
                row("53|1|1010", "SILENT: nothing of the kind runs"),
                row("54|3|1011|" + OPTION + "|12.5|228|", "TICK_OPTION_COMPUTATION"),
                row("55|3|1012|" + OPTION + "|0.3|228|", "TICK_OPTION_COMPUTATION"),
                row("56|1|1011", "SILENT: answered already"),
                row("57|1|1012", "SILENT: answered already"),
                row("58||", "SILENT: this client has no order, and the owners are told"),
                row("59|1|3", "SILENT: a setting without an answer"),
                row("61|1", "POSITION_END"),
                row("62|1|1013|All|NetLiquidation", "ACCOUNT_SUMMARY_END"),
                row("63|1|1013", "SILENT: a cancellation without an answer"),
                row("64|1", "SILENT: a cancellation without an answer"),
                row("65|1|program|1", "VERIFY_COMPLETED"),
                row("66|1|data", "VERIFY_COMPLETED"),
                row("67|1|1014", "DISPLAY_GROUP_LIST"),
                row("68|1|1015|1", "DISPLAY_GROUP_UPDATED"),
                row("69|1|9999|265598@SMART", "ERR 321"),
                row("70|1|9999", "SILENT: a cancellation without an answer"),
                row("71|2|7|", "ERR 321"),
                row("72|1|program|1|key", "VERIFY_AND_AUTH_COMPLETED"),
                row("73|1|data|response", "VERIFY_AND_AUTH_COMPLETED"),
                row("74|1|1016|DU1234567|", "POSITION_MULTI_END"),
                row("75|1|1016", "SILENT: a cancellation without an answer"),
                row("76|1|1017|DU1234567||0", "ACCOUNT_UPDATE_MULTI_END"),
                row("77|1|1017", "SILENT: a cancellation without an answer"),
                row("78|1018|AAPL||STK|265598", "SECURITY_DEFINITION_OPTION_PARAMETER"),
                row("79|1019", "SOFT_DOLLAR_TIERS"),
                row("80", "FAMILY_CODES"),
                row("81|1020|AAPL", "SYMBOL_SAMPLES"),
                row("82", "MKT_DEPTH_EXCHANGES"),
                row("83|1021|nonsense", "ERR 321"),
                row("84|1022|BRFG|BRFG$nothing|", "ERR 10172"),
                row("85", "NEWS_PROVIDERS"),
                row("86|1023|265598|BRFG|||5|", "HISTORICAL_NEWS_END"),
                row("87|1024|" + AAPL + "|0|1|TRADES|1", "HEAD_TIMESTAMP"),
                row("88|1025|" + AAPL + "|0|1|3 days", "HISTOGRAM_DATA"),
                row("89|1025", "SILENT: answered already"),
                row("90|1024", "SILENT: a cancellation without an answer"),
                row("91|26", "MARKET_RULE"),
                row("92|1026|DU1234567|", "PNL"),
                row("93|9999", "ERR 10185"),
                row("94|1027|DU1234567||265598", "PNL_SINGLE"),
                row("95|9999", "ERR 10186"),
                row("96|1028|" + AAPL + "|0||20250303 20:00:00 UTC|10|TRADES|1|0|", "HISTORICAL_TICKS_LAST"),
                row("97|1029|" + EURUSD + "|BidAsk|0|0", "TICK_BY_TICK"),
                row("98|9999", "ERR 300"),
                row("99|0", "COMPLETED_ORDERS_END"),
                row("100|1030", "ERR 10276"),
                row("101|1030", "SILENT: nothing of the kind runs"),
                row("102|1031|265598|||||||5", "ERR 10276"),
                row("103|1031", "SILENT: nothing of the kind runs"),
                row("104|1032", "USER_INFO"),
                row("105", "CURRENT_TIME_IN_MILLIS"));
    }

    /** Messages that only protobuf has. */
    private static Stream<Row> newerRows() {
        return Stream.of(
                new Row(new CancelContractData(1033), "SILENT: answered already"),
                new Row(new CancelHistoricalTicks(1034), "SILENT: answered already"),
                new Row(new ReqConfig(1035), "CONFIG_RESPONSE"),
                new Row(
                        new UpdateConfig(1036, null, List.of(), null, null, List.of(), true),
                        "UPDATE_CONFIG_RESPONSE"));
    }

    private static List<Row> rows() {
        return Stream.concat(textRows(), newerRows()).toList();
    }

    /** Each request at the newest version of either dialect, at those on the way in between, and at old ones, that know it. */
    static Stream<Arguments> rowsAtVersions() {
        return IntStream.of(100, 157, 200, 206, 213, 225)
                .boxed()
                .flatMap(version -> rows().stream()
                        .filter(row -> row.request().sinceVersion() <= version)
                        .map(row -> Arguments.of(version, row)));
    }

    private static GatewaySimulator simulator;

    @BeforeAll
    static void start() throws IOException {
        simulator = GatewaySimulator.start(SimulatorConfig.defaults().withClock(SimulatorClock.faster(50)));
    }

    @AfterAll
    static void end() {
        simulator.close();
    }

    @ParameterizedTest(name = "at {0}: {1}")
    @MethodSource("rowsAtVersions")
    void shouldAnswerOrBeSilentAsDocumented(int version, Row row) throws IOException {
        try (SocketClient client = SocketClient.ready(simulator.port(), 7, version)) {
            assertThat(client.version()).isEqualTo(version);
            client.settle();
            client.send(row.request());
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
        assertThat(Stream.concat(rows().stream().map(Row::request), Stream.of(order())))
                .extracting(message -> message.getClass().getSimpleName())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Outgoing.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 225})
    void shouldAnswerAnOrder(int version) throws IOException {
        try (SocketClient client = SocketClient.ready(simulator.port(), version, version)) {
            client.send(order());
            client.await(Message.class, message -> message.wireName().equals("OPEN_ORDER"));
        }
    }

    @Test
    void shouldSayInEachSilentRowWhy() {
        assertThat(rows().stream().filter(row -> row.answer().startsWith("SILENT")))
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

    /** A request from its text fields at version 200, the message id first, and what answers it. */
    private static Row row(String fields, String answer) {
        String expiry = DateTimeFormatter.BASIC_ISO_DATE.format(Instruments.builtIn()
                .derivatives()
                .expirations(LocalDate.now(Instrument.ZONE))
                .getLast());
        byte[] payload =
                (fields.replace("EXPIRY", expiry).replace('|', '\0') + "\0").getBytes(StandardCharsets.US_ASCII);
        return new Row((Outgoing) MessageCodec.readOutgoing(payload, 0, payload.length, VERSION), answer);
    }
}

package io.mainstay.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.field.FieldWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a message means in one dialect it means in the other, where they differ in form. */
class TranslationTest {
    private static final int TEXT = 200;
    private static final int PROTOBUF = 225;

    @Test
    void shouldKeepEveryKindOfConditionThroughBothDialects() {
        PlaceOrder order = order(Order.builder()
                .conditions(List.of(
                        condition(1).toBuilder()
                                .value("189.5")
                                .conId(265598)
                                .exchange("SMART")
                                .triggerMethod(2)
                                .build(),
                        condition(3).toBuilder()
                                .value("20261120 16:00:00 US/Eastern")
                                .build(),
                        condition(4).toBuilder().value("30").conjunction("o").build(),
                        condition(5).toBuilder()
                                .isMore(false)
                                .secType("STK")
                                .exchange("SMART")
                                .symbol("AAPL")
                                .build(),
                        condition(6).toBuilder()
                                .value("100000")
                                .conId(265598)
                                .exchange("SMART")
                                .build(),
                        condition(7).toBuilder()
                                .value("2.5")
                                .conId(265598)
                                .exchange("SMART")
                                .build()))
                .conditionsIgnoreRth(true));
        assertThat(through(through(order, TEXT), PROTOBUF)).isEqualTo(order);
        assertThat(through(through(order, PROTOBUF), TEXT)).isEqualTo(order);
    }

    @Test
    void shouldRefuseAConditionThatTheOtherDialectWouldTurnIntoAnotherOne() {
        PlaceOrder order = order(Order.builder()
                .conditions(List.of(condition(6).toBuilder().value("lots").build())));
        assertThatThrownBy(() -> through(order, PROTOBUF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lots");
    }

    @Test
    void shouldLeaveNothingOfARefusedMessageBetweenTheOthers() {
        PlaceOrder refused = order(Order.builder()
                .conditions(List.of(condition(6).toBuilder().value("lots").build())));
        var out = new FieldWriter(PROTOBUF);
        new NextValidId(1).write(out);
        assertThatThrownBy(() -> refused.write(out)).isInstanceOf(IllegalArgumentException.class);
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("00000006" + "000000d1" + "0801");
        new NextValidId(2).write(out);
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo("00000006" + "000000d1" + "0801" + "00000006" + "000000d1" + "0802");
    }

    @Test
    void shouldKeepThePriceOfEachLeg() {
        ComboLeg leg = ComboLeg.builder()
                .conId(1)
                .ratio(1)
                .action("BUY")
                .exchange("SMART")
                .build();
        Contract combo = Contract.builder()
                .secType("BAG")
                .comboLegs(List.of(
                        leg.toBuilder().perLegPrice(new BigDecimal("1.25")).build(), leg))
                .build();
        var order = new PlaceOrder(7, combo, Order.builder().build());
        assertThat(through(through(order, TEXT), PROTOBUF)).isEqualTo(through(order, TEXT));
        assertThat(((PlaceOrder) through(order, PROTOBUF)).contract().comboLegs())
                .isEqualTo(combo.comboLegs());
        assertThat(((PlaceOrder) through(order, TEXT)).contract().comboLegs()).isEqualTo(combo.comboLegs());
    }

    @Test
    void shouldKeepOptionsAsTextAndAsAMap() {
        var request = new ReqMktData(1, Contract.builder().build(), "233", false, false, "a=1;b=x=y;c=;");
        assertThat(through(request, PROTOBUF)).isEqualTo(request);
        assertThat(through(through(request, PROTOBUF), TEXT)).isEqualTo(request);
    }

    @Test
    void shouldCarryWhatOnlyProtobufHasAndLeaveItOutInText() {
        PlaceOrder order = new PlaceOrder(
                7,
                Contract.builder().build(),
                Order.builder()
                        .postOnly(true)
                        .whatIfType(1)
                        .seekPriceImprovement(false)
                        .build(),
                AttachedOrders.builder().slOrderId(8).slOrderType("STP").build());
        assertThat(through(order, PROTOBUF)).isEqualTo(order);
        assertThat(through(order, TEXT))
                .isEqualTo(new PlaceOrder(7, Contract.builder().build(), ((PlaceOrder) through(order, TEXT)).order()));
        PlaceOrder to215 = (PlaceOrder) through(order, 215);
        assertThat(to215.order().postOnly()).isFalse();
        assertThat(to215.attachedOrders()).isEqualTo(AttachedOrders.builder().build());
    }

    @Test
    void shouldTellAbsentSettingsFromThoseSetToFalse() {
        var change = new UpdateConfig(
                3,
                LockAndExitConfig.builder().autoLogoffTime("").build(),
                List.of(),
                new ApiConfig(
                        null,
                        ApiSettingsConfig.builder()
                                .readOnlyApi(false)
                                .socketPort(4002)
                                .trustedIPs(List.of("127.0.0.1"))
                                .build()),
                null,
                List.of(),
                null);
        assertThat(through(change, PROTOBUF)).isEqualTo(change);
        assertThatThrownBy(() -> through(change, 220)).hasMessage("UPDATE_CONFIG does not exist at version 220");
    }

    @Test
    void shouldKeepEveryKindOfTickByTick() {
        BigDecimal price = new BigDecimal("1.25");
        BigDecimal size = new BigDecimal("100");
        var last = new TickByTick(1, 1, 1_700_000_000L, price, size, 2, "ARCA", "I", null, null, null, null, null);
        var quote = new TickByTick(1, 3, 1_700_000_000L, null, null, 1, "", "", price, price, size, size, null);
        var mid = new TickByTick(1, 4, 1_700_000_000L, null, null, 0, "", "", null, null, null, null, price);
        for (TickByTick tick : List.of(last, quote, mid)) {
            assertThat(through(tick, TEXT)).isEqualTo(tick);
            assertThat(through(tick, PROTOBUF)).isEqualTo(tick);
        }
        assertThat(body(quote, PROTOBUF)).contains("1202" + "0801");
    }

    @Test
    void shouldKnowThatTheBitsOfHistoricalQuotesStandTheOtherWayRound() {
        var ticks = new HistoricalTicksBidAsk(
                1, List.of(new HistoricalTickBidAsk(1_700_000_000L, 1, null, null, null, null)), true);
        assertThat(through(ticks, PROTOBUF)).isEqualTo(ticks);
        assertThat(body(ticks, PROTOBUF)).contains("1202" + "1001");
    }

    @Test
    void shouldTreatWhatIsNotComputedAsAbsentInBothDialects() {
        var tick = new TickOptionComputation(
                1, 13, 0, null, new BigDecimal("-1"), null, null, null, null, null, new BigDecimal("250"));
        assertThat(through(tick, TEXT)).isEqualTo(tick);
        assertThat(through(tick, PROTOBUF)).isEqualTo(tick);
        assertThat(text(tick)).isEqualTo("21|1|13|0|-1|-1|-1|-1|-2|-2|-2|250|");
    }

    @Test
    void shouldFindTheMaturityOfABondWhereEachDialectHasIt() {
        var bond = new BondContractData(
                1,
                ContractDetails.builder().maturity("20301231").cusip("912810").build());
        assertThat(through(bond, TEXT)).isEqualTo(bond);
        assertThat(through(bond, PROTOBUF)).isEqualTo(bond);
    }

    @Test
    void shouldKeepTheValueOfAPriceAndEveryDigitOfASize() {
        var tick = new TickPrice(1, 1, new BigDecimal("189.50"), new BigDecimal("0.00000000000000000001"), 0);
        TickPrice read = (TickPrice) through(tick, PROTOBUF);
        assertThat(read.price()).isEqualByComparingTo("189.5");
        assertThat(read.size()).isEqualTo(tick.size());
    }

    @Test
    void shouldReadAnAbsentRequestIdAsMinusOneAndOtherAbsentNumbersAsZero() {
        assertThat(incoming("000000c9", PROTOBUF)).isEqualTo(new TickPrice(-1, 0, null, null, 0));
        assertThat(incoming("000000cc", PROTOBUF)).isEqualTo(new ErrorMessage(0, 0, "", "", 0));
    }

    @Test
    void shouldCountWhatItDoesNotKnowAndReadTheRest() {
        var tolerated = new Tolerated();
        byte[] bytes = HexFormat.of().parseHex("000000c9" + "0801" + "d03e05" + "1007");
        assertThat(MessageCodec.readIncoming(bytes, 0, bytes.length, PROTOBUF, tolerated))
                .isEqualTo(new TickPrice(1, 7, null, null, 0));
        assertThat(tolerated.unknownProtobufFields()).isEqualTo(1);
        byte[] unknown = HexFormat.of().parseHex("000003e7" + "0801");
        assertThat(MessageCodec.readIncoming(unknown, 0, unknown.length, PROTOBUF, tolerated))
                .isEqualTo(new UnknownMessage(999, 6));
        assertThat(tolerated.unknownMessages()).isEqualTo(1);
        byte[] longer = "9\0001\000379\000new\000".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(MessageCodec.readIncoming(longer, 0, longer.length, TEXT, tolerated))
                .isEqualTo(new NextValidId(379));
        assertThat(tolerated.extraTextFields()).isEqualTo(1);
    }

    @Test
    void shouldReadByTheNumberInTheFrameWhateverTheVersion() {
        assertThat(incoming("00000009" + "3100" + "33373900", PROTOBUF)).isEqualTo(new NextValidId(379));
        assertThat(incoming("000000d1" + "08fb02", 201)).isEqualTo(new NextValidId(379));
    }

    private static OrderCondition.Builder builder(int type) {
        return OrderCondition.builder().type(type).conjunction("a").isMore(type != 5);
    }

    private static OrderCondition condition(int type) {
        return builder(type).build();
    }

    private static PlaceOrder order(Order.Builder order) {
        return new PlaceOrder(7, Contract.builder().build(), order.build());
    }

    private static Message through(Message message, int version) {
        var out = new FieldWriter(version);
        message.write(out);
        return message instanceof Incoming
                ? MessageCodec.readIncoming(out.buffer(), 4, out.lengthBytes() - 4, version)
                : MessageCodec.readOutgoing(out.buffer(), 4, out.lengthBytes() - 4, version);
    }

    private static Message incoming(String hex, int version) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return MessageCodec.readIncoming(bytes, 0, bytes.length, version);
    }

    private static String body(Message message, int version) {
        var out = new FieldWriter(version);
        message.write(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static String text(Message message) {
        var out = new FieldWriter(TEXT);
        message.write(out);
        return new String(out.buffer(), 4, out.lengthBytes() - 4, StandardCharsets.ISO_8859_1).replace('\0', '|');
    }
}

package io.mainstay.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.ComboLeg;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.DeltaNeutralContract;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderChecksTest {
    private static final int OPTION = 700_001;
    private static final int STOCK = 265_598;
    private static final Contract APPLE = Contract.builder()
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();
    private static final Order LIMIT = Order.builder()
            .action("BUY")
            .totalQuantity(new BigDecimal("10"))
            .orderType("LMT")
            .lmtPrice(new BigDecimal("50"))
            .build();

    private final ContractBook book = new ContractBook();
    private final OrderChecks quantity = checks(Set.of(), "100", null);
    private final OrderChecks value = checks(Set.of(), "100", "1000");

    private OrderChecks checks(Set<String> symbols, String most, @Nullable String worth) {
        return new OrderChecks(
                new OrderLimits(symbols, new BigDecimal(most), worth == null ? null : new BigDecimal(worth), 0),
                new OrderRate(new Now(() -> 0), 0),
                book);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, 1000", "40, 1 2, 120", "51, 1 1, 102"})
    void shouldCountAllLegsOfACombination(int asked, String ratios, String traded) {
        assertThat(quantity.forbids(new PlaceOrder(1, combo("BAG", ratios), order(asked))))
                .hasValueSatisfying(why -> assertThat(why).contains("at most 100 ", traded, "legs"));
    }

    @Test
    void shouldTakeACombinationWhoseLegsStayWithinTheBound() {
        assertThat(quantity.forbids(new PlaceOrder(1, combo("BAG", "1 1"), order(50))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1"})
    void shouldRefuseACombinationWhoseSizeIsNotKnown(String ratios) {
        assertThat(quantity.forbids(new PlaceOrder(1, combo("BAG", ratios), order(1))))
                .hasValueSatisfying(why -> assertThat(why).contains("combination"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAG", "bag", "STK"})
    void shouldJudgeTheSymbolsOfLegsWhateverTheSecurityTypeSays(String secType) {
        Contract named = combo(secType, "1").toBuilder().symbol("AAPL").build();
        assertThat(checks(Set.of("AAPL"), "100", null).forbids(new PlaceOrder(1, named, order(1))))
                .hasValueSatisfying(why -> assertThat(why).contains("contract id 101"));
    }

    @Test
    void shouldJudgeTheSymbolOfADeltaNeutralLeg() {
        OrderChecks apple = checks(Set.of("AAPL"), "100", null);
        Contract contract = APPLE.toBuilder()
                .deltaNeutralContract(new DeltaNeutralContract(OPTION, BigDecimal.ONE, BigDecimal.ONE))
                .build();
        assertThat(apple.forbids(new PlaceOrder(1, contract, LIMIT)))
                .hasValueSatisfying(why -> assertThat(why).contains("contract id " + OPTION));
        assertThat(forbids(apple, o -> o.deltaNeutralConId(OPTION)))
                .hasValueSatisfying(why -> assertThat(why).contains("contract id " + OPTION));
    }

    @Test
    void shouldRefuseWhatDoesNotSayHowMuchItTradesWhereThatIsBounded() {
        assertUncertain(quantity, "cash amount", o -> o.cashQty(new BigDecimal("5")));
        assertUncertain(quantity, "hedge", o -> o.hedgeType("P"));
        assertUncertain(quantity, "starts again", o -> o.scaleAutoReset(true));
        assertUncertain(quantity, "scale table", o -> o.scaleTable("10:5000"));
        assertUncertain(quantity, "delta-neutral", o -> o.deltaNeutralOrderType("MKT"));
        assertUncertain(quantity, "random", o -> o.randomizeSize(true));
        assertUncertain(quantity, "allocation", o -> o.faGroup("All").faMethod("PctChange"));
        assertUncertain(quantity, "allocation", o -> o.faGroup("All"));
        assertUncertain(quantity, "allocation", o -> o.faPercentage("300"));
        assertUncertain(quantity, "allocation", o -> o.faProfile("Mine"));
        assertUncertain(quantity, "allocation", o -> o.sharesAllocation("DU1/500"));
        assertUncertain(quantity, "JefferiesPairs", o -> o.algoStrategy("JefferiesPairs"));
        Contract hedged = APPLE.toBuilder()
                .deltaNeutralContract(new DeltaNeutralContract(1, BigDecimal.ONE, BigDecimal.ONE))
                .build();
        assertThat(quantity.forbids(new PlaceOrder(1, hedged, LIMIT)))
                .hasValueSatisfying(why -> assertThat(why).contains("delta-neutral"));
    }

    @Test
    void shouldTakeWhatGatewaysWriteIntoOrdinaryOrders() {
        // An order that is changed is often the one that the gateway told, with all that it filled in.
        UnaryOperator<Order.Builder> told = o -> o.deltaNeutralOrderType("None")
                .adjustedOrderType("None")
                .discretionaryAmt(BigDecimal.ZERO)
                .lmtPriceOffset(BigDecimal.ZERO)
                .trailStopPrice(new BigDecimal("49"))
                .cashQty(BigDecimal.ZERO);
        assertThat(forbids(quantity, told)).isEmpty();
        assertThat(forbids(value, told)).isEmpty();
        assertThat(forbids(value, o -> o.algoStrategy("Adaptive"))).isEmpty();
        assertThat(forbids(quantity, o -> o.faGroup("All").faMethod("NetLiq"))).isEmpty();
    }

    @Test
    void shouldCountTheDiscretionaryAmountIntoTheValue() {
        assertThat(forbids(value, o -> o.discretionaryAmt(new BigDecimal("50"))))
                .isEmpty();
        assertThat(forbids(value, o -> o.discretionaryAmt(new BigDecimal("50.01"))))
                .hasValueSatisfying(why -> assertThat(why).contains("1000.10"));
    }

    @Test
    void shouldRefuseWhatMayMoveTheLimitPriceWhereTheValueIsBounded() {
        assertUncertain(value, "adjusted", o -> o.adjustedOrderType("TRAIL"));
        assertUncertain(value, "offset", o -> o.lmtPriceOffset(BigDecimal.ONE));
        assertUncertain(value, "offset", o -> o.percentOffset(BigDecimal.ONE));
        assertUncertain(value, "trailing", o -> o.trailingPercent(BigDecimal.ONE));
        assertUncertain(value, "scale", o -> o.scaleInitLevelSize(1));
        assertUncertain(value, "scale", o -> o.scalePriceIncrement(BigDecimal.ONE));
        assertUncertain(value, "scale", o -> o.scalePriceAdjustValue(BigDecimal.ONE));
        assertUncertain(value, "scale", o -> o.scaleProfitOffset(BigDecimal.ONE));
        for (String type : new String[] {"MKT", "TRAIL LIMIT", "REL", "VOL", "PEG BENCH", "LIT + MKT"}) {
            assertUncertain(value, "only orders with a limit price", o -> o.orderType(type));
        }
    }

    @Test
    void shouldBoundTheValueOfEverythingThatIsNotASale() {
        for (String action : new String[] {"BUY", "buy", "Buy ", ""}) {
            assertThat(forbids(value, o -> o.action(action).lmtPrice(new BigDecimal("101"))))
                    .as(action)
                    .isPresent();
        }
        for (String action : new String[] {"SELL", "SSHORT", "SLONG"}) {
            assertThat(forbids(value, o -> o.action(action).lmtPrice(new BigDecimal("101"))))
                    .as(action)
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseCombinationsAndAttachedOrdersWhereTheValueIsBounded() {
        for (String action : new String[] {"BUY", "SELL"}) {
            Order order = order(1).toBuilder().action(action).build();
            assertThat(value.forbids(new PlaceOrder(1, combo("BAG", "1"), order)))
                    .hasValueSatisfying(why -> assertThat(why).contains("combination"));
            var attached =
                    AttachedOrders.builder().slOrderId(2).slOrderType("STP").build();
            assertThat(value.forbids(new PlaceOrder(1, APPLE, order, attached)))
                    .hasValueSatisfying(why -> assertThat(why).contains("attached"));
        }
    }

    @ParameterizedTest
    @CsvSource({"STK, ''", "OPT, 1", "OPT, 0.01"})
    void shouldBelieveTheGatewayAndNotTheClientAboutWhatAContractIsWorth(String secType, String multiplier) {
        Contract claimed = Contract.builder()
                .conId(OPTION)
                .symbol("AAPL")
                .secType(secType)
                .multiplier(multiplier)
                .build();
        var order = new PlaceOrder(1, claimed, order(1));
        assertThat(value.forbids(order))
                .hasValueSatisfying(why -> assertThat(why).contains("contract id " + OPTION, "contract details"));
        learn(OPTION, "OPT", "100");
        assertThat(value.forbids(order))
                .hasValueSatisfying(why -> assertThat(why).contains("5000"));
        assertThat(value.forbids(new PlaceOrder(
                        1,
                        claimed,
                        order(1).toBuilder().lmtPrice(BigDecimal.TEN).build())))
                .isEmpty();
    }

    @Test
    void shouldTakeAContractIdThatTheGatewayCalledAStock() {
        learn(STOCK, "STK", "");
        Contract byId = Contract.builder().conId(STOCK).exchange("SMART").build();
        assertThat(value.forbids(new PlaceOrder(1, byId, order(20)))).isEmpty();
        assertThat(value.forbids(new PlaceOrder(1, byId, order(21)))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPT", "FUT", "FOP", "BOND", "", "stk"})
    void shouldNotTakeAMultiplierFromTheClient(String secType) {
        Contract claimed = APPLE.toBuilder().secType(secType).multiplier("1").build();
        assertThat(value.forbids(new PlaceOrder(1, claimed, order(1))))
                .hasValueSatisfying(why -> assertThat(why).contains("contract id"));
    }

    @Test
    void shouldNotBoundByAValueWhatAnIdentifierMeans() {
        Contract isin =
                APPLE.toBuilder().secIdType("ISIN").secId("US0378331005").build();
        assertThat(value.forbids(new PlaceOrder(1, isin, order(1)))).isPresent();
        assertThat(quantity.forbids(new PlaceOrder(1, isin, order(1)))).isEmpty();
    }

    @Test
    void shouldRefuseAnExerciseWhereTheValueIsBoundedButNoLapse() {
        assertThat(value.forbids(exercise(1, 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("exercise"));
        assertThat(value.forbids(exercise(2, 1))).isEmpty();
        assertThat(quantity.forbids(exercise(1, 1))).isEmpty();
        assertThat(quantity.forbids(exercise(1, 101))).isPresent();
    }

    private static ExerciseOptions exercise(int action, int quantity) {
        return new ExerciseOptions(1, APPLE, action, quantity, "", 0, "", "", false);
    }

    private void learn(int conId, String secType, String multiplier) {
        book.learn(new ContractData(
                1,
                ContractDetails.builder()
                        .contract(Contract.builder()
                                .conId(conId)
                                .symbol("AAPL")
                                .secType(secType)
                                .multiplier(multiplier)
                                .build())
                        .build()));
    }

    private static Optional<String> forbids(OrderChecks checks, UnaryOperator<Order.Builder> change) {
        return checks.forbids(
                new PlaceOrder(1, APPLE, change.apply(LIMIT.toBuilder()).build()));
    }

    private static void assertUncertain(OrderChecks checks, String named, UnaryOperator<Order.Builder> change) {
        assertThat(forbids(checks, change))
                .as(named)
                .hasValueSatisfying(why -> assertThat(why).contains(named));
    }

    private static Order order(int quantity) {
        return LIMIT.toBuilder().totalQuantity(BigDecimal.valueOf(quantity)).build();
    }

    private static Contract combo(String secType, String ratios) {
        var legs = Arrays.stream(ratios.split(" ", -1))
                .filter(ratio -> !ratio.isEmpty())
                .map(ratio -> new ComboLeg(101, Integer.parseInt(ratio), "BUY", "SMART", 0, 0, "", -1, null))
                .toList();
        return Contract.builder()
                .symbol("AAPL")
                .secType(secType)
                .exchange("SMART")
                .comboLegs(legs)
                .build();
    }
}

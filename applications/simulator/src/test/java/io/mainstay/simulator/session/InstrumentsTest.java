package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.CalculateImpliedVolatility;
import io.mainstay.protocol.message.CalculateOptionPrice;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.ReqSecDefOptParams;
import io.mainstay.protocol.message.SecurityDefinitionOptionParameter;
import io.mainstay.protocol.message.SecurityDefinitionOptionParameterEnd;
import io.mainstay.protocol.message.TickOptionComputation;
import io.mainstay.protocol.message.TickPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstrumentsTest {
    private final GatewayHarness harness = new GatewayHarness();
    private final TestPeer peer = harness.ready(7);

    @Test
    void shouldListTheOptionsThatItsParametersName() {
        peer.send(new ReqSecDefOptParams(1, "AAPL", "", "STK", 265598));
        List<Message> told = peer.takeAll();
        assertThat(told).last().isEqualTo(new SecurityDefinitionOptionParameterEnd(1));
        var smart = (SecurityDefinitionOptionParameter) told.getFirst();
        assertThat(smart.exchange()).isEqualTo("SMART");
        assertThat(smart.multiplier()).isEqualTo("100");
        assertThat(smart.expirations())
                .hasSizeBetween(6, 10)
                .isSorted()
                .allMatch(day -> day.compareTo("20261120") >= 0);
        assertThat(smart.strikes()).hasSize(64).isSorted();
        Contract chain = option(smart.expirations().getLast(), null, "");
        assertThat(peer.send(new ReqContractDetails(2, chain)).take(ContractData.class))
                .hasSize(2 * 64)
                .allSatisfy(d -> {
                    var details = d.contractDetails();
                    assertThat(details.underConId()).isEqualTo(265598);
                    assertThat(details.contract().strike()).isIn(smart.strikes());
                    assertThat(details.contract().lastTradeDateOrContractMonth())
                            .isEqualTo(smart.expirations().getLast());
                });
        assertThat(peer.send(new ReqSecDefOptParams(3, "EUR", "", "CASH", 12087792))
                        .takeAll())
                .containsExactly(new SecurityDefinitionOptionParameterEnd(3));
    }

    @Test
    void shouldFindADerivativeByTheConIdItGaveIt() {
        Contract wanted = option("20261218", new BigDecimal("230"), "C");
        peer.send(new ReqContractDetails(1, wanted));
        Contract found =
                peer.take(ContractData.class).getFirst().contractDetails().contract();
        assertThat(found.localSymbol()).isEqualTo("AAPL  261218C00230000");
        peer.send(new ReqContractDetails(
                2, Contract.builder().conId(found.conId()).build()));
        assertThat(peer.take(ContractData.class))
                .singleElement()
                .satisfies(d -> assertThat(d.contractDetails().contract()).isEqualTo(found));
        Contract future = Contract.builder()
                .symbol("ES")
                .secType("FUT")
                .exchange("CME")
                .currency("USD")
                .build();
        peer.send(new ReqContractDetails(3, future));
        List<ContractData> quarters = peer.take(ContractData.class);
        assertThat(quarters)
                .extracting(d -> d.contractDetails().contract().localSymbol())
                .containsExactly("ESZ6", "ESH7", "ESM7", "ESU7");
        int conId = quarters.getLast().contractDetails().contract().conId();
        peer.send(new ReqContractDetails(4, Contract.builder().conId(conId).build()));
        assertThat(peer.take(ContractData.class))
                .singleElement()
                .satisfies(d ->
                        assertThat(d.contractDetails().contract().localSymbol()).isEqualTo("ESU7"));
    }

    @Test
    void shouldQuoteAnOptionWithItsGreeksInLineWithItsUnderlying() {
        peer.send(new ReqMktData(1, TestPeer.AAPL, "", true, false, ""));
        BigDecimal spot = price(peer.takeAll(), 4);
        peer.send(new ReqMktData(2, option("20261218", new BigDecimal("230"), "C"), "", true, false, ""));
        List<Message> call = peer.takeAll();
        peer.send(new ReqMktData(3, option("20261218", new BigDecimal("230"), "P"), "", true, false, ""));
        List<Message> put = peer.takeAll();
        assertThat(call.stream()
                        .filter(TickOptionComputation.class::isInstance)
                        .map(m -> ((TickOptionComputation) m).tickType()))
                .containsExactly(10, 11, 12, 13);
        TickOptionComputation model = model(call);
        assertThat(model.undPrice()).isEqualByComparingTo(spot);
        assertThat(model.delta()).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
        assertThat(model(put).delta()).isNegative();
        // Put-call parity, within what rounding and the carry of four weeks allow.
        BigDecimal parity = price(call, 4).subtract(price(put, 4)).subtract(spot.subtract(new BigDecimal("230")));
        assertThat(parity).isBetween(new BigDecimal("0.5"), new BigDecimal("0.9"));
    }

    @Test
    void shouldComputeAPriceFromAVolatilityAndTheVolatilityBack() {
        Contract call = option("20261218", new BigDecimal("230"), "C");
        peer.send(new CalculateOptionPrice(1, call, new BigDecimal("0.3"), new BigDecimal("228"), 0, ""));
        TickOptionComputation priced = peer.take(TickOptionComputation.class).getFirst();
        assertThat(priced.tickType()).isEqualTo(53);
        peer.send(new CalculateImpliedVolatility(2, call, priced.optPrice(), new BigDecimal("228"), 0, ""));
        assertThat(peer.take(TickOptionComputation.class).getFirst().impliedVol())
                .isCloseTo(new BigDecimal("0.3"), within(new BigDecimal("0.00001")));
        peer.send(new CalculateImpliedVolatility(3, call, new BigDecimal("500"), new BigDecimal("228"), 0, ""));
        peer.send(new CalculateOptionPrice(4, TestPeer.AAPL, new BigDecimal("0.3"), new BigDecimal("228"), 0, ""));
        assertThat(peer.takeErrors()).containsExactly(321, 321);
    }

    @Test
    void shouldTradeDerivativesWithTheirMultiplier() {
        Contract future = Contract.builder()
                .symbol("MES")
                .secType("FUT")
                .exchange("CME")
                .currency("USD")
                .localSymbol("MESZ6")
                .build();
        peer.send(new PlaceOrder(1, option("20261218", new BigDecimal("230"), "C"), TestPeer.order("BUY", 2, "MKT")));
        peer.send(new PlaceOrder(2, future, TestPeer.order("SELL", 1, "MKT")));
        harness.pass(Duration.ofSeconds(1));
        List<Message> told = peer.takeAll();
        BigDecimal premium = told.stream()
                .filter(ExecDetails.class::isInstance)
                .map(m -> (ExecDetails) m)
                .filter(e -> e.orderId() == 1)
                .map(e -> Objects.requireNonNull(e.execution().price()))
                .findFirst()
                .orElseThrow();
        assertThat(told.stream()
                        .filter(CommissionAndFeesReport.class::isInstance)
                        .map(m -> ((CommissionAndFeesReport) m).commissionAndFees()))
                .containsExactly(new BigDecimal("1.3"), new BigDecimal("0.62"));
        assertThat(peer.send(new ReqPositions()).take(PositionData.class))
                .filteredOn(p -> p.contract().secType().equals("OPT"))
                .singleElement()
                .satisfies(
                        p -> assertThat(p.avgCost()).isEqualByComparingTo(premium.multiply(BigDecimal.valueOf(100))));
        // A future binds margin and costs nothing but its commission; an option costs its premium.
        peer.send(new ReqAccountSummary(9, "All", "TotalCashValue"));
        assertThat(peer.take(AccountSummary.class).getFirst().value())
                .isEqualTo(new BigDecimal("100000")
                        .subtract(premium.multiply(BigDecimal.valueOf(200)))
                        .subtract(new BigDecimal("1.92"))
                        .setScale(2)
                        .toPlainString());
    }

    @Test
    void shouldSayWhyAnOptionIsNotExercised() {
        Contract call = option("20261218", strike(10), "C");
        peer.send(new ExerciseOptions(1, call, 1, 1, "DU1234567", 0, "", "", false));
        assertThat(peer.take(ErrorMessage.class)).singleElement().satisfies(e -> {
            assertThat(e.errorCode()).isEqualTo(322);
            assertThat(e.errorMsg()).contains("No unlapsed position");
        });
        peer.send(new PlaceOrder(1, call, TestPeer.order("BUY", 1, "MKT")));
        harness.pass(Duration.ofSeconds(1));
        peer.takeAll();
        peer.send(new ExerciseOptions(2, call, 1, 1, "DU1234567", 0, "", "", false));
        assertThat(peer.take(ErrorMessage.class))
                .singleElement()
                .satisfies(e -> assertThat(e.errorMsg()).contains("not in the money"));
        peer.send(new ExerciseOptions(3, call, 1, 1, "DU7", 0, "", "", false));
        assertThat(peer.takeErrors()).containsExactly(321);
    }

    @Test
    void shouldExerciseWhatItIsToldToWhenTheDayEnds() {
        Contract call = option("20261218", strike(-6), "C");
        BigDecimal strike = Objects.requireNonNull(call.strike());
        peer.send(new PlaceOrder(1, call, TestPeer.order("BUY", 3, "MKT")));
        harness.pass(Duration.ofSeconds(1));
        peer.send(new ReqPositions()).takeAll();
        peer.send(new ExerciseOptions(2, call, 1, 3, "DU1234567", 0, "", "", false));
        peer.send(new ExerciseOptions(3, call, 1, 2, "DU1234567", 0, "", "", false));
        assertThat(peer.takeAll()).isEmpty();
        harness.pass(Duration.ofHours(14));
        assertThat(peer.take(PositionData.class))
                .extracting(p -> p.contract().secType() + " " + p.position())
                .as("the last instruction counts; of the stock there were a hundred before")
                .containsExactly("OPT 1", "STK 300");
        peer.send(new ReqAccountSummary(9, "All", "TotalCashValue"));
        assertThat(new BigDecimal(peer.take(AccountSummary.class).getFirst().value()))
                .as("two hundred shares cost the strike each")
                .isLessThan(new BigDecimal("100000").subtract(strike.multiply(BigDecimal.valueOf(200))));
        peer.send(new ExerciseOptions(4, call, 1, 1, "DU1234567", 0, "", "", false));
        peer.send(new ExerciseOptions(5, call, 2, 1, "DU1234567", 0, "", "", false));
        harness.pass(Duration.ofHours(30));
        assertThat(peer.take(PositionData.class)).as("it is to lapse").isEmpty();
    }

    /** A strike so many steps above the price of the stock. */
    private BigDecimal strike(int steps) {
        peer.send(new ReqMktData(77, TestPeer.AAPL, "", true, false, ""));
        BigDecimal step = BigDecimal.valueOf(5);
        return price(peer.takeAll(), 4)
                .divide(step, 0, RoundingMode.DOWN)
                .add(BigDecimal.valueOf(steps))
                .multiply(step);
    }

    @Test
    void shouldTakeAContinuousFutureForDetailsAndHistoryAlone() {
        Contract continuous = Contract.builder()
                .symbol("ES")
                .secType("CONTFUT")
                .exchange("CME")
                .build();
        var details = peer.send(new ReqContractDetails(1, continuous)).take(ContractData.class);
        assertThat(details).singleElement().satisfies(d -> {
            Contract contract = d.contractDetails().contract();
            assertThat(contract.secType()).isEqualTo("CONTFUT");
            assertThat(contract.lastTradeDateOrContractMonth()).isEqualTo("20261218");
            assertThat(contract.localSymbol()).isEqualTo("ESZ6");
        });
        Contract both = continuous.toBuilder().secType("FUT+CONTFUT").build();
        assertThat(peer.send(new ReqContractDetails(2, both)).take(ContractData.class))
                .extracting(d -> d.contractDetails().contract().secType())
                .containsExactly("FUT", "FUT", "FUT", "FUT", "CONTFUT");
        peer.send(new ReqHistoricalData(3, continuous, "", "1 hour", "2 D", 1, "TRADES", 1, false, ""));
        assertThat(peer.take(HistoricalData.class)).hasSize(1);
        peer.send(new ReqHistoricalData(
                4, continuous, "20261119 16:00:00 US/Eastern", "1 hour", "2 D", 1, "TRADES", 1, false, ""));
        assertThat(peer.takeErrors()).containsExactly(10339);
        peer.send(new ReqMktData(5, continuous, "", false, false, ""));
        peer.send(new PlaceOrder(6, continuous, TestPeer.order("BUY", 1, "MKT")));
        assertThat(peer.takeErrors()).containsExactly(321, 321);
    }

    @Test
    void shouldNotSellWhatCannotBeTraded() {
        Contract index = Contract.builder().conId(416904).exchange("CBOE").build();
        peer.send(new ReqMktData(1, index, "", true, false, ""));
        assertThat(peer.take(TickPrice.class)).extracting(TickPrice::tickType).doesNotContain(1, 2);
        peer.send(new PlaceOrder(1, index, TestPeer.order("BUY", 1, "MKT")));
        assertThat(peer.takeErrors()).containsExactly(201);
    }

    private static TickOptionComputation model(List<Message> told) {
        return told.stream()
                .filter(TickOptionComputation.class::isInstance)
                .map(m -> (TickOptionComputation) m)
                .filter(t -> t.tickType() == 13)
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal price(List<Message> told, int type) {
        return told.stream()
                .filter(TickPrice.class::isInstance)
                .map(m -> (TickPrice) m)
                .filter(t -> t.tickType() == type)
                .map(t -> Objects.requireNonNull(t.price()))
                .findFirst()
                .orElseThrow();
    }

    private static Contract option(String expiry, @Nullable BigDecimal strike, String right) {
        return Contract.builder()
                .symbol("AAPL")
                .secType("OPT")
                .exchange("SMART")
                .currency("USD")
                .lastTradeDateOrContractMonth(expiry)
                .strike(strike)
                .right(right)
                .build();
    }
}

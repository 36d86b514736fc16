package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqGlobalCancel;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final GatewayHarness harness = new GatewayHarness();

    @Test
    void shouldFillAMarketOrderAndTellEveryStep() {
        TestPeer peer = harness.ready(7).place(1, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(MOMENT);
        List<Message> told = peer.takeAll();
        assertThat(told)
                .extracting(m -> (Object) m.getClass())
                .containsExactly(
                        OpenOrder.class,
                        OrderStatus.class,
                        ExecDetails.class,
                        OpenOrder.class,
                        OrderStatus.class,
                        CommissionAndFeesReport.class);
        var open = (OpenOrder) told.get(0);
        assertThat(open.orderState().status()).isEqualTo("PreSubmitted");
        assertThat(open.order().account()).isEqualTo("DU1234567");
        assertThat(open.contract().conId()).isEqualTo(265598);
        var execution = (ExecDetails) told.get(2);
        assertThat(execution.orderId()).isOne();
        assertThat(execution.execution().side()).isEqualTo("BOT");
        assertThat(execution.execution().shares()).isEqualTo("10");
        var status = (OrderStatus) told.get(4);
        assertThat(status.status()).isEqualTo("Filled");
        assertThat(status.filled()).isEqualTo("10");
        assertThat(status.remaining()).isEqualTo("0");
        var report = (CommissionAndFeesReport) told.get(5);
        assertThat(report.execId()).isEqualTo(execution.execution().execId());
        assertThat(report.commissionAndFees()).isEqualTo("1");
        assertThat(report.realizedPNL()).isNull();
        assertThat(position(peer)).isEqualTo("110");
    }

    @Test
    void shouldReportTheProfitOfAClosingTrade() {
        TestPeer peer = harness.ready(7).place(1, TestPeer.order("SELL", 100, "MKT"));
        harness.pass(MOMENT);
        CommissionAndFeesReport report =
                peer.take(CommissionAndFeesReport.class).getFirst();
        assertThat(Objects.requireNonNull(report.realizedPNL())).isPositive();
        assertThat(peer.send(new ReqPositions()).take(PositionData.class))
                .extracting(p -> p.contract().symbol())
                .containsExactly("SPY");
    }

    @Test
    void shouldFillALargeOrderInParts() {
        TestPeer peer = harness.ready(7);
        peer.send(new PlaceOrder(1, TestPeer.stock("F"), TestPeer.order("BUY", 2500, "MKT")));
        harness.pass(MOMENT);
        List<Message> told = peer.takeAll();
        assertThat(told.stream().filter(ExecDetails.class::isInstance).map(m -> ((ExecDetails) m).execution()))
                .extracting(e -> e.shares() + " of " + e.cumQty())
                .containsExactly("1000 of 1000", "1000 of 2000", "500 of 2500");
        assertThat(told.stream().filter(OrderStatus.class::isInstance).map(m -> ((OrderStatus) m).status()))
                .containsExactly("PreSubmitted", "Submitted", "Submitted", "Filled");
        BigDecimal commission = told.stream()
                .filter(CommissionAndFeesReport.class::isInstance)
                .map(m -> Objects.requireNonNull(((CommissionAndFeesReport) m).commissionAndFees()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(commission).isEqualByComparingTo("12.5");
    }

    @Test
    void shouldRestALimitOrderModifyItAndFillItWhenTheMarketMeetsIt() {
        TestPeer peer = harness.ready(7).place(1, limit("BUY", "10"));
        harness.pass(MOMENT);
        assertThat(peer.take(OrderStatus.class))
                .extracting(OrderStatus::status)
                .containsExactly("PreSubmitted", "Submitted");
        peer.place(1, limit("BUY", "11"));
        harness.pass(MOMENT);
        assertThat(peer.take(OpenOrder.class).getLast().order().lmtPrice()).isEqualTo("11");
        peer.place(1, limit("BUY", "9999"));
        harness.pass(MOMENT);
        assertThat(peer.take(OrderStatus.class).getLast().status()).isEqualTo("Filled");
        peer.place(1, limit("BUY", "9999"));
        assertThat(peer.takeErrors()).containsExactly(104);
        assertThat(position(peer)).isEqualTo("101");
    }

    @Test
    void shouldTriggerAStopAtTheLastPrice() {
        TestPeer peer = harness.ready(7);
        peer.place(
                1,
                TestPeer.order("SELL", 1, "STP").toBuilder()
                        .auxPrice(BigDecimal.ONE)
                        .build());
        peer.place(
                2,
                TestPeer.order("SELL", 1, "STP").toBuilder()
                        .auxPrice(BigDecimal.valueOf(9999))
                        .build());
        harness.pass(MOMENT);
        assertThat(peer.take(OrderStatus.class))
                .extracting(s -> s.orderId() + " " + s.status())
                .containsExactly("1 PreSubmitted", "2 PreSubmitted", "2 Filled");
    }

    @Test
    void shouldCancelAndSayBothThings() {
        TestPeer peer = harness.ready(7).place(1, limit("BUY", "10"));
        harness.pass(MOMENT);
        peer.takeAll();
        List<Message> told = peer.send(cancel(1)).takeAll();
        assertThat(told).extracting(Message::wireName).containsExactly("ORDER_STATUS", "ORDER_STATUS", "ERR_MSG");
        assertThat(((OrderStatus) told.get(1)).status()).isEqualTo("Cancelled");
        assertThat(((ErrorMessage) told.get(2)).errorCode()).isEqualTo(202);
        assertThat(peer.send(cancel(1)).takeErrors()).containsExactly(10148);
        assertThat(peer.send(cancel(99)).takeErrors()).containsExactly(10147);
        harness.pass(MOMENT);
        assertThat(peer.takeAll()).isEmpty();
        peer.send(new ReqCompletedOrders(false));
        harness.pass(MOMENT);
        assertThat(peer.takeAll())
                .extracting(m -> (Object) m.getClass())
                .containsExactly(CompletedOrder.class, CompletedOrdersEnd.class);
    }

    @Test
    void shouldNotLetOneClientCancelAnothersOrderUnlessItCancelsAll() {
        TestPeer owner = harness.ready(7).place(1, limit("BUY", "10"));
        TestPeer other = harness.ready(8);
        harness.pass(MOMENT);
        owner.takeAll();
        assertThat(other.send(cancel(1)).takeErrors()).containsExactly(10147);
        assertThat(owner.takeAll()).isEmpty();
        assertThat(other.send(new ReqAllOpenOrders()).take(OpenOrder.class)).hasSize(1);
        assertThat(other.send(new ReqOpenOrders()).takeAll()).containsExactly(new OpenOrderEnd());
        other.send(new ReqGlobalCancel("", 0));
        assertThat(owner.takeErrors()).containsExactly(202);
        assertThat(other.takeAll()).isEmpty();
    }

    @Test
    void shouldKeepOrderIdsRisingPerClient() {
        TestPeer peer = harness.ready(7).place(5, limit("BUY", "10"));
        assertThat(peer.send(new ReqIds(1)).take(NextValidId.class)).containsExactly(new NextValidId(6));
        peer.place(3, limit("BUY", "10"));
        assertThat(peer.takeErrors()).containsExactly(103);
        assertThat(harness.connect().greet(100, 200).start(8).take(NextValidId.class))
                .containsExactly(new NextValidId(1));
        peer.end();
        assertThat(harness.connect().greet(100, 200).start(7).take(NextValidId.class))
                .containsExactly(new NextValidId(6));
    }

    @Test
    void shouldHaveTheFillForAClientThatWasAway() {
        TestPeer first = harness.ready(7).place(1, TestPeer.order("BUY", 3, "MKT"));
        first.place(2, limit("BUY", "10"));
        first.end();
        harness.pass(MOMENT);
        List<Message> start = harness.connect().greet(100, 200).start(7).takeAll();
        assertThat(start.subList(0, 5))
                .extracting(m -> (Object) m.getClass())
                .containsExactly(
                        OpenOrder.class,
                        OrderStatus.class,
                        OpenOrderEnd.class,
                        ManagedAccounts.class,
                        NextValidId.class);
        TestPeer other = harness.ready(9);
        List<Message> told = other.send(executions(0)).takeAll();
        assertThat(told)
                .extracting(m -> (Object) m.getClass())
                .containsExactly(ExecDetails.class, CommissionAndFeesReport.class, ExecDetailsEnd.class);
        assertThat(((ExecDetails) told.getFirst()).execution().clientId()).isEqualTo(7);
        assertThat(other.send(executions(8)).takeAll()).containsExactly(new ExecDetailsEnd(3));
    }

    @ParameterizedTest
    @CsvSource({
        "HOLD, 10, MKT, DAY, , 321",
        "BUY, 0, MKT, DAY, , 434",
        "BUY, -5, MKT, DAY, , 321",
        "BUY, 1.5, MKT, DAY, , 10243",
        "BUY, 10, PEG BEST, DAY, , 387",
        "BUY, 10, MKT, , , 10052",
        "BUY, 10, MKT, AUC, , 111",
        "BUY, 10, MOC, IOC, , 111",
        "BUY, 10, FEELINGS, DAY, , 321",
        "BUY, 10, MKT, GTD, , 391",
        "BUY, 10, TRAIL, DAY, , 321",
        "BUY, 10, LMT, DAY, 10.005, 110",
        "BUY, 10, LMT, DAY, , 321",
        "BUY, 10, STP, DAY, , 403",
        "BUY, 90000, MKT, DAY, , 201"
    })
    void shouldRefuseWithTheCodeOfAGateway(
            String action, BigDecimal quantity, String type, String tif, BigDecimal limit, int code) {
        TestPeer peer = harness.ready(7);
        peer.place(
                1,
                TestPeer.order(action, 1, type).toBuilder()
                        .totalQuantity(quantity)
                        .tif(tif == null ? "" : tif)
                        .lmtPrice(limit)
                        .build());
        harness.pass(MOMENT);
        assertThat(peer.take(ErrorMessage.class)).singleElement().satisfies(e -> {
            assertThat(e.errorCode()).isEqualTo(code);
            assertThat(e.id()).isOne();
        });
        assertThat(harness.gateway.report().orders()).isEmpty();
    }

    @Test
    void shouldRefuseAnUnknownContractAndAnUnknownAccount() {
        TestPeer peer = harness.ready(7);
        peer.send(new PlaceOrder(1, TestPeer.stock("ZZZZ"), TestPeer.order("BUY", 1, "MKT")));
        assertThat(peer.takeErrors()).containsExactly(200);
        peer.place(
                2, TestPeer.order("BUY", 1, "MKT").toBuilder().account("DU999").build());
        assertThat(peer.takeErrors()).containsExactly(321);
    }

    @Test
    void shouldTellTheMarginOfAnOrderThatOnlyAsksAndDoNothing() {
        TestPeer peer = harness.ready(7);
        peer.place(1, TestPeer.order("BUY", 10, "MKT").toBuilder().whatIf(true).build());
        harness.pass(MOMENT);
        assertThat(peer.takeAll()).singleElement().satisfies(m -> {
            var state = ((OpenOrder) m).orderState();
            assertThat(new BigDecimal(state.initMarginChange())).isPositive();
            assertThat(state.commissionAndFees()).isEqualTo("1");
        });
        assertThat(harness.gateway.report().orders()).isEmpty();
    }

    @Test
    void shouldRunABracketAsOneFamily() {
        TestPeer peer = harness.ready(7);
        peer.place(
                1, TestPeer.order("BUY", 10, "MKT").toBuilder().transmit(false).build());
        peer.place(
                2, limit("SELL", "9999").toBuilder().parentId(1).transmit(false).build());
        harness.pass(MOMENT);
        assertThat(peer.takeAll()).as("not transmitted yet").isEmpty();
        peer.place(
                3,
                TestPeer.order("SELL", 10, "STP").toBuilder()
                        .auxPrice(BigDecimal.valueOf(9998))
                        .parentId(1)
                        .build());
        harness.pass(MOMENT);
        assertThat(peer.takeAll().stream()
                        .filter(OrderStatus.class::isInstance)
                        .map(m -> ((OrderStatus) m).orderId() + " " + ((OrderStatus) m).status()))
                .startsWith("1 PreSubmitted", "2 PreSubmitted", "3 PreSubmitted", "1 Filled")
                .contains("3 Filled", "2 Cancelled");
    }

    @Test
    void shouldRefuseAChildWithoutItsParent() {
        TestPeer peer = harness.ready(7)
                .place(2, limit("SELL", "9999").toBuilder().parentId(1).build());
        assertThat(peer.takeErrors()).containsExactly(10006);
    }

    @Test
    void shouldKeepOrdersUntilTheMarketOpens() {
        Instant evening = Instant.parse("2026-11-20T23:00:00Z");
        var closed = new GatewayHarness("normal", MarketHours.SCHEDULE, evening);
        TestPeer peer = closed.ready(7).place(1, TestPeer.order("BUY", 1, "MKT"));
        closed.pass(Duration.ofHours(2));
        List<Message> told = peer.takeAll();
        assertThat(told).extracting(Message::wireName).containsExactly("OPEN_ORDER", "ORDER_STATUS", "ERR_MSG");
        assertThat(((ErrorMessage) told.get(2)).errorCode()).isEqualTo(399);
        assertThat(((ErrorMessage) told.get(2)).errorMsg()).contains("20261123 09:30:00 US/Eastern");
        closed.pass(Duration.ofHours(62));
        assertThat(peer.take(OrderStatus.class).getLast().status()).isEqualTo("Filled");
    }

    @Test
    void shouldCancelWhatCannotFillAtOnceAndMayNotRest() {
        TestPeer peer = harness.ready(7)
                .place(1, limit("BUY", "10").toBuilder().tif("IOC").build());
        harness.pass(MOMENT);
        assertThat(peer.take(OrderStatus.class).getLast().status()).isEqualTo("Cancelled");
    }

    private String position(TestPeer peer) {
        return Objects.requireNonNull(peer.send(new ReqPositions()).take(PositionData.class).stream()
                        .filter(p -> p.contract().symbol().equals("AAPL"))
                        .findFirst()
                        .orElseThrow()
                        .position())
                .toPlainString();
    }

    private static Order limit(String action, String price) {
        return TestPeer.order(action, action.equals("BUY") ? 1 : 10, "LMT").toBuilder()
                .lmtPrice(new BigDecimal(price))
                .build();
    }

    private static CancelOrder cancel(int orderId) {
        return new CancelOrder(orderId, "", "", "", 0, "", 0);
    }

    private static ReqExecutions executions(int clientId) {
        return new ReqExecutions(3, clientId, "", "", "", "", "", "", 0, List.of());
    }
}

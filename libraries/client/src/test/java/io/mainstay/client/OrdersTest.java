package io.mainstay.client;

import static io.mainstay.client.Connected.apple;
import static io.mainstay.client.Connected.decimal;
import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqOpenOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(30)
@ParameterizedClass(name = "at version {0}")
@FieldSource("io.mainstay.client.ScriptedGateway#VERSIONS")
class OrdersTest {
    private static final int COMPLETED_ORDERS_SINCE = 150;

    @Parameter
    int version;

    private static final Duration SOON = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init")
    private Connected connected;

    @SuppressWarnings("NullAway.Init")
    private Instrument apple;

    @BeforeEach
    void connect() throws Exception {
        connected = new Connected(41, version);
        apple = connected.appleInstrument();
    }

    @AfterEach
    void disconnect() throws Exception {
        connected.close();
    }

    private ScriptedGateway.Peer peer() {
        return connected.peer;
    }

    private OrderRequest buy(String key) {
        OrderRequest order = connected.ib.buy(decimal("100")).of(apple).limit(decimal("189.50"));
        return key.isEmpty() ? order : order.key(key);
    }

    /** Answers the question for earlier orders, which comes before the first placing with a key. */
    private void answerEarlier(List<OpenOrder> open, List<CompletedOrder> completed, List<ExecDetails> executions) {
        peer().read(ReqOpenOrders.class);
        open.forEach(peer()::send);
        peer().send(new OpenOrderEnd());
        if (version >= COMPLETED_ORDERS_SINCE) {
            assertThat(peer().read(ReqCompletedOrders.class).apiOnly()).isTrue();
            completed.forEach(peer()::send);
            peer().send(new CompletedOrdersEnd());
        }
        int id = peer().read(ReqExecutions.class).reqId();
        executions.forEach(one -> peer().send(one.withReqId(id)));
        peer().send(new ExecDetailsEnd(id));
    }

    private static OrderStatus status(int orderId, String status, String filled, String remaining) {
        return new OrderStatus(
                orderId,
                status,
                decimal(filled),
                decimal(remaining),
                decimal(filled.equals("0") ? "0" : "189.4"),
                9001,
                0,
                decimal("0"),
                Connected.CLIENT_ID,
                "",
                decimal("0"));
    }

    private static ExecDetails execution(String execId, int orderId, String shares) {
        return new ExecDetails(
                -1,
                orderId,
                apple(),
                Execution.builder()
                        .execId(execId)
                        .time("20261124 10:00:00 US/Eastern")
                        .acctNumber(ScriptedGateway.ACCOUNT)
                        .side("BOT")
                        .shares(decimal(shares))
                        .price(decimal("189.4"))
                        .permId(9001)
                        .clientId(Connected.CLIENT_ID)
                        .orderRef("k1")
                        .build());
    }

    private static CommissionAndFeesReport commission(String execId, String amount) {
        return new CommissionAndFeesReport(execId, decimal(amount), "USD", null, null, 0);
    }

    @Test
    void shouldSendAnOrderOnceWithItsKeyAndGiveTheGatewaysAcknowledgement() throws Exception {
        FutureTask<OrderHandle> placing = program(buy("k1")::place);
        answerEarlier(List.of(), List.of(), List.of());
        OrderHandle order = result(placing);
        PlaceOrder sent = peer().read(PlaceOrder.class);
        assertThat(sent.orderId()).isEqualTo(41);
        assertThat(sent.contract()).isEqualTo(apple());
        assertThat(sent.order().action()).isEqualTo("BUY");
        assertThat(sent.order().totalQuantity()).isEqualByComparingTo("100");
        assertThat(sent.order().orderType()).isEqualTo("LMT");
        assertThat(sent.order().lmtPrice()).isEqualByComparingTo("189.50");
        assertThat(sent.order().tif()).isEqualTo("DAY");
        assertThat(sent.order().orderRef()).isEqualTo("k1");
        assertThat(sent.order().account()).as("the only account").isEqualTo(ScriptedGateway.ACCOUNT);
        assertThat(sent.order().transmit()).isTrue();

        peer().send(status(41, "PreSubmitted", "0", "100"));
        assertThat(order.outcome()).isEqualTo(new OrderHandle.Outcome.Acknowledged(9001));
        assertThat(order.done()).isFalse();

        assertThat(buy("k1").place()).as("the same key").isSameAs(order);
        connected.ib.buy(decimal("1")).of(apple).market().key("k2").place();
        assertThat(peer().read(PlaceOrder.class).orderId())
                .as("no second question, and no second sending of k1")
                .isEqualTo(42);
    }

    @Test
    void shouldJoinFillsAndCommissionsInWhateverOrderTheyComeAndEachOnce() throws Exception {
        OrderHandle order = connected.ib.buy(decimal("100")).of(apple).market().place();
        peer().read(PlaceOrder.class);
        peer().send(
                        status(41, "Submitted", "0", "100"),
                        commission("0001.a1.01.01", "1.05"),
                        execution("0001.a1.01.01", 41, "60"),
                        execution("0001.a1.01.01", 41, "60"),
                        execution("0001.a2.01.01", 41, "30"),
                        execution("0001.a2.01.02", 41, "40"),
                        execution("0001.a2.01.01", 41, "30"),
                        status(41, "Filled", "100", "0"),
                        commission("0001.a2.01.02", "0.95"));
        assertThat(order.await(SOON)).isTrue();
        connected.appleFence();
        assertThat(order.fills())
                .extracting(Fill::execId, Fill::quantity, Fill::commission, Fill::time)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "0001.a1.01.01",
                                decimal("60"),
                                Optional.of(decimal("1.05")),
                                Instant.parse("2026-11-24T15:00:00Z")),
                        org.assertj.core.groups.Tuple.tuple(
                                "0001.a2.01.02",
                                decimal("40"),
                                Optional.of(decimal("0.95")),
                                Instant.parse("2026-11-24T15:00:00Z")));
        assertThat(order.filled()).isEqualByComparingTo("100");
        assertThat(order.averageFillPrice()).hasValue(decimal("189.4"));
        assertThat(order.status()).isEqualTo("Filled");
    }

    @Test
    void shouldWaitForTheFillsThatBelongToTheStatusFilled() throws Exception {
        OrderHandle order = connected.ib.buy(decimal("100")).of(apple).market().place();
        peer().read(PlaceOrder.class);
        peer().send(status(41, "Filled", "100", "0"));
        FutureTask<Integer> fills = program(() -> {
            order.await(SOON);
            return order.fills().size();
        });
        peer().send(execution("0001.a1.01.01", 41, "100"));
        assertThat(result(fills)).isEqualTo(1);
    }

    @Test
    void shouldTellARejectionWithItsReason() throws Exception {
        OrderHandle order = connected.ib.buy(decimal("100")).of(apple).market().place();
        peer().read(PlaceOrder.class);
        peer().send(
                        new ErrorMessage(41, 399, "warning: order will be held", "", 0),
                        new ErrorMessage(41, 201, "Order rejected - reason:no margin", "", 0));
        assertThat(order.outcome())
                .isEqualTo(new OrderHandle.Outcome.Rejected(201, "Order rejected - reason:no margin"));
        assertThat(order.done()).isTrue();
        assertThat(order.log()).extracting(OrderHandle.Event::text).anyMatch(text -> text.startsWith("399: "));
    }

    @Test
    void shouldNotCallAnOrderRejectedBecauseItWasTooEarlyToChangeIt() throws Exception {
        OrderHandle order = connected.ib.buy(decimal("100")).of(apple).market().place();
        peer().read(PlaceOrder.class);
        peer().send(new ErrorMessage(41, 444, "not acknowledged yet", "", 0), status(41, "Submitted", "0", "100"));
        assertThat(order.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
        assertThat(order.done()).isFalse();
    }

    @Test
    void shouldNotCallAWorkingOrderRejectedBecauseItsCancelWasRefused() throws Exception {
        OrderHandle order = connected.ib.buy(decimal("100")).of(apple).market().place();
        peer().read(PlaceOrder.class);
        peer().send(status(41, "Submitted", "0", "100"));
        assertThat(order.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
        order.cancel();
        CancelOrder cancel = peer().read(CancelOrder.class);
        assertThat(cancel.orderId()).isEqualTo(41);
        peer().send(new ErrorMessage(41, 321, "The API interface is in Read-Only mode", "", 0));
        connected.appleFence();
        assertThat(order.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
        assertThat(order.done()).isFalse();
        peer().send(status(41, "Cancelled", "0", "100"), new ErrorMessage(41, 202, "Order Canceled", "", 0));
        assertThat(order.await(SOON)).isTrue();
        assertThat(order.status()).isEqualTo("Cancelled");
    }

    @Test
    void shouldBeInDoubtWhenTheGatewaySaysNothingAndResolveItWithALaterWord() throws Exception {
        OrderHandle order = connected
                .ib
                .withTimeout(Duration.ofMillis(50))
                .buy(decimal("100"))
                .of(apple)
                .market()
                .place();
        peer().read(PlaceOrder.class);
        assertThat(order.outcome())
                .isInstanceOfSatisfying(
                        OrderHandle.Outcome.InDoubt.class,
                        doubt -> assertThat(doubt.known()).contains("order 41", "sent once", "said nothing"));
        peer().send(status(41, "Submitted", "0", "100"));
        connected.appleFence();
        assertThat(order.outcome()).isEqualTo(new OrderHandle.Outcome.Acknowledged(9001));
    }

    @Test
    void shouldBeInDoubtAtOnceWhenTheConnectionEndsBeforeTheGatewaysWord() throws Exception {
        OrderHandle order = connected
                .ib
                .withTimeout(Duration.ofDays(1))
                .buy(decimal("100"))
                .of(apple)
                .market()
                .place();
        peer().read(PlaceOrder.class);
        FutureTask<OrderHandle.Outcome> outcome = program(order::outcome);
        FutureTask<Boolean> done = program(() -> order.await(Duration.ofDays(1)));
        peer().close();
        assertThat(result(outcome))
                .isInstanceOfSatisfying(
                        OrderHandle.Outcome.InDoubt.class,
                        doubt -> assertThat(doubt.known()).contains("the connection ended"));
        assertThat(result(done)).isFalse();
        assertThatThrownBy(() -> buy("k9").place()).isInstanceOf(MainstayException.Disconnected.class);
    }

    @Test
    void shouldBeInDoubtWhenTheWorkerLostItsGateway() throws Exception {
        OrderHandle order = connected.ib.buy(decimal("100")).of(apple).market().place();
        peer().read(PlaceOrder.class);
        peer().send(new ErrorMessage(
                41, 504, "the outcome is unknown", "{\"mainstay\":{\"cause\":\"RESET\",\"exit\":12}}", 0));
        assertThat(order.outcome()).isInstanceOf(OrderHandle.Outcome.InDoubt.class);
        peer().send(status(41, "Submitted", "0", "100"));
        connected.appleFence();
        assertThat(order.outcome()).isInstanceOf(OrderHandle.Outcome.Acknowledged.class);
    }

    @Test
    void shouldFindTheWorkingOrderOfAnEarlierSessionInsteadOfPlacingItsKeyAgain() throws Exception {
        FutureTask<OrderHandle> placing = program(buy("k1")::place);
        Order earlier = Order.builder()
                .orderRef("k1")
                .clientId(Connected.CLIENT_ID)
                .permId(9001)
                .action("BUY")
                .totalQuantity(decimal("100"))
                .orderType("LMT")
                .build();
        OpenOrder open = new OpenOrder(
                17, apple(), earlier, OrderState.builder().status("Submitted").build());
        answerEarlier(List.of(open), List.of(), List.of(execution("0001.a1.01.01", 17, "25")));
        OrderHandle found = result(placing);
        assertThat(found.orderId()).isEqualTo(17);
        assertThat(found.status()).isEqualTo("Submitted");
        assertThat(found.outcome()).isEqualTo(new OrderHandle.Outcome.Acknowledged(9001));
        assertThat(found.fills()).hasSize(1);
        found.cancel();
        assertThat(peer().read(CancelOrder.class).orderId())
                .as("nothing was placed before the cancel")
                .isEqualTo(17);
    }

    @Test
    void shouldFindTheFilledOrderOfAnEarlierSession() throws Exception {
        FutureTask<OrderHandle> placing = program(buy("k1")::place);
        CompletedOrder filled = new CompletedOrder(
                apple(),
                Order.builder()
                        .orderRef("k1")
                        .permId(9001)
                        .action("BUY")
                        .totalQuantity(decimal("0"))
                        .filledQuantity(decimal("100"))
                        .orderType("LMT")
                        .build(),
                OrderState.builder().status("Filled").build());
        answerEarlier(List.of(), List.of(filled), List.of(execution("0001.a1.01.01", 17, "100")));
        OrderHandle found = result(placing);
        assertThat(found.done()).isTrue();
        assertThat(found.orderId()).isEqualTo(17);
        assertThat(found.fills()).hasSize(1);
    }

    @Test
    void shouldFindTheOrderThatOnlyItsExecutionsTellOf() throws Exception {
        FutureTask<OrderHandle> placing = program(buy("k1")::place);
        answerEarlier(List.of(), List.of(), List.of(execution("0001.a1.01.01", 17, "100")));
        OrderHandle found = result(placing);
        assertThat(found.orderId()).isEqualTo(17);
        assertThat(found.status()).isEqualTo("Filled");
        assertThat(found.averageFillPrice())
                .hasValueSatisfying(price -> assertThat(price)
                        .isEqualByComparingTo(found.fills().getFirst().price()));
    }

    @Test
    void shouldPlaceNothingWhenItCannotBeKnownWhetherTheKeyWasPlacedBefore() throws Exception {
        OrderRequest order = connected
                .ib
                .withTimeout(Duration.ofMillis(100))
                .buy(decimal("100"))
                .of(apple)
                .market()
                .key("k1");
        FutureTask<OrderHandle> placing = program(order::place);
        peer().read(ReqOpenOrders.class);
        assertThatThrownBy(() -> result(placing)).isInstanceOf(MainstayException.TimedOut.class);
        FutureTask<OrderHandle> again = program(buy("k1")::place);
        peer().send(new OpenOrderEnd());
        answerEarlier(List.of(), List.of(), List.of());
        result(again);
        assertThat(peer().read(PlaceOrder.class).orderId()).isEqualTo(41);
    }

    @Test
    void shouldPlaceNothingWhileTheGatewayHasNoLink() throws Exception {
        peer().send(new ErrorMessage(-1, 1100, "Connectivity has been lost", "", 0));
        connected.appleFence();
        assertThatThrownBy(() -> buy("").place())
                .isInstanceOf(MainstayException.LinkDown.class)
                .hasMessageContaining("was not placed");
        peer().send(new ErrorMessage(-1, 1102, "restored", "", 0));
        connected.appleFence();
        buy("").place();
        assertThat(peer().read(PlaceOrder.class).orderId()).isEqualTo(41);
    }

    @Test
    void shouldNameWhatAnOrderLacks() {
        assertThatThrownBy(() -> connected.ib.buy(decimal("1")).market().place())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no instrument");
        assertThatThrownBy(() -> connected.ib.buy(decimal("1")).of(apple).place())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no type");
        assertThatThrownBy(() -> connected.ib.sell(decimal("0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connected.ib.sell(decimal("1")).key("a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldListWorkingOrdersOfThisClientIdOnceTheirEndHasCome() throws Exception {
        FutureTask<List<OpenOrderInfo>> asked = program(connected.ib::openOrders);
        peer().read(ReqOpenOrders.class);
        peer().send(open(17, 7, "Submitted"), open(17, 7, "PreSubmitted"), open(18, 7, "Cancelled"));
        peer().send(open(19, 8, "Submitted"), new OpenOrderEnd());
        assertThat(result(asked)).extracting(OpenOrderInfo::orderId).containsExactly(17);
    }

    private static OpenOrder open(int orderId, int clientId, String status) {
        Order order = Order.builder()
                .clientId(clientId)
                .permId(orderId)
                .action("BUY")
                .totalQuantity(decimal("1"))
                .build();
        return new OpenOrder(
                orderId, apple(), order, OrderState.builder().status(status).build());
    }

    @Test
    void shouldListTodaysFillsWithTheCommissionsThatCame() throws Exception {
        FutureTask<List<Fill>> asked = program(connected.ib::executions);
        ReqExecutions request = peer().read(ReqExecutions.class);
        assertThat(request.clientId()).isEqualTo(Connected.CLIENT_ID);
        int id = request.reqId();
        peer().send(
                        execution("0001.a1.01.01", 17, "60").withReqId(id),
                        commission("0001.a1.01.01", "1"),
                        execution("0001.a2.01.01", 17, "40").withReqId(id),
                        new ExecDetailsEnd(id));
        assertThat(result(asked))
                .extracting(Fill::execId, Fill::commission)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("0001.a1.01.01", Optional.of(decimal("1"))),
                        org.assertj.core.groups.Tuple.tuple("0001.a2.01.01", Optional.empty()));
    }

    @Test
    void shouldUseTheLargerOfTheOrderIdsThatTheGatewayNames() throws Exception {
        peer().send(new io.mainstay.protocol.message.NextValidId(100), new io.mainstay.protocol.message.NextValidId(5));
        connected.appleFence();
        buy("").place();
        assertThat(peer().read(PlaceOrder.class).orderId()).isEqualTo(100);
    }
}

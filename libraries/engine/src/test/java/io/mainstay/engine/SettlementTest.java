package io.mainstay.engine;

import static io.mainstay.engine.support.Orders.APPLE;
import static io.mainstay.engine.support.Orders.fill;
import static io.mainstay.engine.support.Orders.limit;
import static io.mainstay.engine.support.Orders.openOrder;
import static io.mainstay.engine.support.Orders.place;
import static io.mainstay.engine.support.Orders.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders that ended while the gateway was away, and orders of which nobody knows whether they arrived. */
class SettlementTest {
    private static final int OURS = World.OUR_CLIENT_ID;
    private static final long SOON_MS = 16_000;

    private final World world = World.ready();
    private TestClient client = world.client(1);

    @Test
    void shouldTellTheOwnerThatItsOrderWasCancelledDuringAnOutage() {
        int upstream = works(400, 77);
        comesBack();
        answers(completed(77, "Cancelled", 0));
        assertThat(client.take(OrderStatus.class))
                .extracting(OrderStatus::orderId, OrderStatus::status, OrderStatus::permId, OrderStatus::clientId)
                .containsExactly(tuple(400, "Cancelled", 77L, 1));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.DONE);
        assertThat(world.engine.orders(10)).isEmpty();
        isAskedNoMore();
    }

    @Test
    void shouldTellTheOwnerAtWhatPriceItsOrderWasFilledDuringAnOutage() {
        int upstream = works(400, 77);
        comesBack();
        ExecDetails part = fill(0, upstream, OURS, 77, "e1");
        answers(
                new ExecDetails(
                        0,
                        upstream,
                        APPLE,
                        part.execution().toBuilder()
                                .cumQty(BigDecimal.TEN)
                                .avgPrice(new BigDecimal("189.25"))
                                .build()),
                completed(77, "Filled", 10));
        OrderStatus told = client.take(OrderStatus.class).getFirst();
        assertThat(told.status()).isEqualTo("Filled");
        assertThat(told.filled()).isEqualByComparingTo("10");
        assertThat(told.remaining()).isEqualByComparingTo("0");
        assertThat(told.avgFillPrice()).isEqualByComparingTo("189.25");
    }

    @Test
    void shouldSayThatTheGatewayListsAnOrderOfUnknownOutcomeNowhereAndNotThatItIsOver() {
        client.send(place(400));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        comesBack();
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.UNKNOWN);
        answers();
        ErrorMessage told = client.take(ErrorMessage.class).getFirst();
        assertThat(told.id()).isEqualTo(400);
        assertThat(told.errorCode())
                .as("a dialog may hold it, so no client may take it for over and send another")
                .isEqualTo(399);
        assertThat(told.errorMsg()).contains("neither as open nor as completed nor as executed", "click");
        assertThat(told.advancedOrderRejectJson()).contains("\"outcome\":\"UNKNOWN\"");
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.UNKNOWN);
        isAskedNoMore();
        world.gatewaySays(openOrder(upstream, OURS, 77), status(upstream, OURS, 77, "Submitted"));
        assertThat(client.take()).as("it worked after all").hasSize(2);
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
    }

    @Test
    void shouldNotSayNotSentOfAnOrderOfWhichAnExecutionIsTold() {
        client.send(place(400));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        comesBack();
        answers(fill(0, upstream, OURS, 77, "e1"), completed(77, "Filled", 10));
        assertThat(client.take().stream().filter(m -> !(m instanceof ExecDetails)))
                .as("IB's id came with the execution")
                .extracting(m -> ((OrderStatus) m).status())
                .containsExactly("Filled");
        client.send(place(401));
        upstream = world.takeOne(PlaceOrder.class).orderId();
        comesBack();
        answers(fill(0, upstream, OURS, 78, "e2"));
        assertThat(client.takeErrorCodes()).as("no end, to be looked at").containsExactly(399);
    }

    @Test
    void shouldWarnOfAnOrderThatWorkedAndIsListedNowhereAndStillPassOnWhatComesOfIt() {
        int upstream = works(400, 77);
        comesBack();
        answers(completed(99, "Cancelled", 0));
        assertThat(client.take(ErrorMessage.class))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(tuple(400, 399));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
        world.gatewaySays(status(upstream, OURS, 77, "Filled"));
        assertThat(client.take(OrderStatus.class))
                .extracting(OrderStatus::orderId)
                .containsExactly(400);
    }

    @Test
    void shouldSettleNothingWhenAnAnswerIsNotComplete() {
        for (Class<?> missing : List.of(OpenOrderEnd.class, ExecDetailsEnd.class, CompletedOrdersEnd.class)) {
            for (boolean cut : List.of(false, true)) {
                var run = new SettlementTest();
                int upstream = run.works(400, 77);
                run.client.send(place(401));
                run.world.takeFromEngine();
                run.comesBack();
                run.answer(List.of(completed(77, "Cancelled", 0)), missing);
                if (cut) {
                    run.world.gatewayCloses(true);
                } else {
                    run.world.passMs(300_000);
                }
                assertThat(run.client.take())
                        .as("without %s", missing.getSimpleName())
                        .noneMatch(m -> m instanceof OrderStatus || m instanceof ErrorMessage e && e.id() > 0);
                assertThat(run.world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
                assertThat(run.world.journal.order(upstream + 1).phase()).isEqualTo(OrderPhase.UNKNOWN);
            }
        }
    }

    @Test
    void shouldAskAgainAndAgainLaterUntilAllIsAnswered() {
        works(400, 77);
        comesBack();
        answer(List.of(), CompletedOrdersEnd.class);
        world.passMs(30_000);
        assertThat(world.takeFromEngine()).as("the answer is overdue").isEmpty();
        world.passMs(30_000);
        assertThat(world.takeFromEngine()).as("all three anew").hasSize(3);
        world.passMs(59_000);
        assertThat(world.takeFromEngine()).as("later each time").isEmpty();
    }

    @Test
    void shouldAskAgainForAnOrderThatWasUnderWayAtTheMomentOfTheAnswer() {
        int upstream = works(400, 77);
        comesBack();
        List<Outgoing> asked = world.takeFromEngine();
        client.send(place(400));
        world.takeFromEngine();
        world.gateway.received.addAll(asked);
        answers();
        world.gatewaySays(new ErrorMessage(upstream, 104, "Cannot modify a filled order.", "", 0));
        client.take();
        world.passMs(30_000);
        answers(completed(77, "Filled", 10));
        assertThat(client.take(OrderStatus.class))
                .extracting(OrderStatus::status)
                .containsExactly("Filled");
    }

    @Test
    void shouldStillDoubtWhatAGatewayMentionedWhoseSessionDidNotComeAbout() {
        int upstream = works(400, 77);
        world.gatewayCloses(true).passMs(2_000).connected().gatewayGreets();
        world.gatewaySays(openOrder(upstream, OURS, 77)).gatewayCloses(true);
        while (world.gateway.connects < 3) {
            world.passMs(1_000);
        }
        world.becomeReady().passMs(SOON_MS);
        client.take();
        answers(completed(77, "Cancelled", 0));
        assertThat(client.take(OrderStatus.class)).hasSize(1);
    }

    @Test
    void shouldSettleInTheNextSessionWhatACutLeftOpen() {
        client.send(place(400));
        world.takeFromEngine();
        comesBack();
        world.gatewayCloses(true);
        comesBackAfterCut();
        answers();
        assertThat(client.takeErrorCodes()).containsExactly(399);
    }

    @Test
    void shouldAskForNothingMoreWhenTheGatewayMentionsAllOrders() {
        int upstream = works(400, 77);
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        world.gatewaySays(openOrder(upstream, OURS, 77));
        assertThat(client.take(OpenOrder.class)).hasSize(1);
        isAskedNoMore();
    }

    @Test
    void shouldWaitWithItsQuestionsAndItsVerdictUntilTheGatewayHasIbsServers() {
        works(400, 77);
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        world.gatewaySays(new ErrorMessage(-1, 1100, "lost", "", 0));
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).noneMatch(ReqCompletedOrders.class::isInstance);
        world.gatewaySays(new ErrorMessage(-1, 1102, "back", "", 0));
        world.answerReconciliation();
        world.passMs(SOON_MS);
        client.take();
        answers(completed(77, "Cancelled", 0));
        assertThat(client.take(OrderStatus.class)).hasSize(1);
    }

    @Test
    void shouldTellAnAbsentOwnerWhenItIsBack() {
        int upstream = works(400, 77);
        client.die();
        comesBack();
        answers(completed(77, "Cancelled", 0));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
        client = world.connect(200).greet().startApi(1);
        assertThat(client.take(OrderStatus.class))
                .extracting(OrderStatus::status)
                .containsExactly("Cancelled");
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.DONE);
        client.die();
        assertThat(world.connect(200).greet().startApi(1).take(OrderStatus.class))
                .as("once")
                .isEmpty();
    }

    @Test
    void shouldLeaveAnOrderAloneThatIsChangedMeanwhile() {
        int upstream = works(400, 77);
        comesBack();
        List<Outgoing> asked = world.takeFromEngine();
        client.send(place(400));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(upstream);
        world.gateway.received.addAll(asked);
        answers();
        assertThat(client.take())
                .as("the gateway's answer to the change will tell")
                .isEmpty();
    }

    private int works(int orderId, long permId) {
        client.send(place(orderId));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(openOrder(upstream, OURS, permId), status(upstream, OURS, permId, "Submitted"));
        client.take();
        return upstream;
    }

    /** The session is cut and comes back, and the gateway mentions no order by itself. */
    private void comesBack() {
        world.gatewayCloses(true);
        comesBackAfterCut();
    }

    private void comesBackAfterCut() {
        world.passMs(2_000).becomeReady();
        world.passMs(SOON_MS);
        client.take();
    }

    private void answers(Incoming... rows) {
        answer(List.of(rows), Void.class);
    }

    /** Answers the three questions, each with its rows, and all but one with their ends. */
    private void answer(List<Incoming> rows, Class<?> missing) {
        List<Outgoing> asked = world.takeFromEngine();
        assertThat(asked)
                .extracting(m -> (Object) m.getClass())
                .containsExactlyInAnyOrder(ReqAllOpenOrders.class, ReqExecutions.class, ReqCompletedOrders.class);
        for (Outgoing question : asked) {
            var said = new ArrayList<Incoming>();
            switch (question) {
                case ReqExecutions executions -> {
                    rows.stream()
                            .filter(ExecDetails.class::isInstance)
                            .map(row -> ((ExecDetails) row).withReqId(executions.reqId()))
                            .forEach(said::add);
                    said.add(new ExecDetailsEnd(executions.reqId()));
                }
                case ReqCompletedOrders all -> {
                    assertThat(all.apiOnly()).isFalse();
                    rows.stream().filter(CompletedOrder.class::isInstance).forEach(said::add);
                    said.add(new CompletedOrdersEnd());
                }
                default -> said.add(new OpenOrderEnd());
            }
            said.removeIf(missing::isInstance);
            said.forEach(world::gatewaySays);
        }
    }

    private void isAskedNoMore() {
        world.passMs(120_000);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    private static CompletedOrder completed(long permId, String status, int filled) {
        return new CompletedOrder(
                APPLE,
                limit().toBuilder()
                        .permId(permId)
                        .filledQuantity(BigDecimal.valueOf(filled))
                        .build(),
                OrderState.builder().status(status).completedStatus(status).build());
    }
}

package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.TickPrice;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway that says that it lost IB's servers and never that they are back, although they are. */
class UntoldReturnTest {
    private final World world = World.ready();
    private final TestClient client = world.client(1);
    private final int quote;
    private final int order;

    UntoldReturnTest() {
        client.send(new ReqMktData(5, Orders.APPLE, "", false, false, ""));
        quote = world.takeOne(ReqMktData.class).reqId();
        client.send(Orders.place(400));
        order = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(Orders.openOrder(order, World.OUR_CLIENT_ID, 77), says(1100));
        client.take();
    }

    @Test
    void shouldGoOnWhenTicksShowThatTheServersAreBack() {
        client.send(Orders.cancel(400));
        assertThat(client.takeErrorCodes()).containsExactly(399);
        world.passMs(10_000).gatewaySays(bid());
        world.passMs(2_000).gatewaySays(bid());
        assertThat(client.takeErrorCodes()).as("not yet sure").isEmpty();
        assertThat(world.takeFromEngine()).isEmpty();
        world.passMs(2_000).gatewaySays(bid());
        assertThat(client.takeErrorCodes())
                .as("prices come from other servers than those that take orders")
                .isEmpty();
        answersWhatOnlyTheServersCan();
        List<ErrorMessage> told = client.take(ErrorMessage.class);
        assertThat(told).extracting(ErrorMessage::errorCode).containsExactly(1102);
        assertThat(told.getFirst().errorMsg()).contains("has not said", "answers again");
        List<Outgoing> asked = world.takeFromEngine();
        assertThat(asked.getFirst()).as("what was kept leaves first").isInstanceOf(CancelOrder.class);
        assertThat(asked.subList(1, asked.size()))
                .as("the time in which nobody listened is asked about, streams are not")
                .hasSize(2)
                .allMatch(m -> m instanceof ReqAllOpenOrders || m instanceof ReqExecutions);
        client.send(Orders.place(401));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isPositive();
        assertThat(world.connect(200).greet().startApi(2).takeErrorCodes())
                .as("who comes later is not told of a link that is well")
                .isEmpty();
        assertThat(world.engine.snapshot(world.nanos()).serversLost()).isFalse();
        world.passMs(1_000).gatewaySays(bid());
        assertThat(client.takeErrorCodes()).as("once").isEmpty();
    }

    @Test
    void shouldGoOnWhenFillsShowThatTheServersAreBack() {
        world.passMs(60_000).gatewaySays(Orders.fill(-1, order, World.OUR_CLIENT_ID, 77, "a.1"));
        world.passMs(5_000).gatewaySays(Orders.fill(-1, order, World.OUR_CLIENT_ID, 77, "a.2"));
        client.take();
        answersWhatOnlyTheServersCan();
        assertThat(client.takeErrorCodes()).containsExactly(1102);
    }

    @Test
    void shouldHoldEverythingWhileOnlyTheEndOfWhatCameBeforeTricklesIn() {
        for (int i = 0; i < 49; i++) {
            world.passMs(100).gatewaySays(bid());
        }
        world.passMs(60_000);
        client.take();
        client.send(Orders.place(401));
        assertThat(client.takeErrorCodes()).containsExactly(504);
    }

    @Test
    void shouldAskForEverythingOnceWhenTheGatewaySaysLaterThatItLostTheData() {
        goesOn();
        world.gatewaySays(says(1101)).passMs(5_000);
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        assertThat(world.takeFromEngine().stream().filter(ReqMktData.class::isInstance))
                .hasSize(1);
    }

    @Test
    void shouldAskForNoStreamWhenTheGatewaySaysLaterThatItKeptTheData() {
        goesOn();
        world.gatewaySays(says(1102)).passMs(5_000);
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        assertThat(world.takeFromEngine()).noneMatch(ReqMktData.class::isInstance);
    }

    @Test
    void shouldHoldAgainWhenTheGatewaySaysAgainThatTheyAreLost() {
        goesOn();
        world.gatewaySays(says(1100), bid());
        client.take();
        client.send(Orders.place(401));
        assertThat(client.takeErrorCodes()).containsExactly(504);
    }

    @Test
    void shouldHoldEverythingWhilePricesComeAndNothingIsAnswered() {
        world.passMs(10_000).gatewaySays(bid());
        for (int i = 0; i < 600; i++) {
            world.passMs(1_000).gatewaySays(bid());
        }
        client.take();
        client.send(Orders.place(401));
        assertThat(client.takeErrorCodes()).containsExactly(504);
        assertThat(world.takeFromEngine())
                .as("it is asked again, and not at every price")
                .hasSizeBetween(2, 20)
                .allMatch(ReqMatchingSymbols.class::isInstance);
    }

    @Test
    void shouldTakeNoAnswerFromBeforeAnotherLossForTheReturn() {
        world.passMs(10_000).gatewaySays(bid());
        world.passMs(4_000).gatewaySays(bid());
        int search = world.takeOne(ReqMatchingSymbols.class).reqId();
        world.gatewaySays(new SymbolSamples(search, List.of()), says(1100), new CompletedOrdersEnd());
        client.take();
        client.send(Orders.place(401));
        assertThat(client.takeErrorCodes()).containsExactly(504);
    }

    @Test
    void shouldAskFromTimeToTimeWhereNothingCanComeThatShowsIt() {
        World bare = new World().connected().gatewayGreets();
        bare.gatewaySays(new NextValidId(379), says(2110), new ManagedAccounts("DU9000001"));
        TestClient early = bare.connect(200).greet().startApi(1);
        bare.takeFromEngine();
        bare.passMs(89_000);
        assertThat(bare.takeFromEngine()).isEmpty();
        bare.passMs(2_000);
        early.take();
        answersWhatOnlyTheServersCan(bare);
        assertThat(early.takeErrorCodes()).containsExactly(1102);
        bare.answerReconciliation();
        early.send(Orders.place(400));
        assertThat(bare.takeOne(PlaceOrder.class).orderId()).isEqualTo(379);
    }

    private void answersWhatOnlyTheServersCan() {
        answersWhatOnlyTheServersCan(world);
    }

    private static void answersWhatOnlyTheServersCan(World world) {
        int search = world.takeOne(ReqMatchingSymbols.class).reqId();
        world.gatewaySays(new SymbolSamples(search, List.of()));
        assertThat(world.takeOne(ReqCompletedOrders.class).apiOnly()).isFalse();
        world.gatewaySays(new CompletedOrdersEnd());
    }

    private void goesOn() {
        world.passMs(10_000).gatewaySays(bid());
        world.passMs(4_000).gatewaySays(bid());
        answersWhatOnlyTheServersCan();
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        world.answerReconciliation();
    }

    private Incoming bid() {
        return new TickPrice(quote, 1, new BigDecimal("189.5"), BigDecimal.ONE, 0);
    }

    private static Incoming says(int code) {
        return new ErrorMessage(-1, code, "of the link to IB", "", 0);
    }
}

package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent, kept and refused when the link to the gateway is in doubt or the gateway has lost its own. */
class LinkLossTest {
    private static final Incoming LOST =
            new ErrorMessage(-1, 1100, "Connectivity between IB and TWS has been lost.", "", 0);
    private static final Incoming KEPT = new ErrorMessage(-1, 1102, "Connectivity restored - data maintained", "", 0);

    @Test
    void shouldAskForASignOfLifeBeforeAnOrderOnALinkThatWasSilent() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gateway.answersSignsOfLife = false;
        world.passMs(2_001);
        client.send(Orders.place(400));
        assertThat(world.takeFromEngine()).containsExactly(new ReqIds(1));
        world.passMs(3).gatewaySays(new NextValidId(1));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(379);
    }

    @Test
    void shouldSendNoByteOfAnOrderToAGatewayThatGivesNoSignOfLife() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gateway.answersSignsOfLife = false;
        world.passMs(3_000);
        client.send(Orders.place(400));
        world.passMs(1_000);
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(400);
        assertThat(error.errorMsg()).contains("was not sent", "no sign of life");
        assertThat(error.advancedOrderRejectJson()).contains("\"outcome\":\"NOT_SENT\"");
        world.gatewaySays(new NextValidId(1)).passMs(60_000);
        assertThat(world.takeFromEngine()).as("not later either").noneMatch(PlaceOrder.class::isInstance);
    }

    @Test
    void shouldNotAskBeforeAnOrderOnALinkThatHasJustSpoken() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.passMs(1_900);
        client.send(Orders.place(400));
        assertThat(world.takeFromEngine()).hasSize(1).first().isInstanceOf(PlaceOrder.class);
    }

    @Test
    void shouldTakeAnOrderBackThatStillWaitsWhenItIsCancelled() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gateway.answersSignsOfLife = false;
        world.passMs(3_000);
        client.send(Orders.place(400));
        client.send(Orders.cancel(400));
        assertThat(client.takeErrorCodes()).containsExactly(202);
        world.gatewaySays(new NextValidId(1)).passMs(5_000);
        assertThat(world.takeFromEngine()).noneMatch(m -> m instanceof PlaceOrder || m instanceof CancelOrder);
    }

    @Test
    void shouldKeepTrackOfAnOrderThatWasTakenBackAndPlacedAgain() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gateway.answersSignsOfLife = false;
        world.passMs(3_000);
        client.send(Orders.place(400)).send(Orders.cancel(400));
        assertThat(world.journal.order(379).phase()).isEqualTo(OrderPhase.DONE);
        world.gatewaySays(new NextValidId(1));
        client.send(Orders.place(400));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(379);
        assertThat(world.journal.order(379).phase()).isEqualTo(OrderPhase.SENT);
    }

    @Test
    void shouldRefuseNewOrdersAndRequestsWithTheReasonWhileTheGatewayHasLostItsServers() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gatewaySays(LOST).passMs(4_000).gatewaySays(LOST);
        client.take();
        client.send(Orders.place(400)).send(new ReqMatchingSymbols(5, "A"));
        List<ErrorMessage> errors = client.take(ErrorMessage.class);
        assertThat(errors).extracting(ErrorMessage::id).containsExactly(400, 5);
        assertThat(errors).allSatisfy(e -> {
            assertThat(e.errorMsg()).contains("has lost IB's servers", "since 4.0 s");
            assertThat(e.advancedOrderRejectJson()).contains("\"cause\":\"SERVERS_LOST\",\"exit\":13");
        });
        assertThat(errors.getFirst().advancedOrderRejectJson()).contains("\"outcome\":\"NOT_SENT\"");
        world.gatewaySays(KEPT).passMs(10_000);
        assertThat(world.takeFromEngine()).as("nor later").noneMatch(PlaceOrder.class::isInstance);
        client.take();
        client.send(Orders.place(401));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isPositive();
    }

    @Test
    void shouldKeepACancelWhileTheServersAreLostAndSendItFirst() {
        var world = World.ready();
        TestClient client = world.client(1).send(Orders.place(400));
        int id = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(Orders.openOrder(id, World.OUR_CLIENT_ID, 77), LOST);
        client.take();
        client.send(Orders.cancel(400));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes())
                .as("a warning that leaves the order standing")
                .containsExactly(399);
        world.passMs(60_000).gatewaySays(KEPT);
        assertThat(world.takeFromEngine().getFirst())
                .isInstanceOfSatisfying(
                        CancelOrder.class, c -> assertThat(c.orderId()).isEqualTo(id));
    }

    @Test
    void shouldGiveUpWhatWaitsWhenTheServersAreLostAndSayThatItWasNotSent() {
        var world = World.ready();
        TestClient client = world.client(1);
        for (int i = 1; i <= 100; i++) {
            client.send(new ReqMatchingSymbols(i, "A" + i));
        }
        int sent = world.takeFromEngine().size();
        world.gatewaySays(LOST);
        assertThat(client.take(ErrorMessage.class).stream().filter(e -> e.errorCode() == 504))
                .hasSize(100 - sent);
        world.gatewaySays(KEPT).passMs(10_000);
        assertThat(world.takeFromEngine()).noneMatch(ReqMatchingSymbols.class::isInstance);
    }

    @Test
    void shouldKeepTheSocketThroughEverythingThatFarmsSay() {
        var world = World.ready();
        TestClient client = world.client(1);
        for (int code : List.of(2103, 2104, 2105, 2106, 2107, 2108, 2119, 2157, 2158)) {
            world.gatewaySays(new ErrorMessage(-1, code, "farm:usfarm", "", 0)).passMs(1_000);
        }
        assertThat(world.gateway.connects).isEqualTo(1);
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).hasSize(9);
    }
}

package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that says while a session with it begins that it has no link to IB's servers. */
class ServersLostAtStartTest {
    private static final Incoming ACCOUNTS = new ManagedAccounts("DU9000001");
    private static final Incoming NEXT_ID = new NextValidId(379);

    @ParameterizedTest
    @ValueSource(ints = {1100, 2110})
    void shouldSendNoOrderToAGatewayThatSaidSoDuringTheHandshake(int code) {
        World world = new World().connected().gatewayGreets();
        world.gatewaySays(NEXT_ID, says(code), ACCOUNTS);
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(client.takeErrorCodes()).containsExactly(2110);
        world.takeFromEngine();
        client.send(Orders.place(400));
        ErrorMessage refusal = client.take(ErrorMessage.class).getFirst();
        assertThat(refusal.id()).isEqualTo(400);
        assertThat(refusal.advancedOrderRejectJson())
                .contains("\"cause\":\"SERVERS_LOST\"", "\"outcome\":\"NOT_SENT\"");
        world.passMs(60_000);
        assertThat(world.takeFromEngine())
                .as("nor is it asked what it can't know")
                .isEmpty();
        assertThat(world.engine.snapshot(world.nanos()).serversLost()).isTrue();
        world.gatewaySays(says(1102));
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        assertThat(world.takeFromEngine())
                .hasSize(2)
                .allMatch(m -> m instanceof ReqAllOpenOrders || m instanceof ReqExecutions);
        client.send(Orders.place(401));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1101, 1102})
    void shouldTellKeptClientsThatAllIsBackOnlyWhenTheServersAre(int code) {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5)).send(new ReqPositions());
        world.passMs(1_000);
        world.takeFromEngine();
        world.gatewayCloses(true);
        assertThat(client.takeErrorCodes()).contains(1100);
        world.passMs(2_000).connected().gatewayGreets();
        world.takeFromEngine();
        world.gatewaySays(says(2110), ACCOUNTS, NEXT_ID).passMs(60_000);
        assertThat(client.takeErrorCodes()).containsExactly(2110);
        assertThat(world.takeFromEngine()).as("streams and lists wait").isEmpty();
        client.send(Orders.place(400));
        assertThat(client.takeErrorCodes()).containsExactly(504);
        world.gatewaySays(says(code));
        List<ErrorMessage> told = client.take(ErrorMessage.class);
        assertThat(told).extracting(ErrorMessage::errorCode).containsExactly(1102);
        assertThat(told.getFirst().errorMsg()).contains("without data for 62000 ms");
        assertThat(quotes(world)).as("once, since the session is new").hasSize(1);
        world.gatewaySays(says(1102)).passMs(60_000);
        assertThat(quotes(world)).as("never again").isEmpty();
        client.send(Orders.place(401));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1101, 1102})
    void shouldAskOnceWhenTheServersComeBackBeforeTheSessionIsReady(int code) {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5));
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        world.takeFromEngine();
        client.take();
        world.gatewaySays(says(1100), says(code));
        assertThat(client.takeErrorCodes())
                .as("nothing is back while nothing can be sent")
                .containsExactly(1100);
        world.gatewaySays(ACCOUNTS, NEXT_ID);
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        world.passMs(5_000);
        assertThat(quotes(world)).hasSize(1);
        client.send(Orders.place(400));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isPositive();
    }

    @Test
    void shouldKeepACancelUntilTheServersAreBackAndSendItFirst() {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5)).send(Orders.place(400));
        int id = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(Orders.openOrder(id, World.OUR_CLIENT_ID, 77));
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        world.gatewaySays(says(1100), ACCOUNTS, NEXT_ID);
        world.takeFromEngine();
        client.take();
        client.send(Orders.cancel(400));
        assertThat(client.takeErrorCodes()).containsExactly(399);
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(world.journal.order(id).phase())
                .as("a gateway that can't know says nothing about it")
                .isNotEqualTo(OrderPhase.DONE);
        world.gatewaySays(says(1102));
        assertThat(world.takeFromEngine().getFirst())
                .isInstanceOfSatisfying(
                        CancelOrder.class, c -> assertThat(c.orderId()).isEqualTo(id));
    }

    @Test
    void shouldForgetItWithTheAttemptThatItWasSaidIn() {
        World world = new World().connected().gatewayGreets();
        world.gatewaySays(says(1100)).gatewayCloses(true);
        while (world.gateway.connects < 2) {
            world.passMs(1_000);
        }
        world.becomeReady();
        world.client(1).send(Orders.place(400));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(379);
    }

    private static List<Outgoing> quotes(World world) {
        return world.takeFromEngine().stream()
                .filter(ReqMktData.class::isInstance)
                .toList();
    }

    private static Incoming says(int code) {
        return new ErrorMessage(-1, code, "of the link to IB", "", 0);
    }

    private static ReqMktData quote(int id) {
        return new ReqMktData(id, Orders.APPLE, "", false, false, "");
    }
}

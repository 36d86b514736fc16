package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.OrderCondition;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqUserInfo;
import io.mainstay.protocol.message.TickNews;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Clients and the gateway each speak their own version. */
class VersionsTest {
    private static final List<HistoricalBar> BARS = List.of(new HistoricalBar(
            "20260610",
            BigDecimal.ONE,
            BigDecimal.TEN,
            BigDecimal.ONE,
            BigDecimal.TWO,
            BigDecimal.TEN,
            BigDecimal.TWO,
            "",
            10));

    @Test
    void shouldGiveOlderClientsBarsTogetherWithTheDatesThatANewerGatewaySendsAfterThem() {
        var world = World.ready();
        TestClient client = world.client(1, 178);
        client.send(history(5));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new HistoricalData(id, "", "", BARS));
        assertThat(client.take()).isEmpty();
        world.gatewaySays(new HistoricalDataEnd(id, "20260610 00:00:00", "20260611 00:00:00"));
        assertThat(client.take())
                .containsExactly(new HistoricalData(5, "20260610 00:00:00", "20260611 00:00:00", BARS));
    }

    @Test
    void shouldGiveNewerClientsTheEndThatAnOlderGatewayDoesNotSend() {
        var world = World.ready();
        TestClient client = world.client(1, 200);
        world.restartGateway(178);
        client.take();
        client.send(history(5));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new HistoricalData(id, "20260610 00:00:00", "20260611 00:00:00", BARS));
        assertThat(client.take())
                .containsExactly(
                        new HistoricalData(5, "", "", BARS),
                        new HistoricalDataEnd(5, "20260610 00:00:00", "20260611 00:00:00"));
        assertThat(world.engine.snapshot(world.nanos()).openRequests()).isZero();
    }

    @Test
    void shouldSayThatTheGatewayIsTooOldForARequest() {
        var world = World.ready();
        TestClient client = world.client(1, 200);
        world.restartGateway(160);
        client.take();
        client.send(new ReqUserInfo(3));
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(3);
        assertThat(error.errorCode()).isEqualTo(503);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldNotSendAClientWhatItsVersionDoesNotKnow() {
        var world = World.ready();
        TestClient client = world.client(1, 112);
        client.send(new io.mainstay.protocol.message.ReqMktData(5, Orders.APPLE, "", false, false, ""));
        world.answersContracts();
        int id = world.takeOne(io.mainstay.protocol.message.ReqMktData.class).reqId();
        world.gatewaySays(new TickNews(id, 1, "BZ", "a", "headline", ""));
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldGiveBackASlotThatTheGatewayKeepsUntilItIsCancelled() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new ReqHeadTimestamp(5, Orders.APPLE, 1, "TRADES", 1));
        int id = world.takeOne(ReqHeadTimestamp.class).reqId();
        world.gatewaySays(new HeadTimestamp(id, "19801212"));
        assertThat(client.take()).containsExactly(new HeadTimestamp(5, "19801212"));
        assertThat(world.takeFromEngine()).containsExactly(new io.mainstay.protocol.message.CancelHeadTimestamp(id));
    }

    @Test
    void shouldLetAClientWaitInTheGreetingUntilTheFirstGatewaysVersionIsKnown() {
        var world = new World();
        world.gateway.serverVersion = 178;
        TestClient client = world.connect(225).greet();
        assertThat(client.greeting).isNull();
        world.passMs(7_000);
        assertThat(client.closed)
                .as("longer than a handshake of its own may take")
                .isFalse();
        world.connected().gatewayGreets();
        assertThat(Objects.requireNonNull(client.greeting).serverVersion()).isEqualTo(178);
    }

    @Test
    void shouldTakeWhatAClientSentOnWithoutWaitingForTheGreeting() {
        var world = new World();
        TestClient client = world.connect(200).greet().startApi(1);
        world.becomeReady();
        assertThat(client.take()).extracting(Message::wireName).startsWith("MANAGED_ACCTS", "NEXT_VALID_ID");
    }

    @Test
    void shouldCutAClientThatSendsTooMuchWithoutWaitingForTheGreeting() {
        var world = new World();
        TestClient client = world.connect(200).greet();
        for (int i = 0; i < 1_000; i++) {
            client.startApi(1);
        }
        assertThat(client.closed).isTrue();
    }

    @Test
    void shouldGreetAClientAndTellItTheCauseWhenTheFirstAttemptFails() {
        var world = new World();
        TestClient client = world.connect(225).greet();
        world.connectFails(ConnectFailure.NOTHING_LISTENS);
        assertThat(client.greeting).isNotNull();
        client.startApi(1);
        world.passMs(1_000);
        world.connectFails(ConnectFailure.NOTHING_LISTENS);
        assertThat(client.takeErrorCodes()).contains(502);
    }

    @Test
    void shouldRefuseAnOrderOfWhichTheGatewaysVersionWouldLoseAField() {
        var world = World.ready(225);
        TestClient client = world.client(1, 225);
        world.restartGateway(200);
        client.take();
        var order = Orders.place(400);
        client.send(new PlaceOrder(
                400, order.contract(), order.order().toBuilder().postOnly(true).build()));
        assertThat(client.take(ErrorMessage.class)).singleElement().satisfies(error -> {
            assertThat(error.id()).isEqualTo(400);
            assertThat(error.errorCode()).isEqualTo(201);
            assertThat(error.errorMsg()).contains("order.postOnly");
        });
        assertThat(world.journal.orders).isEmpty();
        client.send(order);
        assertThat(world.takeOne(PlaceOrder.class).order().lmtPrice()).isEqualByComparingTo("189.5");
    }

    @Test
    void shouldRefuseAnOrderWithAConditionThatTheGatewaysVersionCanNotCarryAndGoOn() {
        var world = World.ready(225);
        TestClient client = world.client(1, 200);
        var order = Orders.place(400);
        var condition = OrderCondition.builder()
                .type(1)
                .conjunction("a")
                .value("more than ten")
                .conId(265598)
                .exchange("SMART")
                .build();
        client.send(new PlaceOrder(
                400,
                order.contract(),
                order.order().toBuilder().conditions(List.of(condition)).build()));
        assertThat(client.take(ErrorMessage.class)).singleElement().satisfies(error -> {
            assertThat(error.id()).isEqualTo(400);
            assertThat(error.errorCode()).isEqualTo(201);
        });
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.closed).isFalse();
    }

    @Test
    void shouldRefuseAttachedOrdersWhoseIdsCouldBeAnotherClients() {
        var world = World.ready(225);
        TestClient client = world.client(1, 225);
        var order = Orders.place(400);
        client.send(new PlaceOrder(
                400,
                order.contract(),
                order.order(),
                AttachedOrders.builder().slOrderId(401).slOrderType("STP").build()));
        assertThat(client.takeErrorCodes()).containsExactly(201);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldKeepTheIdsInsideAnOrderInStepWithItsOwn() {
        var world = World.ready(225);
        TestClient client = world.client(5, 225);
        var order = Orders.place(400);
        client.send(new PlaceOrder(
                400,
                order.contract(),
                order.order().toBuilder().orderId(400).clientId(5).build()));
        PlaceOrder sent = world.takeOne(PlaceOrder.class);
        assertThat(sent.order().orderId()).isEqualTo(sent.orderId()).isEqualTo(379);
        assertThat(sent.order().clientId()).isEqualTo(World.OUR_CLIENT_ID);
    }

    private static ReqHistoricalData history(int id) {
        return new ReqHistoricalData(id, Orders.APPLE, "", "1 day", "2 D", 1, "TRADES", 1, false, "");
    }
}

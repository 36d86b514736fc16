package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.operator.OperatorAnswer;
import io.mainstay.engine.operator.OperatorVerb;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.TickSize;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private static final long MINUTE_MS = 60_000;

    private final World world = World.ready();

    private OperatorAnswer operate(OperatorVerb verb) {
        return world.engine.operate(verb, world.nanos());
    }

    private UpstreamState state() {
        return world.engine.snapshot(world.nanos()).state();
    }

    private static ReqMktData apple(int reqId) {
        return new ReqMktData(reqId, Orders.APPLE, "", false, false, "");
    }

    private <M extends Outgoing> List<M> atGateway(Class<M> type) {
        return world.takeFromEngine().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void shouldSendNothingNewWhilePausedAndSayWhyAndGoOnAfterwards() {
        TestClient client = world.client(1);
        client.send(apple(5));
        world.passMs(100);
        int line = world.takeOne(ReqMktData.class).reqId();

        assertThat(operate(new OperatorVerb.Pause("lunch")).done()).isTrue();
        client.send(Orders.place(379));
        client.send(new ReqContractDetails(6, Orders.APPLE));
        List<ErrorMessage> refused = client.take(ErrorMessage.class);
        assertThat(refused).extracting(ErrorMessage::id).containsExactly(379, 6);
        assertThat(refused).allSatisfy(error -> {
            assertThat(error.errorCode()).isEqualTo(504);
            assertThat(error.errorMsg()).contains("paused", "lunch");
            assertThat(error.advancedOrderRejectJson()).contains("\"cause\":\"PAUSED\"");
        });
        assertThat(refused.getFirst().advancedOrderRejectJson()).contains("NOT_SENT");
        world.gatewaySays(new TickSize(line, 0, BigDecimal.TEN));
        assertThat(client.take(TickSize.class)).as("what runs goes on").hasSize(1);
        world.passMs(5_000);
        assertThat(atGateway(PlaceOrder.class)).isEmpty();

        operate(new OperatorVerb.Resume());
        client.send(Orders.place(379));
        world.passMs(100);
        assertThat(atGateway(PlaceOrder.class)).hasSize(1);
    }

    @Test
    void shouldLetCancelsThroughWhilePaused() {
        TestClient client = world.client(1);
        client.send(Orders.place(379));
        world.passMs(100);
        int id = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(Orders.openOrder(id, World.OUR_CLIENT_ID, 77));
        operate(new OperatorVerb.Pause(""));
        client.take();
        client.send(Orders.cancel(379));
        world.passMs(100);
        assertThat(atGateway(CancelOrder.class))
                .extracting(CancelOrder::orderId)
                .containsExactly(id);
        assertThat(client.takeErrorCodes()).isEmpty();
    }

    @Test
    void shouldGiveOrdersBackUnsentThatWaitWhenItIsPaused() {
        TestClient client = world.client(1);
        for (int i = 0; i < 100; i++) {
            client.send(Orders.place(400 + i));
        }
        int sent = atGateway(PlaceOrder.class).size();
        assertThat(sent).isBetween(1, 99);
        client.take();
        operate(new OperatorVerb.Pause(""));
        List<ErrorMessage> given = client.take(ErrorMessage.class);
        assertThat(given).hasSize(100 - sent).allSatisfy(error -> {
            assertThat(error.errorMsg()).contains("was not sent", "paused");
            assertThat(error.advancedOrderRejectJson()).contains("NOT_SENT");
        });
        operate(new OperatorVerb.Resume());
        world.passMs(10_000);
        assertThat(atGateway(PlaceOrder.class))
                .as("nothing that was given back is sent later")
                .isEmpty();
    }

    @Test
    void shouldKeepRequestsThatWaitWhenItIsPausedForLater() {
        TestClient client = world.client(1);
        for (int i = 0; i < 100; i++) {
            client.send(new ReqContractDetails(1_000 + i, Orders.APPLE));
        }
        int sent = atGateway(ReqContractDetails.class).size();
        assertThat(sent).isBetween(1, 99);
        operate(new OperatorVerb.Pause(""));
        world.passMs(10_000);
        assertThat(atGateway(ReqContractDetails.class)).isEmpty();
        assertThat(client.take()).isEmpty();
        operate(new OperatorVerb.Resume());
        world.passMs(10_000);
        assertThat(atGateway(ReqContractDetails.class)).hasSize(100 - sent);
    }

    @Test
    void shouldKillOneClientWithTheReasonAndNoOther() {
        TestClient one = world.client(1);
        TestClient two = world.client(2);
        long session = world.engine.snapshot(world.nanos()).clients().getFirst().session();
        OperatorAnswer answer = operate(new OperatorVerb.Kill(session, "runs wild"));
        assertThat(answer.done()).isTrue();
        assertThat(answer.text()).contains("client id 1");
        assertThat(one.take(ErrorMessage.class))
                .singleElement()
                .satisfies(error -> assertThat(error.errorMsg()).contains("operator", "runs wild"));
        assertThat(one.closed).isTrue();
        assertThat(two.closed).isFalse();
        assertThat(world.clientEnds()).containsExactly(CloseReason.KILLED);
        assertThat(operate(new OperatorVerb.Kill(session, "")).done()).isFalse();
    }

    @Test
    void shouldReconnectInOrderWhileClientsKeepTheirSessionsAndStreams() {
        TestClient client = world.client(1);
        client.send(apple(5));
        world.passMs(100);
        world.takeFromEngine();
        operate(new OperatorVerb.Reconnect("new settings"));
        assertThat(client.take(ErrorMessage.class)).singleElement().satisfies(error -> {
            assertThat(error.errorCode()).isEqualTo(1100);
            assertThat(error.errorMsg()).contains("operator", "new settings");
        });
        assertThat(state()).isEqualTo(UpstreamState.DRAINING);
        world.gatewayCloses(false);
        world.passMs(1_000);
        assertThat(state()).isEqualTo(UpstreamState.CONNECTING);
        world.connected().gatewayGreets();
        world.gatewaySays(new io.mainstay.protocol.message.ManagedAccounts("DU9000001"), new NextValidId(400));
        world.passMs(100);
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        int line = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(new TickSize(line, 0, BigDecimal.TEN));
        assertThat(client.take(TickSize.class)).extracting(TickSize::reqId).containsExactly(5);
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.OPERATOR_RECONNECT);
    }

    @Test
    void shouldLeaveTheGatewayToAPersonForSoLongAndComeBackByItself() {
        TestClient client = world.client(1);
        OperatorAnswer answer = operate(new OperatorVerb.Hold("2FA on the phone", 10 * MINUTE_MS));
        assertThat(answer.text()).contains("held until 2023-11-14T22:2");
        world.gatewayCloses(false);
        assertThat(client.take(ErrorMessage.class)).singleElement().satisfies(error -> {
            assertThat(error.errorCode()).isEqualTo(1100);
            assertThat(error.errorMsg()).contains("person", "until 2023-11-14T22:2", "2FA on the phone");
            assertThat(error.advancedOrderRejectJson()).contains("\"cause\":\"HELD\"", "\"exit\":13");
        });
        client.send(Orders.place(379));
        assertThat(client.take(ErrorMessage.class))
                .singleElement()
                .satisfies(error -> assertThat(error.advancedOrderRejectJson()).contains("NOT_SENT"));
        TestClient late = world.connect(200).greet().startApi(2);
        assertThat(late.closed).as("who comes now is told at once").isTrue();
        assertThat(late.take(ErrorMessage.class).getFirst().errorMsg()).contains("person");
        world.passMs(10 * MINUTE_MS - 1_000);
        assertThat(state()).as("nobody's coming brings it back early").isEqualTo(UpstreamState.BACKING_OFF);
        assertThat(client.closed).isFalse();
        world.passMs(1_000);
        assertThat(state()).isEqualTo(UpstreamState.CONNECTING);
        world.becomeReady();
        assertThat(client.takeErrorCodes()).containsExactly(1102);
    }

    @Test
    void shouldComeBackFromAHoldWhenToldTo() {
        operate(new OperatorVerb.Hold("", 60 * MINUTE_MS));
        world.gatewayCloses(false);
        operate(new OperatorVerb.Resume());
        assertThat(state()).isEqualTo(UpstreamState.CONNECTING);
    }

    @Test
    void shouldHoldAlsoWhileTheGatewayIsAwayOrMute() {
        TestClient client = world.client(1);
        world.gatewayCloses(true);
        client.take();
        operate(new OperatorVerb.Hold("", MINUTE_MS));
        assertThat(client.take(ErrorMessage.class))
                .singleElement()
                .satisfies(error -> assertThat(error.errorMsg()).contains("person"));
        world.passMs(MINUTE_MS - 10);
        assertThat(state()).isEqualTo(UpstreamState.BACKING_OFF);
        world.passMs(10);
        assertThat(state()).isEqualTo(UpstreamState.CONNECTING);
        world.connected();
        operate(new OperatorVerb.Hold("", MINUTE_MS));
        assertThat(state()).as("a handshake under way is left in order").isEqualTo(UpstreamState.DRAINING);
        world.passMs(MINUTE_MS);
        assertThat(state()).isEqualTo(UpstreamState.CONNECTING);
        world.connectFails(ConnectFailure.NOTHING_LISTENS);
        assertThat(world.engine.snapshot(world.nanos()).outage().orElseThrow().cause())
                .isEqualTo(io.mainstay.engine.upstream.OutageCause.NOTHING_LISTENS);
    }

    @Test
    void shouldEndWhenAllThatRanIsAnsweredWhileItDrains() {
        TestClient client = world.client(1);
        client.send(apple(5));
        client.send(new ReqContractDetails(6, Orders.APPLE));
        world.passMs(100);
        int asked = atGateway(ReqContractDetails.class).getFirst().reqId();
        assertThat(operate(new OperatorVerb.Drain("update", 30_000)).text()).contains("1 open");
        TestClient late = world.connect(200);
        assertThat(late.closed).isTrue();
        client.send(Orders.place(379));
        assertThat(client.take(ErrorMessage.class))
                .singleElement()
                .satisfies(error -> assertThat(error.errorMsg()).contains("ending this worker", "update"));
        world.passMs(20_000);
        assertThat(world.engine.stopping()).isFalse();
        world.gatewaySays(new ContractDataEnd(asked));
        assertThat(client.take(ContractDataEnd.class)).hasSize(1);
        world.passMs(1);
        assertThat(world.engine.stopping()).isTrue();
        world.gatewayCloses(false);
        assertThat(world.engine.stopped()).isTrue();
        assertThat(client.closed).isTrue();
    }

    @Test
    void shouldEndADrainAtItsLatestTimeWhateverRuns() {
        TestClient client = world.client(1);
        client.send(new ReqContractDetails(6, Orders.APPLE));
        operate(new OperatorVerb.Drain("", 5_000));
        world.passMs(4_999);
        assertThat(world.engine.stopping()).isFalse();
        world.passMs(1);
        assertThat(world.engine.stopping()).isTrue();
        assertThat(operate(new OperatorVerb.Resume()).done()).isFalse();
    }
}

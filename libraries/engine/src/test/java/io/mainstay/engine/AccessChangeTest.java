package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.access.AccessFile;
import io.mainstay.engine.access.AccessFileException;
import io.mainstay.engine.access.AccessRules;
import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Via;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CancelPnl;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.Pnl;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.TickSize;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rules that change while clients are in. */
class AccessChangeTest {
    private static final int NOT_VALID = 321;
    private static final int OTHER_UID = 65_534;
    private static final String TOKEN = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ";
    private static final String OTHER_TOKEN = "b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItMTI";

    private static AccessRules rules(String text) throws AccessFileException {
        return AccessFile.read(text, World.OUR_UID, name -> OptionalInt.empty());
    }

    private static World ready(String text) throws AccessFileException {
        return new World(rules(text)).becomeReady();
    }

    private static AccessOutcome change(World world, String text) throws AccessFileException {
        return world.engine.changeAccess(rules(text), world.nanos());
    }

    private static String withToken(String name, String token, String more) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return "[" + name + "]\ntoken = sha256:" + HexFormat.of().formatHex(digest) + "\n" + more + "\n";
    }

    private static TestClient showing(World world, int clientId, String token) {
        return world.connect(Peer.local(Via.UNIX, World.OUR_UID), 200)
                .greet()
                .send(new StartApi(clientId, "token=" + token));
    }

    private static TestClient in(World world, int clientId, String token) {
        TestClient client = showing(world, clientId, token);
        assertThat(client.take()).anyMatch(NextValidId.class::isInstance);
        return client;
    }

    private static List<ErrorMessage> errors(TestClient client) {
        return client.take(ErrorMessage.class);
    }

    private static PlaceOrder order(int id, String quantity) {
        return new PlaceOrder(
                id,
                Orders.APPLE.toBuilder().conId(0).build(),
                Orders.limit().toBuilder()
                        .totalQuantity(new BigDecimal(quantity))
                        .account("DU9000001")
                        .build());
    }

    private static List<PlaceOrder> ordersAtGateway(World world) {
        world.passMs(10_000);
        return world.takeFromEngine().stream()
                .filter(PlaceOrder.class::isInstance)
                .map(PlaceOrder.class::cast)
                .toList();
    }

    @Test
    void shouldEndTheClientWhoseTokenWasRemovedTellItWhyAndTouchNobodyElse() throws Exception {
        String kept = withToken("kept", OTHER_TOKEN, "role = trade");
        World world = ready(withToken("robot", TOKEN, "role = trade") + kept);
        TestClient robot = in(world, 1, TOKEN);
        TestClient other = in(world, 2, OTHER_TOKEN);
        TestClient own = world.client(3);

        AccessOutcome outcome = change(world, kept);

        assertThat(outcome).isEqualTo(new AccessOutcome(1, 0, 0, 0));
        assertThat(errors(robot)).singleElement().satisfies(error -> {
            assertThat(error.errorCode()).isEqualTo(NOT_VALID);
            assertThat(error.id()).isEqualTo(-1);
            assertThat(error.errorMsg()).contains("rules of this worker were changed", "stay");
            assertThat(error.advancedOrderRejectJson()).contains("NOT_PERMITTED");
        });
        assertThat(robot.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.NOT_PERMITTED);
        assertThat(List.of(other.closed, own.closed)).containsOnly(false);
        assertThat(other.take()).isEmpty();
        assertThat(own.take()).isEmpty();
        assertThat(world.gateway.connects).isEqualTo(1);
        showing(world, 4, TOKEN);
        world.passMs(2_000);
        assertThat(world.clientEnds()).as("the token opens nothing any more").hasSize(2);
    }

    @Test
    void shouldEndTheClientWhoseTokenHasAnotherValueOrAnotherNameNow() throws Exception {
        World world = ready(withToken("a", TOKEN, "role = data") + withToken("b", OTHER_TOKEN, "role = data"));
        TestClient replaced = in(world, 1, TOKEN);
        TestClient renamed = in(world, 2, OTHER_TOKEN);
        change(world, withToken("a", "new", "role = data") + withToken("c", OTHER_TOKEN, "role = data"));
        assertThat(replaced.closed).isTrue();
        assertThat(renamed.closed).as("the name is who it is").isTrue();
        in(world, 2, OTHER_TOKEN);
        in(world, 1, "new");
    }

    @Test
    void shouldLetInByANewTokenAtOnceAndLeaveThoseThatAreIn() throws Exception {
        World world = ready("");
        TestClient own = world.client(3);
        assertThat(change(world, withToken("robot", TOKEN, "role = trade"))).isEqualTo(new AccessOutcome(0, 0, 0, 0));
        assertThat(own.take()).isEmpty();
        in(world, 1, TOKEN).send(Orders.place(379));
        assertThat(ordersAtGateway(world)).hasSize(1);
    }

    @Test
    void shouldEndAUserWhoseRuleIsGoneAlsoBeforeItHasSaidAnything() throws Exception {
        World world = ready("[all]\nuser = any\nrole = data\n");
        var stranger = Peer.local(Via.LOOPBACK, OTHER_UID);
        TestClient in = world.connect(stranger, 200).greet().startApi(1);
        TestClient silent = world.connect(stranger, 200);
        TestClient greeted = world.connect(stranger, 200).greet();
        assertThat(change(world, "").ended()).isEqualTo(3);
        assertThat(List.of(in.closed, silent.closed, greeted.closed)).containsOnly(true);
        assertThat(world.connect(stranger, 200).closed).isTrue();
    }

    @Test
    void shouldEndAClientThatWaitsForTheGatewayIfItMayNotComeInAnyMore() throws Exception {
        World world = new World(rules(withToken("robot", TOKEN, "role = trade")));
        TestClient waiting = showing(world.connected().gatewayGreets(), 1, TOKEN);
        assertThat(waiting.closed).isFalse();
        change(world, "");
        assertThat(waiting.closed).isTrue();
        assertThat(errors(waiting))
                .singleElement()
                .satisfies(e -> assertThat(e.errorMsg()).contains("rules of this worker were changed"));
    }

    @Test
    void shouldHaveTheNewRightsFromTheNextRequestOnWiderAndNarrower() throws Exception {
        World world = ready("[mine]\nrole = read-only\n");
        TestClient client = world.client(1);
        client.send(order(379, "1"));
        assertThat(client.takeErrorCodes()).containsExactly(NOT_VALID);

        assertThat(change(world, "[mine]\nrole = trade\nmax-order-quantity = 5\n"))
                .isEqualTo(new AccessOutcome(0, 1, 0, 0));
        client.send(order(379, "5"));
        client.send(order(380, "6"));
        assertThat(errors(client))
                .singleElement()
                .satisfies(e -> assertThat(e.id()).isEqualTo(380));
        assertThat(ordersAtGateway(world)).hasSize(1);

        change(world, "[mine]\nrole = trade\nmax-order-quantity = 6\n");
        client.send(order(380, "6"));
        assertThat(ordersAtGateway(world)).hasSize(1);
        change(world, "[mine]\nrole = data\n");
        client.send(order(381, "1"));
        client.send(new ReqPositions());
        assertThat(client.takeErrorCodes()).containsExactly(NOT_VALID, NOT_VALID);
    }

    @Test
    void shouldKeepTheWorkingOrdersOfAClientThatMayNotTradeAnyMoreAtTheGateway() throws Exception {
        World world = ready("");
        TestClient client = world.client(1).send(Orders.place(379));
        int id = ordersAtGateway(world).getFirst().orderId();
        world.gatewaySays(Orders.openOrder(id, World.OUR_CLIENT_ID, 77));
        client.take();
        change(world, "[mine]\nrole = read-only\n");
        world.passMs(5_000);
        assertThat(world.takeFromEngine()).noneMatch(CancelOrder.class::isInstance);
        assertThat(errors(client)).isEmpty();
        client.send(Orders.cancel(379));
        assertThat(client.takeErrorCodes()).containsExactly(NOT_VALID);
        world.gatewaySays(Orders.status(id, World.OUR_CLIENT_ID, 77, "Filled"));
        assertThat(client.take(OrderStatus.class)).as("it still looks").hasSize(1);
    }

    @Test
    void shouldGiveBackUnsentWhatWaitsHereOfAClientThatMayNotTradeAnyMore() throws Exception {
        World world = ready("");
        TestClient client = world.client(1);
        for (int i = 0; i < 100; i++) {
            client.send(Orders.place(379 + i));
        }
        int sent = world.takeFromEngine().size();
        assertThat(sent).isBetween(1, 99);
        client.take();
        AccessOutcome outcome = change(world, "[mine]\nrole = read-only\n");
        assertThat(outcome).isEqualTo(new AccessOutcome(0, 1, 0, 100 - sent));
        assertThat(errors(client)).hasSize(100 - sent).allSatisfy(error -> {
            assertThat(error.errorCode()).isEqualTo(201);
            assertThat(error.errorMsg()).contains("was not sent", "rules were changed", "read-only");
            assertThat(error.advancedOrderRejectJson()).contains("NOT_SENT");
        });
        assertThat(ordersAtGateway(world)).isEmpty();
    }

    @Test
    void shouldGiveBackWhatWaitsOfAClientBeforeItIsEnded() throws Exception {
        World world = ready(withToken("robot", TOKEN, "role = trade"));
        TestClient robot = in(world, 1, TOKEN);
        for (int i = 0; i < 100; i++) {
            robot.send(Orders.place(379 + i));
        }
        int sent = world.takeFromEngine().size();
        assertThat(change(world, "")).isEqualTo(new AccessOutcome(1, 0, 0, 100 - sent));
        assertThat(errors(robot)).hasSize(100 - sent + 1);
        assertThat(ordersAtGateway(world)).isEmpty();
    }

    @Test
    void shouldNotSendAChangeOrAChildThatIsLeftOverOfAnOrderThatWasGivenBack() throws Exception {
        World world = ready("");
        TestClient client = world.client(1);
        for (int i = 0; i < 60; i++) {
            client.send(new ReqContractDetails(1_000 + i, Orders.APPLE));
        }
        for (int i = 0; i < 60; i++) {
            client.send(order(379 + i, "1"));
        }
        client.send(order(500, "10"));
        client.send(order(500, "2"));
        PlaceOrder child = order(501, "2");
        client.send(new PlaceOrder(
                501, child.contract(), child.order().toBuilder().parentId(500).build()));
        world.takeFromEngine();
        client.take();
        AccessOutcome outcome = change(world, "[mine]\nrole = trade\nmax-order-quantity = 5\n");
        assertThat(outcome.ordersGivenBack()).isEqualTo(1);
        assertThat(errors(client))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(500, 201), org.assertj.core.groups.Tuple.tuple(501, 202));
        assertThat(ordersAtGateway(world))
                .extracting(sent -> sent.order().totalQuantity())
                .containsOnly(BigDecimal.ONE);
    }

    @Test
    void shouldEndUnderTheirIdsTheStreamsAndRequestsThatItMayNotHoldAnyMoreAndNoOther() throws Exception {
        World world = ready("");
        TestClient client = world.client(1);
        TestClient other = world.connect(200).greet().startApi(2);
        client.send(new ReqMktData(5, Orders.APPLE, "", false, false, ""))
                .send(new ReqPnl(6, "DU9000001", ""))
                .send(new ReqAccountSummary(7, "All", "NetLiquidation"))
                .send(new ReqExecutions(8, 0, "", "", "", "", "", "", 0, List.of()))
                .send(new ReqContractDetails(9, Orders.APPLE))
                .send(new ReqPositions())
                .send(new ReqAccountUpdates(true, "DU9000001"))
                .send(new ReqAllOpenOrders());
        world.passMs(1_000);
        List<Outgoing> asked = world.takeFromEngine();
        int quote = idOf(asked, ReqMktData.class);
        int pnl = idOf(asked, ReqPnl.class);
        int summary = idOf(asked, ReqAccountSummary.class);
        world.gatewaySays(new PositionEnd());
        client.take();
        other.take();

        AccessOutcome outcome = change(world, "[mine]\nrole = data\n");

        assertThat(outcome.changed()).isEqualTo(2);
        assertThat(outcome.requestsEnded()).isEqualTo(6);
        List<ErrorMessage> told = errors(client);
        assertThat(told).extracting(ErrorMessage::errorCode).containsOnly(NOT_VALID);
        assertThat(told).extracting(ErrorMessage::id).containsExactlyInAnyOrder(6, 7, 8, -1, -1, -1);
        assertThat(told).allSatisfy(error -> assertThat(error.errorMsg()).contains("rules were changed", "data"));
        assertThat(other.take()).isEmpty();
        world.gatewaySays(
                new TickSize(quote, 0, BigDecimal.TEN),
                new Pnl(pnl, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE),
                new AccountSummary(summary, "DU9000001", "NetLiquidation", "1", "USD"));
        assertThat(client.take()).hasSize(1).allMatch(TickSize.class::isInstance);
        world.passMs(2_000);
        List<Outgoing> cancels = world.takeFromEngine();
        assertThat(cancels).anyMatch(CancelPnl.class::isInstance).noneMatch(CancelMktData.class::isInstance);
        client.send(new ReqPnl(6, "DU9000001", ""));
        assertThat(errors(client))
                .singleElement()
                .satisfies(e -> assertThat(e.errorMsg()).contains("was refused"));
    }

    private static <M extends Outgoing & HasReqId> int idOf(List<Outgoing> all, Class<M> type) {
        return all.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow()
                .reqId();
    }

    @Test
    void shouldEndWhatIsOfAnAccountThatWasTakenAwayAndHideItsOrdersFromThenOn() throws Exception {
        World world = new World(rules(""));
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001,DU9000002"), new NextValidId(379));
        world.answerReconciliation();
        TestClient client = world.client(1);
        client.send(order(379, "1")).send(new ReqPnl(6, "DU9000001", "")).send(new ReqPnl(7, "DU9000002", ""));
        int id = ordersAtGateway(world).getFirst().orderId();
        var working = Orders.openOrder(id, World.OUR_CLIENT_ID, 77);
        world.gatewaySays(new io.mainstay.protocol.message.OpenOrder(
                id,
                working.contract(),
                working.order().toBuilder().account("DU9000001").build(),
                working.orderState()));
        client.take();

        change(world, "[mine]\nrole = trade\naccounts = DU9000002\n");

        assertThat(errors(client)).extracting(ErrorMessage::id).containsExactly(6);
        world.gatewaySays(Orders.status(id, World.OUR_CLIENT_ID, 77, "Submitted"));
        assertThat(client.take()).as("its status names no account").isEmpty();

        change(world, "[mine]\nrole = trade\naccounts = DU9000001, DU9000002\n");
        world.gatewaySays(
                new io.mainstay.protocol.message.OpenOrder(
                        id,
                        working.contract(),
                        working.order().toBuilder().account("DU9000001").build(),
                        working.orderState()),
                Orders.status(id, World.OUR_CLIENT_ID, 77, "Filled"));
        assertThat(client.take(OrderStatus.class)).as("seen again").hasSize(1);
    }

    @Test
    void shouldCountTheOrdersOfASecondOnThroughAChange() throws Exception {
        World world = ready("[desk]\nrole = trade\norders-per-second = 2\n");
        TestClient client = world.client(1);
        client.send(order(379, "1")).send(order(380, "1"));
        assertThat(errors(client)).isEmpty();
        change(world, "[desk]\nrole = trade\norders-per-second = 3\n");
        client.send(order(381, "1")).send(order(382, "1"));
        assertThat(errors(client)).extracting(ErrorMessage::id).containsExactly(382);
    }
}

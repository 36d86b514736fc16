package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.access.AccessFile;
import io.mainstay.engine.access.AccessFileException;
import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Via;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.ComboLeg;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.PositionMulti;
import io.mainstay.protocol.message.PositionMultiEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqGlobalCancel;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.ReqPositionsMulti;
import io.mainstay.protocol.message.StartApi;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final int OTHER_UID = 65_534;
    private static final int NOT_VALID = 321;
    private static final String TOKEN = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ";

    private static World world(String rules) throws AccessFileException {
        return new World(AccessFile.read(rules, World.OUR_UID, name -> OptionalInt.empty()));
    }

    private static World ready(String rules) throws AccessFileException {
        return world(rules).becomeReady();
    }

    private static String hash(String token) throws Exception {
        return "sha256:"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static PlaceOrder order(int id, String quantity, String price) {
        return new PlaceOrder(
                id,
                Orders.APPLE.toBuilder().conId(0).build(),
                Orders.limit().toBuilder()
                        .totalQuantity(new BigDecimal(quantity))
                        .lmtPrice(new BigDecimal(price))
                        .build());
    }

    private static List<PlaceOrder> ordersAtGateway(World world) {
        return world.takeFromEngine().stream()
                .filter(PlaceOrder.class::isInstance)
                .map(PlaceOrder.class::cast)
                .toList();
    }

    private static ErrorMessage refusal(TestClient client) {
        List<ErrorMessage> errors = client.take(ErrorMessage.class);
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().errorCode()).isEqualTo(NOT_VALID);
        return errors.getFirst();
    }

    @Test
    void shouldSayNotAByteToAUserForWhomThereIsNoRule() throws Exception {
        World world = ready("");
        TestClient stranger =
                world.connect(Peer.local(Via.LOOPBACK, OTHER_UID), 200).greet();
        assertThat(stranger.greeting).isNull();
        assertThat(stranger.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.NOT_PERMITTED);
    }

    @Test
    void shouldTurnAwayWhoeverTheKernelCanNotTell() throws Exception {
        World world = ready("");
        assertThat(world.connect(Peer.local(Via.LOOPBACK, Peer.UNKNOWN_UID), 200).closed)
                .isTrue();
    }

    @Test
    void shouldRefuseTradingToAReadOnlyClientUnderItsOwnOrderIdBeforeTheJournal() throws Exception {
        World world = ready("[viewer]\nrole = read-only\n");
        TestClient client = world.client(1);
        client.send(Orders.place(379));
        ErrorMessage refusal = refusal(client);
        assertThat(refusal.id()).isEqualTo(379);
        assertThat(refusal.errorMsg()).contains("PLACE_ORDER", "nothing was sent", "read-only");
        assertThat(refusal.advancedOrderRejectJson()).contains("NOT_SENT");
        client.send(Orders.cancel(379));
        assertThat(refusal(client).id()).isEqualTo(379);
        client.send(new ReqGlobalCancel("", null));
        assertThat(refusal(client).id()).isEqualTo(-1);
        world.passMs(2_000);
        assertThat(ordersAtGateway(world)).isEmpty();
        assertThat(world.journal.newestOrders(10)).isEmpty();
    }

    @Test
    void shouldTellADataClientOfNoAccount() throws Exception {
        World world = ready("[feed]\nrole = data\n");
        TestClient client = world.connect(200).greet().startApi(1);
        List<Message> told = client.take();
        assertThat(told).anyMatch(NextValidId.class::isInstance);
        assertThat(told).contains(new ManagedAccounts(""));
        client.send(new ReqPositions());
        assertThat(refusal(client).errorMsg()).contains("data");
    }

    @Test
    void shouldShowAndTakeOnlyTheAccountsOfTheRule() throws Exception {
        World world = world("[desk]\nrole = trade\naccounts = DU2\n");
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU1,DU2"), new NextValidId(379));
        world.answerReconciliation();
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(client.take()).contains(new ManagedAccounts("DU2"));

        client.send(new ReqPositions());
        world.passMs(100);
        world.gatewaySays(
                new PositionData("DU1", Orders.APPLE, BigDecimal.ONE, BigDecimal.ONE),
                new PositionData("DU2", Orders.APPLE, BigDecimal.TEN, BigDecimal.ONE));
        assertThat(client.take(PositionData.class))
                .extracting(PositionData::account)
                .containsExactly("DU2");

        for (String account : List.of("", "DU1")) {
            client.send(new PlaceOrder(
                    379,
                    Orders.APPLE,
                    Orders.limit().toBuilder().account(account).build()));
            assertThat(refusal(client).id()).isEqualTo(379);
        }
        client.send(new ReqAccountUpdates(true, "DU1"));
        assertThat(refusal(client).errorMsg()).doesNotContain("DU1");
        client.send(new ReqGlobalCancel("", null));
        refusal(client);
        client.send(new PlaceOrder(
                380, Orders.APPLE, Orders.limit().toBuilder().account("DU2").build()));
        world.passMs(100);
        assertThat(ordersAtGateway(world))
                .extracting(placed -> placed.order().account())
                .containsExactly("DU2");
    }

    @Test
    void shouldShowOnlyTheAccountsOfTheRuleInWhatIsSharedAndInTheImagesOfIt() throws Exception {
        World world = world("[desk]\nrole = trade\naccounts = DU2\n");
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU1,DU2"), new NextValidId(379));
        world.answerReconciliation();
        for (int clientId = 1; clientId <= 2; clientId++) {
            TestClient client = world.connect(200).greet().startApi(clientId);
            client.take();
            client.send(new ReqPositions())
                    .send(new ReqAccountSummary(5, "All", "NetLiquidation"))
                    .send(new ReqPositionsMulti(6, "DU2", ""));
            world.passMs(1_000);
            for (Outgoing asked : world.takeFromEngine()) {
                switch (asked) {
                    case ReqPositions m ->
                        world.gatewaySays(
                                new PositionData("DU1", Orders.APPLE, BigDecimal.ONE, BigDecimal.ONE),
                                new PositionData("DU2", Orders.APPLE, BigDecimal.TEN, BigDecimal.ONE),
                                new PositionEnd());
                    case ReqAccountSummary m ->
                        world.gatewaySays(
                                new AccountSummary(m.reqId(), "DU1", "NetLiquidation", "1", "USD"),
                                new AccountSummary(m.reqId(), "DU2", "NetLiquidation", "2", "USD"),
                                new AccountSummaryEnd(m.reqId()));
                    case ReqPositionsMulti m ->
                        world.gatewaySays(
                                new PositionMulti(m.reqId(), "DU1", Orders.APPLE, BigDecimal.ONE, BigDecimal.ONE, ""),
                                new PositionMulti(m.reqId(), "DU2", Orders.APPLE, BigDecimal.TEN, BigDecimal.ONE, ""),
                                new PositionMultiEnd(m.reqId()));
                    default -> {
                        // Nothing of accounts.
                    }
                }
            }
            List<Message> told = client.take();
            assertThat(told)
                    .as("client %d", clientId)
                    .containsExactlyInAnyOrder(
                            new PositionData("DU2", Orders.APPLE, BigDecimal.TEN, BigDecimal.ONE),
                            new PositionEnd(),
                            new AccountSummary(5, "DU2", "NetLiquidation", "2", "USD"),
                            new AccountSummaryEnd(5),
                            new PositionMulti(6, "DU2", Orders.APPLE, BigDecimal.TEN, BigDecimal.ONE, ""),
                            new PositionMultiEnd(6));
        }
    }

    @Test
    void shouldHideOrdersOfOtherAccountsWithAllThatIsSaidOfThemLater() throws Exception {
        World world = world("[desk]\nrole = trade\naccounts = DU2\n");
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU1,DU2"), new NextValidId(379));
        world.answerReconciliation();
        TestClient client = world.client(1);
        client.send(new ReqAllOpenOrders());
        world.passMs(100);
        world.gatewaySays(
                open(11, "DU1"),
                Orders.status(11, 3, 11, "Submitted"),
                open(12, "DU2"),
                Orders.status(12, 3, 12, "Submitted"));
        List<Message> told = client.take();
        assertThat(told).filteredOn(OpenOrder.class::isInstance).hasSize(1);
        assertThat(told)
                .filteredOn(OrderStatus.class::isInstance)
                .extracting(m -> ((OrderStatus) m).permId())
                .containsExactly(12L);
    }

    private static OpenOrder open(int id, String account) {
        OpenOrder order = Orders.openOrder(id, 3, id);
        return new OpenOrder(
                order.orderId(),
                order.contract(),
                order.order().toBuilder().account(account).build(),
                order.orderState());
    }

    @Test
    void shouldHoldEachOrderAndEachChangeAgainstTheBounds() throws Exception {
        World world = ready("""
                [desk]
                role = trade
                symbols = AAPL
                max-order-quantity = 100
                max-order-value = 1000
                """);
        TestClient client = world.client(1);
        client.send(order(379, "100", "10"));
        world.passMs(50);
        assertThat(ordersAtGateway(world)).hasSize(1);
        client.send(order(379, "101", "1"));
        assertThat(refusal(client).errorMsg()).contains("at most 100 ", "101");
        client.send(order(379, "100", "10.01"));
        assertThat(refusal(client).errorMsg()).contains("1000", "1001.00");
        client.send(new PlaceOrder(
                380,
                Orders.APPLE.toBuilder().conId(0).build(),
                Orders.limit().toBuilder().orderType("MKT").lmtPrice(null).build()));
        assertThat(refusal(client).errorMsg()).contains("only orders with a limit price");
        client.send(new PlaceOrder(
                380,
                Orders.APPLE.toBuilder().conId(0).symbol("TSLA").build(),
                order(380, "1", "1").order()));
        assertThat(refusal(client).errorMsg()).contains("TSLA may not be ordered");
        client.send(new PlaceOrder(
                380,
                Orders.APPLE.toBuilder().conId(0).build(),
                Orders.limit().toBuilder()
                        .totalQuantity(BigDecimal.ZERO)
                        .cashQty(new BigDecimal("1000000"))
                        .build()));
        assertThat(refusal(client).errorMsg()).contains("cash amount");
        world.passMs(2_000);
        assertThat(ordersAtGateway(world)).isEmpty();
    }

    @Test
    void shouldSendNoOrderThatTradesOrCostsMoreThanItsQuantityAndPriceSay() throws Exception {
        World world = ready("[desk]\nrole = trade\nmax-order-quantity = 100\nmax-order-value = 1000\n");
        TestClient client = world.client(1);
        Contract combination = Contract.builder()
                .symbol("AAPL")
                .secType("BAG")
                .exchange("SMART")
                .comboLegs(List.of(new ComboLeg(265598, 1_000, "BUY", "SMART", 0, 0, "", -1, null)))
                .build();
        client.send(new PlaceOrder(379, combination, order(379, "1", "1").order()));
        assertThat(refusal(client).errorMsg()).contains("at most 100 ", "1000", "legs");
        PlaceOrder limit = order(379, "10", "10");
        client.send(new PlaceOrder(
                379,
                limit.contract(),
                limit.order().toBuilder()
                        .discretionaryAmt(new BigDecimal("1000"))
                        .build()));
        assertThat(refusal(client).errorMsg()).contains("1000", "10100");
        client.send(new PlaceOrder(379, Orders.APPLE, limit.order()));
        assertThat(refusal(client).errorMsg()).contains("contract id 265598", "contract details");
        world.passMs(2_000);
        assertThat(ordersAtGateway(world)).isEmpty();
        client.send(limit);
        world.passMs(50);
        assertThat(ordersAtGateway(world)).hasSize(1);
    }

    @Test
    void shouldBelieveTheGatewayAndNotTheClientAboutWhatAContractIdMeans() throws Exception {
        World world = ready("[desk]\nrole = trade\nsymbols = AAPL\n");
        TestClient client = world.client(1);
        client.send(Orders.place(379));
        assertThat(refusal(client).errorMsg()).contains("contract id 265598", "contract details");
        client.send(new ReqContractDetails(5, Orders.APPLE));
        world.passMs(50);
        int asked = world.takeOne(ReqContractDetails.class).reqId();
        world.gatewaySays(new ContractData(
                asked, ContractDetails.builder().contract(Orders.APPLE).build()));
        client.take();
        client.send(Orders.place(379));
        world.passMs(50);
        assertThat(ordersAtGateway(world)).hasSize(1);
        client.send(new PlaceOrder(380, Orders.APPLE.toBuilder().conId(76792991).build(), Orders.limit()));
        assertThat(refusal(client).errorMsg()).as("AAPL's name on TSLA's id").contains("contract id 76792991");
    }

    @Test
    void shouldCountTheOrdersOfAllClientsOfARuleInAnySecondButNoCancel() throws Exception {
        World world = ready("[desk]\nrole = trade\norders-per-second = 3\n");
        TestClient one = world.client(1);
        TestClient two = world.client(2);
        one.send(order(379, "1", "1"));
        two.send(order(379, "1", "1"));
        one.send(order(379, "2", "1"));
        one.send(order(380, "1", "1"));
        assertThat(refusal(one).errorMsg()).contains("at most 3 orders");
        one.send(Orders.cancel(379));
        assertThat(one.takeErrorCodes()).doesNotContain(NOT_VALID);
        world.passMs(1_000);
        two.send(order(380, "1", "1"));
        assertThat(two.takeErrorCodes()).isEmpty();
    }

    @Test
    void shouldFindTheRuleByTheTokenInEitherPlace() throws Exception {
        World world = ready("[robot]\nrole = trade\ntoken = " + hash(TOKEN) + "\n[others]\nuser = any\nrole = data\n");
        var stranger = Peer.local(Via.LOOPBACK, OTHER_UID);
        TestClient inStart = world.connect(stranger, 200).greet().send(new StartApi(1, "token=" + TOKEN));
        TestClient inGreeting = world.connect(stranger, 200)
                .raw(new ClientGreeting(100, 200, "+PACEAPI token=" + TOKEN).encode())
                .startApi(2);
        TestClient without = world.connect(stranger, 200).greet().startApi(3);
        for (TestClient trader : List.of(inStart, inGreeting)) {
            trader.take();
            trader.send(Orders.place(379));
            assertThat(trader.takeErrorCodes()).isEmpty();
        }
        without.take();
        without.send(Orders.place(379));
        refusal(without);
    }

    @Test
    void shouldTurnAWrongTokenAwayLateWithoutAReasonAndNotTryItAsAnotherRule() throws Exception {
        World world = ready("[robot]\nrole = trade\ntoken = " + hash(TOKEN) + "\n[others]\nuser = any\nrole = data\n");
        TestClient guesser = world.connect(200).greet().send(new StartApi(1, "token=" + TOKEN + "x"));
        world.passMs(990);
        assertThat(guesser.take()).isEmpty();
        assertThat(guesser.closed).isFalse();
        world.passMs(20);
        assertThat(refusal(guesser).errorMsg()).isEqualTo("Mainstay: access denied");
        assertThat(guesser.closed).isTrue();
    }

    @Test
    void shouldNotEvenTakeTheRightTokenAfterFiveWrongOnesInAMinute() throws Exception {
        World world = ready("[robot]\nrole = trade\ntoken = " + hash(TOKEN) + "\n");
        var peer = new Peer(Via.LOOPBACK, OTHER_UID, "", "127.0.0.1");
        for (int i = 0; i < 5; i++) {
            world.connect(peer, 200).greet().send(new StartApi(1, "token=wrong" + i));
            world.passMs(1_100);
        }
        TestClient late = world.connect(peer, 200).greet().send(new StartApi(1, "token=" + TOKEN));
        world.passMs(1_100);
        assertThat(late.closed).isTrue();
        TestClient other =
                world.connect(Peer.local(Via.UNIX, World.OUR_UID), 200).greet().send(new StartApi(2, "token=" + TOKEN));
        assertThat(other.take()).as("others are not locked out").anyMatch(NextValidId.class::isInstance);
        world.passMs(60_000);
        TestClient again = world.connect(peer, 200).greet().send(new StartApi(1, "token=" + TOKEN));
        assertThat(again.take()).anyMatch(NextValidId.class::isInstance);
    }

    @Test
    void shouldServeNothingToAClientThatIsBeingTurnedAway() throws Exception {
        World world = ready("[robot]\nrole = trade\ntoken = " + hash(TOKEN) + "\n");
        TestClient guesser = world.connect(200).greet().send(new StartApi(1, "token=wrong"));
        for (Outgoing message : List.<Outgoing>of(new ReqPositions(), Orders.place(379), new StartApi(2, ""))) {
            guesser.send(message);
        }
        world.passMs(2_000);
        assertThat(guesser.closed).isTrue();
        assertThat(world.takeFromEngine()).noneMatch(PlaceOrder.class::isInstance);
    }

    @Test
    void shouldKeepAFillForOneWhoMaySeeItIfTheHolderOfItsClientIdMayNot() throws Exception {
        World world = ready("[feed]\nrole = data\ntoken = " + hash(TOKEN) + "\n");
        TestClient trader = world.client(1);
        trader.send(Orders.place(379));
        world.passMs(100);
        int id = world.takeOne(PlaceOrder.class).orderId();
        trader.die();
        TestClient feed = world.connect(200).greet().send(new StartApi(1, "token=" + TOKEN));
        feed.take();
        world.gatewaySays(
                Orders.openOrder(id, World.OUR_CLIENT_ID, 77),
                Orders.fill(-1, id, World.OUR_CLIENT_ID, 77, "0001.01"),
                Orders.commission("0001.01"));
        world.passMs(2_000);
        assertThat(feed.take()).isEmpty();
        feed.die();
        TestClient back = world.connect(200).greet().startApi(1);
        assertThat(back.take(io.mainstay.protocol.message.ExecDetails.class))
                .extracting(fill -> fill.execution().execId())
                .containsExactly("0001.01");
    }
}

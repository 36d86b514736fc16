package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelMktDepth;
import io.mainstay.protocol.message.ComboLeg;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PositionMulti;
import io.mainstay.protocol.message.PositionMultiEnd;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPositionsMulti;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.UpdateMktDepth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What streams owe each of their holders when something goes wrong in between. */
class StreamRecoveryTest {
    private static final Incoming LOST = new ErrorMessage(-1, 1100, "lost", "", 0);
    private static final Incoming BACK_EMPTY = new ErrorMessage(-1, 1101, "data lost", "", 0);
    private static final Incoming BACK_WITH_ALL = new ErrorMessage(-1, 1102, "data kept", "", 0);

    @Test
    void shouldGiveAllBarsToWhoJoinsWhileOthersOnlyWaitForTheGap() {
        var world = World.ready();
        TestClient old = world.client(1).send(bars(5));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(
                new HistoricalData(id, "", "", List.of(bar("10:00"), bar("10:01"))),
                new HistoricalDataEnd(id, "a", "b"));
        world.gatewayCloses(true);
        world.passMs(2_000);
        world.connected().gatewayGreets();
        old.take();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
        int again = world.takeOne(ReqHistoricalData.class).reqId();
        TestClient late = world.client(2).send(bars(8));
        old.take();
        var all = List.of(bar("10:00"), bar("10:01"), bar("10:02"));
        world.gatewaySays(new HistoricalData(again, "", "", all), new HistoricalDataEnd(again, "a", "c"));
        assertThat(old.take()).containsExactly(update(5, bar("10:01")), update(5, bar("10:02")));
        assertThat(late.take()).containsExactly(new HistoricalData(8, "", "", all), new HistoricalDataEnd(8, "a", "c"));
    }

    @Test
    void shouldTellTheEndOfBarsThatTheCutCameBefore() {
        var world = World.ready();
        TestClient client = world.client(1).send(bars(5));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new HistoricalData(id, "", "", List.of(bar("10:00"))));
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
        int again = world.takeOne(ReqHistoricalData.class).reqId();
        client.take();
        world.gatewaySays(
                new HistoricalData(again, "", "", List.of(bar("10:00"), bar("10:01"))),
                new HistoricalDataEnd(again, "a", "b"));
        assertThat(client.take())
                .containsExactly(update(5, bar("10:00")), update(5, bar("10:01")), new HistoricalDataEnd(5, "a", "b"));
    }

    @Test
    void shouldAskOnceAfterALossThatComesWhileASilentBookIsWatched() {
        var world = World.ready();
        world.client(1).send(new ReqMktDepth(5, Orders.APPLE, 5, false, "")).send(quote(6, ""));
        world.passMs(100);
        world.takeFromEngine();
        world.gatewaySays(new ErrorMessage(-1, 1100, "lost", "", 0), new ErrorMessage(-1, 1102, "kept", "", 0));
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
        world.passMs(1_000);
        int quote = world.gateway.received.stream()
                .filter(ReqMktData.class::isInstance)
                .map(m -> ((ReqMktData) m).reqId())
                .findFirst()
                .orElseThrow();
        world.gatewaySays(new TickPrice(quote, 1, BigDecimal.ONE, BigDecimal.ONE, 0));
        world.passMs(60_000);
        assertThat(world.takeFromEngine())
                .filteredOn(m -> m instanceof ReqMktDepth)
                .as("once, because the session was new")
                .hasSize(1);
    }

    @Test
    void shouldNotLetAClientLoseAStreamForTheGenericTicksOfAnother() {
        var world = World.ready();
        TestClient plain = world.client(1).send(quote(5, "233"));
        int first = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(bid(first, "10"));
        plain.take();
        TestClient greedy = world.client(2).send(quote(5, "999"));
        world.passMs(1_000);
        int wider = world.gateway.received.stream()
                .filter(ReqMktData.class::isInstance)
                .map(m -> ((ReqMktData) m).reqId())
                .findFirst()
                .orElseThrow();
        world.takeFromEngine();
        greedy.take();
        world.gatewaySays(new ErrorMessage(wider, 321, "Incorrect generic tick list", "", 0));
        assertThat(greedy.takeErrorCodes()).containsExactly(321);
        assertThat(plain.take()).isEmpty();
        world.passMs(1_000);
        ReqMktData narrow = world.takeOne(ReqMktData.class);
        assertThat(narrow.genericTickList()).isEqualTo("233");
        world.gatewaySays(bid(narrow.reqId(), "11"));
        assertThat(plain.take()).containsExactly(bid(5, "11"));
        assertThat(greedy.take()).isEmpty();
    }

    @Test
    void shouldNeverTakeOneComboForAnother() {
        var world = World.ready();
        world.client(1).send(combo(5, 1));
        world.client(2).send(combo(5, 2));
        assertThat(world.takeFromEngine()).hasSize(2);
        world.client(3).send(combo(5, 2));
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldShareALineBetweenTwoDescriptionsOfAContractWhenTheGatewaySaidThatTheyAreOne() {
        var world = World.ready();
        Contract described = Orders.APPLE.toBuilder().conId(0).build();
        TestClient asker = world.client(1).send(new ReqContractDetails(4, described));
        int question = world.takeOne(ReqContractDetails.class).reqId();
        world.gatewaySays(details(question, 265598), new ContractDataEnd(question));
        asker.send(quote(5, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(bid(id, "10"));
        TestClient late = world.client(2).send(new ReqMktData(7, described, "", false, false, ""));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(late.take()).containsExactly(bid(7, "10"));
    }

    @Test
    void shouldShareALineWithTheSameDescriptionFromBeforeTheGatewaySaidWhatItStandsFor() {
        var world = World.ready();
        Contract described = Orders.APPLE.toBuilder().conId(0).build();
        TestClient early = world.client(1).send(new ReqMktData(5, described, "", false, false, ""));
        world.takeFromEngine();
        early.send(new ReqContractDetails(4, described));
        int question = world.takeOne(ReqContractDetails.class).reqId();
        world.gatewaySays(details(question, 265598), new ContractDataEnd(question));
        world.client(2).send(new ReqMktData(7, described, "", false, false, ""));
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldNotShareALineWithADescriptionThatStandsForSeveralContracts() {
        var world = World.ready();
        Contract described = Orders.APPLE.toBuilder().conId(0).build();
        TestClient asker = world.client(1).send(new ReqContractDetails(4, described));
        int question = world.takeOne(ReqContractDetails.class).reqId();
        world.gatewaySays(details(question, 265598), details(question, 99), new ContractDataEnd(question));
        asker.send(quote(5, ""));
        world.client(2).send(new ReqMktData(7, described, "", false, false, ""));
        assertThat(world.takeFromEngine()).hasSize(2);
    }

    @Test
    void shouldEndASilentBookAtTheGatewayBeforeItIsAskedForAgainSinceThreeAreAllThatItGives() {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5, ""));
        int quote = world.takeOne(ReqMktData.class).reqId();
        var old = new ArrayList<Integer>();
        for (int i = 1; i <= 3; i++) {
            Contract contract = Orders.APPLE.toBuilder().conId(i).build();
            client.send(new ReqMktDepth(10 + i, contract, 5, false, ""));
            int id = world.takeOne(ReqMktDepth.class).reqId();
            old.add(id);
            world.gatewaySays(row(id, "10"));
        }
        world.gatewaySays(LOST, BACK_WITH_ALL);
        world.answerReconciliation();
        client.take();
        world.passMs(1_000).gatewaySays(bid(quote, "2")).passMs(29_000);
        var open = new LinkedHashSet<>(old);
        for (Outgoing message : world.takeFromEngine()) {
            if (message instanceof CancelMktDepth cancel) {
                open.remove(cancel.reqId());
            } else if (message instanceof ReqMktDepth again) {
                open.add(again.reqId());
                assertThat(open).as("books at the gateway").hasSizeLessThanOrEqualTo(3);
            }
        }
        assertThat(open).hasSize(3).doesNotContainAnyElementsOf(old);
        for (int id : old) {
            world.gatewaySays(
                    row(id, "11"), new ErrorMessage(id, 310, "Can't find the subscribed market depth", "", 0));
        }
        assertThat(world.takeFromEngine()).as("each is ended once").isEmpty();
        List<Message> told = client.take();
        assertThat(told).hasSize(4).first().isEqualTo(bid(5, "2"));
        assertThat(told.subList(1, 4))
                .allSatisfy(message -> assertThat(((ErrorMessage) message).errorCode())
                        .as("the book is to be emptied")
                        .isEqualTo(317));
        open.forEach(id -> world.gatewaySays(row(id, "12")));
        assertThat(client.take()).containsExactly(row(11, "12"), row(12, "12"), row(13, "12"));
    }

    @Test
    void shouldEndSilentBarsAtTheGatewayBeforeTheyAreAskedForAgainAndKeepItsConfirmationToItself() {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5, "")).send(bars(6));
        List<Outgoing> sent = world.takeFromEngine();
        int quote = ((ReqMktData) sent.get(0)).reqId();
        int old = ((ReqHistoricalData) sent.get(1)).reqId();
        world.gatewaySays(
                new HistoricalData(old, "", "", List.of(bar("10:00"))),
                new HistoricalDataEnd(old, "a", "b"),
                LOST,
                BACK_WITH_ALL);
        world.answerReconciliation();
        client.take();
        world.passMs(1_000).gatewaySays(bid(quote, "2")).passMs(29_000);
        client.take();
        List<Outgoing> again = world.takeFromEngine();
        assertThat(again).hasSize(2).first().isEqualTo(new CancelHistoricalData(old));
        int id = ((ReqHistoricalData) again.get(1)).reqId();
        world.gatewaySays(
                new ErrorMessage(old, 162, "API historical data query cancelled: " + old, "", 0),
                new HistoricalData(id, "", "", List.of(bar("10:00"), bar("10:01"))),
                new HistoricalDataEnd(id, "a", "c"));
        assertThat(client.take()).containsExactly(update(6, bar("10:00")), update(6, bar("10:01")));
    }

    @Test
    void shouldAskAnewForAStreamThatIsAskedForJustAfterItsLastHolderLeftAndTheGatewayLostItsData() {
        var world = World.ready();
        TestClient first = world.client(1).send(quote(5, ""));
        int old = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(bid(old, "10"));
        first.send(new CancelMktData(5));
        world.gatewaySays(BACK_EMPTY);
        world.answerReconciliation();
        TestClient second = world.client(2).send(quote(7, ""));
        assertThat(second.take()).as("nothing from before the loss").isEmpty();
        int id = world.takeOne(ReqMktData.class).reqId();
        assertThat(id).isNotEqualTo(old);
        world.gatewaySays(new ErrorMessage(old, 300, "Can't find EId with tickerId:" + old, "", 0), bid(id, "11"));
        assertThat(second.take()).containsExactly(bid(7, "11"));
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldTellWhoHoldsPositionsOfAModelThatOneWasClosedDuringAnOutage() {
        var world = World.ready();
        var ask = new ReqPositionsMulti(5, "DU9000001", "");
        TestClient client = world.client(1).send(ask);
        int id = world.takeOne(ReqPositionsMulti.class).reqId();
        Contract other = Orders.APPLE.toBuilder().conId(99).build();
        world.gatewaySays(position(id, Orders.APPLE, 10), position(id, other, 3), new PositionMultiEnd(id));
        // Cut a second time before all of it was told again.
        for (int i = 0; i < 2; i++) {
            world.gatewayCloses(true).passMs(2_000).connected().gatewayGreets();
            world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
            id = world.takeOne(ReqPositionsMulti.class).reqId();
            client.take();
            world.gatewaySays(position(id, other, 3));
        }
        world.gatewaySays(new PositionMultiEnd(id));
        assertThat(client.take())
                .containsExactly(
                        position(5, other, 3),
                        new PositionMulti(5, "DU9000001", Orders.APPLE, BigDecimal.ZERO, BigDecimal.ZERO, ""),
                        new PositionMultiEnd(5));
        assertThat(world.client(2).send(ask).take()).containsExactly(position(5, other, 3), new PositionMultiEnd(5));
    }

    @Test
    void shouldNotCallAPositionClosedWhoseSymbolChangedDuringAnOutage() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqPositionsMulti(5, "DU9000001", ""));
        int id = world.takeOne(ReqPositionsMulti.class).reqId();
        world.gatewaySays(position(id, Orders.APPLE, 10), new PositionMultiEnd(id));
        world.gatewayCloses(true).passMs(2_000).becomeReady();
        client.take();
        id++;
        Contract renamed =
                Orders.APPLE.toBuilder().symbol("APPL").localSymbol("APPL").build();
        world.gatewaySays(position(id, renamed, 10), new PositionMultiEnd(id));
        assertThat(client.take()).containsExactly(position(5, renamed, 10), new PositionMultiEnd(5));
    }

    @Test
    void shouldNotLetAClientLoseAStreamThatHasNotTickedYetForTheGenericTicksOfOthers() {
        var world = World.ready();
        TestClient plain = world.client(1).send(quote(5, ""));
        TestClient volume = world.client(2).send(quote(6, "233"));
        TestClient greedy = world.client(3).send(quote(7, "999"));
        TestClient volumeToo = world.client(4).send(quote(8, "233"));
        world.passMs(1_000);
        ReqMktData merged = (ReqMktData) world.takeFromEngine().getLast();
        assertThat(merged.genericTickList()).isEqualTo("233,999");
        world.gatewaySays(new ErrorMessage(merged.reqId(), 321, "Incorrect generic tick list", "", 0));
        assertThat(greedy.takeErrorCodes()).containsExactly(321);
        ReqMktData narrow = world.takeOne(ReqMktData.class);
        assertThat(narrow.genericTickList()).isEqualTo("233");
        world.gatewaySays(bid(narrow.reqId(), "11"));
        assertThat(plain.take()).containsExactly(bid(5, "11"));
        assertThat(volume.take()).containsExactly(bid(6, "11"));
        assertThat(volumeToo.take()).containsExactly(bid(8, "11"));
        assertThat(greedy.take()).isEmpty();
    }

    @Test
    void shouldNotLetAClientThatJoinsLoseAStreamForTheGenericTicksOfTheFirst() {
        var world = World.ready();
        TestClient greedy = world.client(1).send(quote(5, "999"));
        TestClient plain = world.client(2).send(quote(6, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(new ErrorMessage(id, 321, "Incorrect generic tick list", "", 0));
        assertThat(greedy.takeErrorCodes()).containsExactly(321);
        int again = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(bid(again, "11"));
        assertThat(plain.take()).containsExactly(bid(6, "11"));
        world.gatewaySays(new ErrorMessage(again, 354, "Requested market data is not subscribed.", "", 0));
        assertThat(plain.takeErrorCodes()).as("nobody else is to blame").containsExactly(354);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldNotLetAClientLoseAStreamForTheGenericTicksOfOneThatHasLeft() {
        var world = World.ready();
        TestClient greedy = world.client(1).send(quote(5, "999"));
        TestClient plain = world.client(2).send(quote(6, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        greedy.send(new CancelMktData(5));
        world.gatewaySays(new ErrorMessage(id, 321, "Incorrect generic tick list", "", 0));
        assertThat(plain.take()).isEmpty();
        ReqMktData narrow = world.takeOne(ReqMktData.class);
        assertThat(narrow.genericTickList()).isEmpty();
        world.gatewaySays(new ErrorMessage(narrow.reqId(), 354, "Requested market data is not subscribed.", "", 0));
        assertThat(plain.takeErrorCodes()).as("that is its own").containsExactly(354);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    private static ContractData details(int id, int conId) {
        return new ContractData(
                id,
                ContractDetails.builder()
                        .contract(Orders.APPLE.toBuilder().conId(conId).build())
                        .build());
    }

    /** All combos of a currency have the same contract id. */
    private static ReqMktData combo(int id, int ratio) {
        var leg = ComboLeg.builder()
                .conId(265598)
                .ratio(ratio)
                .action("BUY")
                .exchange("SMART")
                .build();
        return new ReqMktData(
                id,
                Orders.APPLE.toBuilder()
                        .conId(28812380)
                        .secType("BAG")
                        .comboLegs(List.of(leg))
                        .build(),
                "",
                false,
                false,
                "");
    }

    private static ReqMktData quote(int id, String genericTicks) {
        return new ReqMktData(id, Orders.APPLE, genericTicks, false, false, "");
    }

    private static Incoming bid(int id, String price) {
        return new TickPrice(id, 1, new BigDecimal(price), BigDecimal.ONE, 0);
    }

    private static Incoming row(int id, String price) {
        return new UpdateMktDepth(id, 0, 0, 1, new BigDecimal(price), BigDecimal.ONE);
    }

    private static Incoming position(int id, Contract contract, int size) {
        return new PositionMulti(id, "DU9000001", contract, BigDecimal.valueOf(size), BigDecimal.ONE, "");
    }

    private static ReqHistoricalData bars(int id) {
        return new ReqHistoricalData(id, Orders.APPLE, "", "1 min", "1 D", 1, "TRADES", 1, true, "");
    }

    private static HistoricalBar bar(String date) {
        return new HistoricalBar(
                date,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.TEN,
                BigDecimal.ONE,
                "",
                3);
    }

    private static HistoricalDataUpdate update(int id, HistoricalBar b) {
        return new HistoricalDataUpdate(
                id, b.barCount(), b.date(), b.open(), b.close(), b.high(), b.low(), b.wap(), b.volume());
    }
}

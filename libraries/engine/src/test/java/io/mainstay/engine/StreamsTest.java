package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.BlankMessages;
import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelScannerSubscription;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqScannerSubscription;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickString;
import io.mainstay.protocol.message.UpdateMktDepth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final Incoming LOST =
            new ErrorMessage(-1, 1100, "Connectivity between IB and TWS has been lost.", "", 0);
    private static final Incoming BACK_EMPTY = new ErrorMessage(-1, 1101, "Connectivity restored - data lost", "", 0);
    private static final Incoming BACK_WITH_ALL =
            new ErrorMessage(-1, 1102, "Connectivity restored - data maintained", "", 0);

    @Test
    void shouldServeTwentyClientsOnAHundredSymbolsFromAHundredLines() {
        var world = World.ready();
        var clients = new ArrayList<TestClient>();
        for (int id = 1; id <= 20; id++) {
            TestClient client = world.client(id);
            clients.add(client);
            for (int symbol = 1; symbol <= 100; symbol++) {
                client.send(quote(symbol, symbol, ""));
            }
        }
        world.passMs(10_000);
        List<Outgoing> asked = world.takeFromEngine();
        assertThat(asked).hasSize(100).allMatch(ReqMktData.class::isInstance);
        assertThat(world.engine.snapshot(world.nanos()).streams().lines()).isEqualTo(100);
        world.gatewaySays(bid(((ReqMktData) asked.get(41)).reqId(), "150.5"));
        clients.forEach(client -> assertThat(client.take()).containsExactly(bid(42, "150.5")));
    }

    @Test
    void shouldGiveWhoJoinsTheLastOfEverythingFirst() {
        var world = World.ready();
        world.client(1).send(quote(5, 1, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(bid(id, "150.4"), new TickSize(id, 0, BigDecimal.TEN), bid(id, "150.5"));
        TestClient late = world.client(2).send(quote(9, 1, ""));
        assertThat(late.take()).containsExactlyInAnyOrder(bid(9, "150.5"), new TickSize(9, 0, BigDecimal.TEN));
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldEndALineShortlyAfterTheLastHolderHasLeftAndNotBefore() {
        var world = World.ready();
        TestClient first = world.client(1).send(quote(5, 1, ""));
        TestClient second = world.client(2).send(quote(6, 1, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        first.send(new CancelMktData(5));
        world.passMs(2_000);
        assertThat(world.takeFromEngine()).isEmpty();
        second.die();
        world.passMs(499);
        assertThat(world.takeFromEngine()).isEmpty();
        TestClient third = world.client(3).send(quote(7, 1, ""));
        world.passMs(2_000);
        assertThat(world.takeFromEngine()).as("somebody came back for it").isEmpty();
        third.die();
        world.passMs(500);
        assertThat(world.takeFromEngine()).containsExactly(new CancelMktData(id));
    }

    @Test
    void shouldMergeGenericTicksAndGiveEachClientThoseItAskedFor() {
        var world = World.ready();
        TestClient plain = world.client(1).send(quote(5, 1, ""));
        int first = world.takeOne(ReqMktData.class).reqId();
        TestClient volume = world.client(2).send(quote(5, 1, "233,236"));
        List<Outgoing> sent = world.takeFromEngine();
        assertThat(sent.getFirst()).isEqualTo(new CancelMktData(first));
        ReqMktData wider = (ReqMktData) sent.get(1);
        assertThat(wider.genericTickList()).isEqualTo("233,236");
        int id = wider.reqId();
        TestClient shortable = world.client(3).send(quote(5, 1, "236"));
        assertThat(world.takeFromEngine()).as("all of it is asked for already").isEmpty();
        var rtVolume = new TickString(id, 48, "150.5;100;1700000000000;1000;150.4;true");
        var shares = new TickGeneric(id, 46, BigDecimal.TWO);
        world.gatewaySays(bid(id, "150.5"), rtVolume, shares);
        assertThat(plain.take()).containsExactly(bid(5, "150.5"));
        assertThat(volume.take()).containsExactly(bid(5, "150.5"), rtVolume.withReqId(5), shares.withReqId(5));
        assertThat(shortable.take()).containsExactly(bid(5, "150.5"), shares.withReqId(5));
    }

    @Test
    void shouldRebuildABookForWhoJoins() {
        var world = World.ready();
        world.client(1).send(new ReqMktDepth(5, Orders.APPLE, 5, false, ""));
        int id = world.takeOne(ReqMktDepth.class).reqId();
        world.gatewaySays(
                row(id, 0, 0, "10"),
                row(id, 1, 0, "9"),
                row(id, 0, 0, "11"),
                row(id, 1, 1, "10.5"),
                row(id, 2, 2, "0"));
        TestClient late = world.client(2).send(new ReqMktDepth(7, Orders.APPLE, 5, false, ""));
        assertThat(late.take()).containsExactly(row(7, 0, 0, "11"), row(7, 1, 0, "10.5"));
    }

    @Test
    void shouldAskForEveryStreamOnceUnderAFreshIdWhenTheGatewayLostItsData() {
        var world = World.ready();
        TestClient client = world.client(1);
        Set<Integer> before = new HashSet<>();
        for (int i = 1; i <= 90; i++) {
            client.send(quote(i, i, ""));
        }
        world.passMs(5_000);
        world.takeFromEngine().forEach(m -> before.add(((ReqMktData) m).reqId()));
        world.gatewaySays(LOST).passMs(3_000).gatewaySays(BACK_EMPTY);
        List<Outgoing> again = new ArrayList<>(world.takeFromEngine());
        world.passMs(5_000);
        again.addAll(world.takeFromEngine());
        List<ReqMktData> quotes = again.stream()
                .filter(ReqMktData.class::isInstance)
                .map(ReqMktData.class::cast)
                .toList();
        assertThat(quotes).hasSize(90);
        assertThat(quotes).extracting(ReqMktData::reqId).doesNotHaveDuplicates().doesNotContainAnyElementsOf(before);
        List<ErrorMessage> told = client.take(ErrorMessage.class);
        assertThat(told).extracting(ErrorMessage::errorCode).containsExactly(1100, 1102);
        assertThat(told.get(1).advancedOrderRejectJson()).contains("\"gapMs\":3000,\"streamsRestored\":90");
        ReqMktData tenth = quotes.stream()
                .filter(q -> q.contract().conId() == 10)
                .findFirst()
                .orElseThrow();
        world.gatewaySays(bid(tenth.reqId(), "1"));
        assertThat(client.take()).containsExactly(bid(10, "1"));
        world.passMs(120_000);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldAskForNothingAgainWhenTheGatewayKeptItsDataOrAFarmFlaps() {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5, 1, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(LOST).passMs(3_000).gatewaySays(BACK_WITH_ALL);
        world.answerReconciliation();
        for (int i = 0; i < 10; i++) {
            world.gatewaySays(new ErrorMessage(-1, i % 2 == 0 ? 2103 : 2104, "farm:usfarm", "", 0))
                    .passMs(700);
        }
        world.passMs(120_000);
        assertThat(world.takeFromEngine()).isEmpty();
        client.take();
        world.gatewaySays(bid(id, "2"));
        assertThat(client.take()).containsExactly(bid(5, "2"));
    }

    @Test
    void shouldAskOnceMoreForABookThatStaysSilentAlthoughTheGatewayKeptItsData() {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(5, 1, "")).send(new ReqMktDepth(6, Orders.APPLE, 5, false, ""));
        List<Outgoing> sent = world.takeFromEngine();
        int quote = ((ReqMktData) sent.get(0)).reqId();
        int book = ((ReqMktDepth) sent.get(1)).reqId();
        world.gatewaySays(row(book, 0, 0, "10"), LOST).passMs(3_000).gatewaySays(BACK_WITH_ALL);
        world.answerReconciliation();
        client.take();
        world.passMs(1_000).gatewaySays(bid(quote, "2")).passMs(29_000);
        assertThat(world.takeOne(ReqMktDepth.class).reqId()).isNotEqualTo(book);
        assertThat(client.takeErrorCodes()).as("the book is to be emptied").containsExactly(317);
        world.passMs(120_000);
        assertThat(world.takeFromEngine()).noneMatch(ReqMktDepth.class::isInstance);
    }

    @Test
    void shouldGoOnWithAllStreamsUnderTheClientsIdsAfterTheGatewayWasRestarted() {
        var world = World.ready();
        TestClient client =
                world.client(1).send(quote(5, 1, "233")).send(new ReqMktDepth(6, Orders.APPLE, 5, false, ""));
        world.takeFromEngine();
        world.gatewayCloses(true);
        assertThat(client.takeErrorCodes()).as("no stream is over").containsExactly(1100);
        world.passMs(20_000);
        world.connected().gatewayGreets();
        world.gatewaySays(
                new io.mainstay.protocol.message.ManagedAccounts("DU9000001"),
                new io.mainstay.protocol.message.NextValidId(379));
        List<Outgoing> again = world.takeFromEngine().stream()
                .filter(m -> m instanceof ReqMktData || m instanceof ReqMktDepth)
                .toList();
        assertThat(again).hasSize(2);
        assertThat(client.takeErrorCodes()).containsExactly(317, 1102);
        world.gatewaySays(bid(((ReqMktData) again.getFirst()).reqId(), "3"));
        assertThat(client.take()).containsExactly(bid(5, "3"));
        assertThat(client.closed).isFalse();
    }

    @Test
    void shouldGiveNobodyAnImageFromBeforeAnOutage() {
        var world = World.ready();
        world.client(1).send(quote(5, 1, ""));
        world.gatewaySays(bid(world.takeOne(ReqMktData.class).reqId(), "3"));
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        assertThat(world.client(2).send(quote(5, 1, "")).take()).isEmpty();
    }

    @Test
    void shouldGiveNobodyAnImageFromBeforeTheGatewayLostItsData() {
        var world = World.ready();
        world.client(1).send(quote(5, 1, ""));
        world.gatewaySays(bid(world.takeOne(ReqMktData.class).reqId(), "3"), LOST)
                .passMs(1_000)
                .gatewaySays(BACK_EMPTY);
        assertThat(world.client(2).send(quote(5, 1, "")).take()).isEmpty();
    }

    @Test
    void shouldEndAtTheGatewayWhatItStillSendsAlthoughItSaidThatItLostIt() {
        var world = World.ready();
        world.client(1).send(quote(5, 1, ""));
        int old = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(BACK_EMPTY);
        world.answerReconciliation();
        world.gatewaySays(bid(old, "3"), bid(old, "4"));
        assertThat(world.takeFromEngine()).containsExactly(new CancelMktData(old));
    }

    @Test
    void shouldFillTheGapOfBarsThatAreKeptUpToDate() {
        var world = World.ready();
        TestClient client = world.client(1).send(history(5, 1, "1 min", "TRADES", true));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(
                new HistoricalData(id, "", "", List.of(bar("10:00", "1"), bar("10:01", "2"))),
                new HistoricalDataEnd(id, "", ""),
                update(id, bar("10:02", "3")));
        client.take();
        world.gatewayCloses(true).passMs(1_000);
        world.connected().gatewayGreets();
        world.gatewaySays(
                new io.mainstay.protocol.message.ManagedAccounts("DU9000001"),
                new io.mainstay.protocol.message.NextValidId(379));
        int again = world.takeFromEngine().stream()
                .filter(ReqHistoricalData.class::isInstance)
                .map(m -> ((ReqHistoricalData) m).reqId())
                .findFirst()
                .orElseThrow();
        client.take();
        world.gatewaySays(
                new HistoricalData(
                        again,
                        "",
                        "",
                        List.of(bar("10:01", "2"), bar("10:02", "4"), bar("10:03", "5"), bar("10:04", "6"))),
                new HistoricalDataEnd(again, "", ""),
                update(again, bar("10:04", "7")));
        assertThat(client.take())
                .containsExactly(
                        update(5, bar("10:02", "4")),
                        update(5, bar("10:03", "5")),
                        update(5, bar("10:04", "6")),
                        update(5, bar("10:04", "7")));
    }

    @Test
    void shouldAskAgainForBarsThatDiedWithTheirFarmAndFillTheGap() {
        var world = World.ready();
        TestClient client = world.client(1).send(history(5, 1, "1 min", "TRADES", true));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(
                new HistoricalData(id, "", "", List.of(bar("10:00", "1"))), new HistoricalDataEnd(id, "", ""));
        client.take();
        world.gatewaySays(new ErrorMessage(id, 10182, "Failed to request live updates (disconnected).", "", 0));
        assertThat(client.take(ErrorMessage.class)).singleElement().satisfies(warning -> {
            assertThat(warning.id()).isEqualTo(5);
            assertThat(warning.errorCode()).isEqualTo(2108);
        });
        world.passMs(9_999);
        assertThat(world.takeFromEngine()).isEmpty();
        world.passMs(1);
        int again = world.takeOne(ReqHistoricalData.class).reqId();
        assertThat(again).isNotEqualTo(id);
        world.gatewaySays(
                new HistoricalData(again, "", "", List.of(bar("10:00", "2"), bar("10:01", "3"))),
                new HistoricalDataEnd(again, "", ""));
        assertThat(client.take()).containsExactly(update(5, bar("10:00", "2")), update(5, bar("10:01", "3")));
        world.gatewaySays(new ErrorMessage(again, 10182, "Failed to request live updates (disconnected).", "", 0));
        client.die();
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).as("nobody holds it").isEmpty();
    }

    @Test
    void shouldPassOnThatBarsCanNotBeKeptUpToDateWhichNeverWere() {
        var world = World.ready();
        TestClient client = world.client(1).send(history(5, 1, "1 min", "TRADES", true));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new ErrorMessage(id, 10182, "Failed to request live updates (disconnected).", "", 0));
        assertThat(client.takeErrorCodes()).containsExactly(10182);
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldAskForIdenticalHistoryOnceWithinFifteenSeconds() {
        var world = World.ready();
        TestClient first = world.client(1).send(history(5, 1, "30 secs", "TRADES", false));
        TestClient second = world.client(2).send(history(6, 1, "30 secs", "TRADES", false));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.passMs(1_000);
        var bars = new HistoricalData(id, "", "", List.of(bar("10:00", "1")));
        var end = new HistoricalDataEnd(id, "a", "b");
        world.gatewaySays(bars, end);
        assertThat(first.take()).containsExactly(bars.withReqId(5), end.withReqId(5));
        assertThat(second.take()).containsExactly(bars.withReqId(6), end.withReqId(6));
        world.passMs(10_000);
        first.send(history(5, 1, "30 secs", "TRADES", false));
        assertThat(first.take()).containsExactly(bars.withReqId(5), end.withReqId(5));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(world.engine.snapshot(world.nanos()).openRequests()).isZero();
        world.passMs(5_000);
        first.send(history(5, 1, "30 secs", "TRADES", false));
        assertThat(world.takeFromEngine()).hasSize(1);
    }

    @Test
    void shouldConfirmTheCancelOfHistoryAndOfAScannerAsAGatewayDoes() {
        var world = World.ready();
        TestClient client = world.client(1)
                .send(history(5, 1, "1 hour", "TRADES", true))
                .send((ReqScannerSubscription) BlankMessages.bare(ReqScannerSubscription.class, 6));
        client.send(new CancelHistoricalData(5)).send(new CancelScannerSubscription(6));
        List<ErrorMessage> told = client.take(ErrorMessage.class);
        assertThat(told).extracting(ErrorMessage::id).containsExactly(5, 6);
        assertThat(told).extracting(ErrorMessage::errorCode).containsOnly(162);
        assertThat(told.getFirst().errorMsg()).contains("API historical data query cancelled: 5");
        assertThat(told.getLast().errorMsg()).contains("API scanner subscription cancelled: 6");
        client.send(new CancelHistoricalData(5));
        assertThat(client.takeErrorCodes()).as("once").containsExactly(366);
    }

    @Test
    void shouldKeepTheGatewaysRulesForSmallBars() {
        var world = new World(new MemoryJournal(), 7, 1_000).becomeReady();
        TestClient client = world.client(1);
        for (int i = 1; i <= 40; i++) {
            client.send(history(i, 1, "5 secs", "TRADES", false, "2026061" + i));
        }
        for (int i = 41; i <= 80; i++) {
            client.send(history(i, 2, "5 secs", "BID_ASK", false, "2026061" + i));
        }
        var askedAt = new ArrayList<Long>();
        var contracts = new ArrayList<Integer>();
        for (int step = 0; step < 6_500; step++) {
            for (Outgoing message : world.takeFromEngine()) {
                ReqHistoricalData asked = (ReqHistoricalData) message;
                int weight = asked.whatToShow().equals("BID_ASK") ? 2 : 1;
                for (int i = 0; i < weight; i++) {
                    askedAt.add(world.nanos() / 1_000_000);
                    contracts.add(asked.contract().conId());
                }
                world.gatewaySays(
                        new HistoricalData(asked.reqId(), "", "", List.of()),
                        new HistoricalDataEnd(asked.reqId(), "", ""));
            }
            world.passMs(100);
        }
        for (int i = 0; i < askedAt.size(); i++) {
            long at = askedAt.get(i);
            int contract = contracts.get(i);
            assertThat(askedAt.stream().filter(t -> t > at - 600_000 && t <= at).count())
                    .isLessThanOrEqualTo(60);
            long burst = 0;
            for (int j = 0; j <= i; j++) {
                burst += contracts.get(j) == contract && askedAt.get(j) > at - 2_000 ? 1 : 0;
            }
            assertThat(burst).isLessThan(6);
        }
        assertThat(askedAt).hasSizeGreaterThanOrEqualTo(100);
        assertThat(client.takeErrorCodes()).as("nothing is refused").isEmpty();
    }

    @Test
    void shouldNeverHaveMoreThanFiftyHistoryRequestsOpen() {
        var world = new World(new MemoryJournal(), 7, 1_000).becomeReady();
        TestClient client = world.client(1);
        for (int i = 1; i <= 60; i++) {
            client.send(history(i, i, "1 day", "TRADES", false));
        }
        world.passMs(1_000);
        List<Outgoing> asked = world.takeFromEngine();
        assertThat(asked).hasSize(50);
        int id = ((ReqHistoricalData) asked.getFirst()).reqId();
        world.gatewaySays(new HistoricalData(id, "", "", List.of()), new HistoricalDataEnd(id, "", ""));
        assertThat(world.takeFromEngine()).hasSize(1);
        assertThat(world.engine.snapshot(world.nanos()).streams().historyInTurn())
                .isEqualTo(9);
    }

    @Test
    void shouldEndUnansweredHistoryAndFreeItsPlaceAtTheGateway() {
        var world = World.ready();
        TestClient client = world.client(1).send(history(5, 1, "1 day", "TRADES", false));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.passMs(60_000);
        assertThat(client.takeErrorCodes()).containsExactly(322);
        assertThat(world.takeFromEngine()).containsExactly(new CancelHistoricalData(id));
    }

    @Test
    void shouldRefuseALineBeyondTheLoginsLinesUnlessOneIsUnused() {
        var world = World.ready();
        TestClient first = world.client(1);
        for (int i = 1; i <= 100; i++) {
            first.send(quote(i, i, ""));
        }
        world.passMs(5_000).takeFromEngine();
        TestClient second = world.client(2).send(quote(1, 101, ""));
        assertThat(second.takeErrorCodes()).containsExactly(101);
        second.send(quote(2, 50, ""));
        assertThat(second.takeErrorCodes())
                .as("a line that is there costs nothing")
                .isEmpty();
        first.send(new CancelMktData(7));
        second.send(quote(3, 101, ""));
        assertThat(world.takeFromEngine()).hasSize(2).first().isInstanceOf(CancelMktData.class);
    }

    @Test
    void shouldTellAnErrorOfAStreamToEachHolderUnderItsId() {
        var world = World.ready();
        TestClient first = world.client(1).send(quote(5, 1, ""));
        TestClient second = world.client(2).send(quote(6, 1, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(new ErrorMessage(id, 354, "Requested market data is not subscribed.", "", 0));
        assertThat(first.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsExactly(5);
        assertThat(second.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsExactly(6);
        first.send(quote(5, 1, ""));
        assertThat(world.takeFromEngine()).as("it may be tried again").hasSize(1);
    }

    @Test
    void shouldGiveASlowReaderTheLatestOfItsTicksAndEveryFillAndEveryWordOnItsOrders() {
        var world = World.ready();
        TestClient slow = world.client(1).send(quote(5, 1, "")).send(Orders.place(400));
        TestClient quick = world.client(2).send(quote(5, 1, ""));
        List<Outgoing> sent = world.takeFromEngine();
        int id = ((ReqMktData) sent.get(0)).reqId();
        int order = ((io.mainstay.protocol.message.PlaceOrder) sent.get(1)).orderId();
        slow.queued = 300_000;
        world.gatewaySays(new TickSize(id, 0, BigDecimal.ONE));
        slow.take();
        quick.take();
        for (int i = 1; i <= 1_000; i++) {
            world.gatewaySays(bid(id, String.valueOf(i)));
            if (i % 100 == 0) {
                world.gatewaySays(
                        Orders.openOrder(order, World.OUR_CLIENT_ID, 77),
                        Orders.fill(-1, order, World.OUR_CLIENT_ID, 77, "exec." + i),
                        Orders.commission("exec." + i),
                        Orders.status(order, World.OUR_CLIENT_ID, 77, "Submitted"));
            }
        }
        assertThat(quick.take()).as("nobody else is slowed").hasSize(1_000);
        assertThat(slow.take())
                .as("no word on an order waits or is lost")
                .extracting(Message::wireName)
                .containsExactlyElementsOf(Collections.nCopies(
                                10,
                                List.of("OPEN_ORDER", "EXECUTION_DATA", "COMMISSION_AND_FEES_REPORT", "ORDER_STATUS"))
                        .stream()
                        .flatMap(List::stream)
                        .toList());
        slow.queued = 0;
        world.passMs(20);
        assertThat(slow.take()).containsExactly(bid(5, "1000"));
        assertThat(world.engine.snapshot(world.nanos()).clients().getFirst().conflated())
                .isEqualTo(999);
        world.gatewaySays(bid(id, "1001"), bid(id, "1002"));
        assertThat(slow.take()).as("it keeps up again").hasSize(2);
    }

    @Test
    void shouldNotGiveASlowReaderTicksOfAStreamThatItGaveUp() {
        var world = World.ready();
        TestClient slow = world.client(1).send(quote(5, 1, ""));
        int id = world.takeOne(ReqMktData.class).reqId();
        slow.queued = 300_000;
        world.gatewaySays(bid(id, "1"), bid(id, "2"));
        slow.send(new CancelMktData(5)).send(quote(5, 2, ""));
        slow.take();
        slow.queued = 0;
        world.passMs(100);
        assertThat(slow.take()).isEmpty();
    }

    private static ReqMktData quote(int id, int conId, String genericTicks) {
        return new ReqMktData(
                id, Contract.builder().conId(conId).exchange("SMART").build(), genericTicks, false, false, "");
    }

    private static ReqHistoricalData history(int id, int conId, String size, String what, boolean keep) {
        return history(id, conId, size, what, keep, "");
    }

    private static ReqHistoricalData history(int id, int conId, String size, String what, boolean keep, String until) {
        return new ReqHistoricalData(
                id,
                Contract.builder().conId(conId).exchange("SMART").build(),
                until,
                size,
                "1 D",
                1,
                what,
                1,
                keep,
                "");
    }

    private static Incoming bid(int id, String price) {
        return new TickPrice(id, 1, new BigDecimal(price), BigDecimal.ONE, 0);
    }

    private static Incoming row(int id, int position, int operation, String price) {
        return new UpdateMktDepth(id, position, operation, 1, new BigDecimal(price), BigDecimal.ONE);
    }

    private static HistoricalBar bar(String date, String price) {
        var p = new BigDecimal(price);
        return new HistoricalBar(date, p, p, p, p, BigDecimal.TEN, p, "", 3);
    }

    private static HistoricalDataUpdate update(int id, HistoricalBar b) {
        return new HistoricalDataUpdate(
                id, b.barCount(), b.date(), b.open(), b.close(), b.high(), b.low(), b.wap(), b.volume());
    }
}

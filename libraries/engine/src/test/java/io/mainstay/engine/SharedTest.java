package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelNewsBulletins;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMarketRule;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqNewsBulletins;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.UpdateAccountTime;
import io.mainstay.protocol.message.UpdateAccountValue;
import io.mainstay.protocol.message.UpdateNewsBulletin;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {
    private static final Incoming VALUE = new UpdateAccountValue("NetLiquidation", "1000", "USD", "DU9000001");
    private static final Incoming TIME = new UpdateAccountTime("10:00");
    private static final Incoming END = new AccountDownloadEnd("DU9000001");

    @Test
    void shouldServePositionsToManyFromOneSubscription() {
        var world = World.ready();
        TestClient first = world.client(1);
        TestClient second = world.client(2);
        first.send(new ReqPositions());
        assertThat(world.takeFromEngine()).containsExactly(new ReqPositions());
        world.gatewaySays(position(10));
        second.send(new ReqPositions());
        assertThat(second.take()).as("what has come so far, and no end yet").containsExactly(position(10));
        world.gatewaySays(new PositionEnd());
        assertThat(first.take()).containsExactly(position(10), new PositionEnd());
        assertThat(second.take()).containsExactly(new PositionEnd());
        TestClient third = world.client(3).send(new ReqPositions());
        assertThat(third.take()).containsExactly(position(10), new PositionEnd());
        world.gatewaySays(position(12));
        assertThat(third.take()).containsExactly(position(12));
        assertThat(world.takeFromEngine()).isEmpty();
        first.send(new CancelPositions());
        second.die();
        assertThat(world.takeFromEngine()).isEmpty();
        third.die();
        assertThat(world.takeFromEngine()).containsExactly(new CancelPositions());
    }

    @Test
    void shouldNotTakeALateEndOfPositionsForTheNextOnes() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqPositions());
        client.send(new CancelPositions());
        assertThat(world.takeFromEngine()).as("not before its end").containsExactly(new ReqPositions());
        client.send(new ReqPositions());
        world.gatewaySays(position(10), new PositionEnd());
        assertThat(client.take()).containsExactly(position(10), new PositionEnd());
    }

    @Test
    void shouldLeaveAClosedPositionOutOfTheImage() {
        var world = World.ready();
        world.client(1).send(new ReqPositions());
        world.gatewaySays(position(10), new PositionEnd(), position(0));
        assertThat(world.client(2).send(new ReqPositions()).take()).containsExactly(new PositionEnd());
    }

    @Test
    void shouldNeverCallPositionsCompleteThatTheSessionsEndCutShort() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqPositions());
        world.gatewaySays(position(10));
        world.gatewayCloses(true);
        assertThat(client.take(PositionEnd.class)).isEmpty();
        world.passMs(1_000).becomeReady();
        client.take();
        client.send(new ReqPositions());
        assertThat(client.take()).as("the old image is not given").isEmpty();
    }

    @Test
    void shouldServeOneAccountToManyFromOneSubscription() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqAccountUpdates(true, ""));
        assertThat(world.takeFromEngine()).containsExactly(new ReqAccountUpdates(true, "DU9000001"));
        TestClient second = world.client(2).send(new ReqAccountUpdates(true, "DU9000001"));
        world.gatewaySays(VALUE, TIME);
        assertThat(first.take()).as("not before all of it is there").isEmpty();
        world.gatewaySays(END);
        assertThat(first.take()).containsExactly(VALUE, TIME, END);
        assertThat(second.take()).containsExactly(VALUE, TIME, END);
        assertThat(world.client(3).send(new ReqAccountUpdates(true, "")).take()).containsExactly(VALUE, TIME, END);
        var changed = new UpdateAccountValue("NetLiquidation", "1001", "USD", "DU9000001");
        world.gatewaySays(VALUE, changed);
        assertThat(first.take()).as("what the gateway says, as it says it").containsExactly(VALUE, changed);
        world.passMs(600_000);
        assertThat(world.takeFromEngine()).as("nobody rivals it").isEmpty();
    }

    @Test
    void shouldTellSeveralAccountsCompletelyToThoseWhoWantThemByTurns() {
        var world = World.ready();
        TestClient one = world.client(1).send(new ReqAccountUpdates(true, "DU9000001"));
        TestClient two = world.client(2).send(new ReqAccountUpdates(true, "DU9000002"));
        assertThat(world.takeFromEngine()).containsExactly(new ReqAccountUpdates(true, "DU9000001"));
        world.gatewaySays(VALUE, END);
        assertThat(one.take()).containsExactly(VALUE, END);
        assertThat(world.takeFromEngine())
                .as("who waits for the first image comes at once")
                .containsExactly(new ReqAccountUpdates(false, "DU9000001"), new ReqAccountUpdates(true, "DU9000002"));
        var value = new UpdateAccountValue("NetLiquidation", "7", "USD", "DU9000002");
        var end = new AccountDownloadEnd("DU9000002");
        world.gatewaySays(value, end);
        assertThat(two.take()).containsExactly(value, end);
        assertThat(one.take()).isEmpty();
        for (int turn = 0; turn < 10; turn++) {
            world.passMs(5_000);
            String account = turn % 2 == 0 ? "DU9000001" : "DU9000002";
            assertThat(world.takeFromEngine()).endsWith(new ReqAccountUpdates(true, account));
            var now = new UpdateAccountValue("NetLiquidation", "1" + turn, "USD", account);
            world.gatewaySays(now, new AccountDownloadEnd(account));
            assertThat((turn % 2 == 0 ? one : two).take()).containsExactly(now);
            assertThat((turn % 2 == 0 ? two : one).take()).isEmpty();
        }
        two.die();
        world.passMs(5_000).takeFromEngine();
        world.passMs(600_000);
        assertThat(world.takeFromEngine())
                .as("the other is watched all the time again")
                .isEmpty();
    }

    @Test
    void shouldTellAValueAgainThatTheGatewayRepeatsButNotWhatARenewedDownloadRepeats() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqAccountUpdates(true, "DU9000001"));
        world.gatewaySays(VALUE, TIME, END);
        assertThat(client.take()).containsExactly(VALUE, TIME, END);
        world.gatewaySays(VALUE, VALUE, TIME);
        assertThat(client.take()).as("as the gateway says it").containsExactly(VALUE, VALUE, TIME);
        world.gatewaySays(END);
        world.gatewayCloses(true).passMs(1_000);
        world.becomeReady();
        client.take();
        var changed = new UpdateAccountValue("Cushion", "2", "", "DU9000001");
        world.gatewaySays(VALUE, changed, TIME, END);
        assertThat(client.take()).as("only what is new since").containsExactly(changed);
    }

    @Test
    void shouldGiveEachQuestionItsAnswerAgainAfterOneThatWasNeverAnswered() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqCompletedOrders(true));
        world.passMs(30_000).takeFromEngine();
        assertThat(client.takeErrorCodes()).containsExactly(322);
        client.send(new ReqCompletedOrders(true));
        assertThat(world.takeFromEngine()).hasSize(1);
        world.gatewaySays(new CompletedOrdersEnd());
        assertThat(client.take()).as("it may be the first one's").isEmpty();
        assertThat(world.takeFromEngine()).as("so it is asked once more").containsExactly(new ReqCompletedOrders(true));
        world.gatewaySays(new CompletedOrdersEnd());
        assertThat(client.take()).containsExactly(new CompletedOrdersEnd());
        world.passMs(30_000);
        client.send(new ReqCompletedOrders(true));
        world.takeFromEngine();
        world.gatewaySays(new CompletedOrdersEnd());
        assertThat(client.take())
                .as("a gateway that answers owes nothing for ever")
                .containsExactly(new CompletedOrdersEnd());
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldSayThatPositionsWereNotToldCompletelyAndAskForThemAgainForWhoAsksNext() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqPositions());
        world.gatewaySays(position(10)).passMs(30_000).takeFromEngine();
        assertThat(client.take(ErrorMessage.class)).singleElement().satisfies(error -> {
            assertThat(error.errorCode()).isEqualTo(322);
            assertThat(error.errorMsg()).contains("positions", "unknown");
        });
        client.send(new ReqPositions());
        assertThat(world.takeFromEngine()).containsExactly(new ReqPositions());
        world.gatewaySays(position(10), new PositionEnd());
        assertThat(client.take()).contains(position(10)).endsWith(new PositionEnd());
        client.send(new CancelPositions());
        assertThat(world.takeFromEngine())
                .as("not before the end of the first request, which would make the next image look complete")
                .isEmpty();
        world.gatewaySays(new PositionEnd());
        assertThat(world.takeFromEngine()).containsExactly(new CancelPositions());
    }

    @Test
    void shouldSayThatAnAccountWasNotToldCompletely() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqAccountUpdates(true, "DU9000001"));
        world.gatewaySays(VALUE).passMs(30_000);
        assertThat(client.takeErrorCodes()).containsExactly(322);
    }

    @Test
    void shouldTellAPositionThatWasClosedDuringAnOutage() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqPositions());
        world.gatewaySays(position(10), new PositionEnd());
        client.take();
        world.gatewayCloses(true).passMs(1_000);
        world.connected().gatewayGreets();
        world.gatewaySays(
                new io.mainstay.protocol.message.ManagedAccounts("DU9000001"),
                new io.mainstay.protocol.message.NextValidId(379));
        assertThat(world.takeFromEngine()).contains(new ReqPositions());
        client.take();
        world.gatewaySays(new PositionEnd());
        assertThat(client.take(PositionData.class)).singleElement().satisfies(closed -> {
            assertThat(closed.position()).isEqualByComparingTo("0");
            assertThat(closed.contract().conId()).isEqualTo(265598);
        });
        assertThat(world.client(2).send(new ReqPositions()).take()).containsExactly(new PositionEnd());
    }

    @Test
    void shouldNotCallAPositionClosedWhoseSymbolChangedDuringAnOutage() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqPositions());
        PositionData before = position(10);
        world.gatewaySays(before, new PositionEnd());
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        client.take();
        var renamed = new PositionData(
                before.account(),
                before.contract().toBuilder().symbol("APPL").localSymbol("APPL").build(),
                before.position(),
                before.avgCost());
        world.gatewaySays(renamed, new PositionEnd());
        assertThat(client.take()).containsExactly(renamed);
    }

    @Test
    void shouldServeAnyNumberOfSummariesOfAGroupFromOneSubscription() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqAccountSummary(5, "All", "NetLiquidation"));
        ReqAccountSummary asked = world.takeOne(ReqAccountSummary.class);
        assertThat(asked.tags()).contains("NetLiquidation", "BuyingPower");
        int id = asked.reqId();
        var power = new AccountSummary(id, "DU9000001", "BuyingPower", "4000", "USD");
        world.gatewaySays(summary(id), power, new AccountSummaryEnd(id));
        assertThat(first.take()).containsExactly(summary(5), new AccountSummaryEnd(5));
        TestClient second = world.client(2);
        second.send(new ReqAccountSummary(9, "All", "BuyingPower"))
                .send(new ReqAccountSummary(10, "All", "Cushion"))
                .send(new ReqAccountSummary(11, "All", "NetLiquidation,BuyingPower"));
        assertThat(second.take())
                .containsExactly(
                        power.withReqId(9),
                        new AccountSummaryEnd(9),
                        new AccountSummaryEnd(10),
                        summary(11),
                        power.withReqId(11),
                        new AccountSummaryEnd(11));
        assertThat(world.takeFromEngine()).isEmpty();
        first.die();
        second.die();
        assertThat(world.takeFromEngine()).containsExactly(new CancelAccountSummary(id));
    }

    @Test
    void shouldGoOnWithAccountsAndSummariesAfterAnOutageWithoutTellingTheirEndAgain() {
        var world = World.ready();
        TestClient client = world.client(1)
                .send(new ReqAccountSummary(5, "All", "NetLiquidation"))
                .send(new ReqAccountUpdates(true, "DU9000001"));
        int id = ((ReqAccountSummary) world.takeFromEngine().getFirst()).reqId();
        world.gatewaySays(summary(id), new AccountSummaryEnd(id), VALUE, END);
        TestClient cutOff = world.client(2).send(new ReqAccountSummary(6, "All", "$LEDGER"));
        world.takeFromEngine();
        world.gatewayCloses(true);
        assertThat(cutOff.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsExactly(6, -1);
        world.passMs(1_000);
        world.connected().gatewayGreets();
        world.gatewaySays(
                new io.mainstay.protocol.message.ManagedAccounts("DU9000001"),
                new io.mainstay.protocol.message.NextValidId(379));
        var again = world.takeFromEngine();
        assertThat(again).contains(new ReqAccountUpdates(true, "DU9000001"));
        int fresh = again.stream()
                .filter(ReqAccountSummary.class::isInstance)
                .map(m -> ((ReqAccountSummary) m).reqId())
                .findFirst()
                .orElseThrow();
        assertThat(fresh).isNotEqualTo(id);
        client.take();
        var changed = new UpdateAccountValue("NetLiquidation", "1001", "USD", "DU9000001");
        world.gatewaySays(summary(fresh), new AccountSummaryEnd(fresh), changed, END);
        assertThat(client.take()).containsExactly(summary(5), changed);
    }

    @Test
    void shouldNeverHoldMoreThanTwoSummaries() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqAccountSummary(1, "All", "NetLiquidation"));
        TestClient second = world.client(2).send(new ReqAccountSummary(1, "All", "$LEDGER:EUR"));
        world.takeFromEngine();
        TestClient third = world.client(3).send(new ReqAccountSummary(1, "Family", "NetLiquidation"));
        assertThat(world.takeFromEngine()).isEmpty();
        second.die();
        int id = ((ReqAccountSummary) world.takeFromEngine().getLast()).reqId();
        world.gatewaySays(new AccountSummaryEnd(id));
        assertThat(third.take()).containsExactly(new AccountSummaryEnd(1));
        assertThat(first.take()).isEmpty();
    }

    @Test
    void shouldRefuseAThirdSummaryWhenItsTurnDoesNotCome() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new ReqAccountSummary(1, "All", "A"))
                .send(new ReqAccountSummary(2, "All", "B"))
                .send(new ReqAccountSummary(3, "All", "C"));
        world.passMs(10_000);
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(3);
        assertThat(error.errorCode()).isEqualTo(322);
    }

    @Test
    void shouldTellAnErrorOfASharedSummaryToEachHolderUnderItsId() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqAccountSummary(5, "All", "A"));
        TestClient second = world.client(2).send(new ReqAccountSummary(6, "All", "A"));
        int id = world.takeOne(ReqAccountSummary.class).reqId();
        world.gatewaySays(new ErrorMessage(id, 321, "no", "", 0));
        assertThat(first.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsExactly(5);
        assertThat(second.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsExactly(6);
    }

    @Test
    void shouldServeBulletinsFromOneSubscription() {
        var bulletin = new UpdateNewsBulletin(1, 1, "halted", "NYSE");
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqNewsBulletins(true));
        world.takeFromEngine();
        world.gatewaySays(bulletin);
        TestClient second = world.client(2).send(new ReqNewsBulletins(true));
        assertThat(second.take()).containsExactly(bulletin);
        first.die();
        assertThat(world.takeFromEngine()).isEmpty();
        second.send(new CancelNewsBulletins());
        assertThat(world.takeFromEngine()).containsExactly(new CancelNewsBulletins());
    }

    @Test
    void shouldGetTheDaysBulletinsForWhoAsksForAllAfterOneWhoOnlyWantedNewOnes() {
        var early = new UpdateNewsBulletin(1, 1, "delayed", "NYSE");
        var seen = new UpdateNewsBulletin(2, 1, "halted", "NYSE");
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqNewsBulletins(false));
        assertThat(world.takeFromEngine()).containsExactly(new ReqNewsBulletins(false));
        world.gatewaySays(seen);
        first.take();
        TestClient second = world.client(2).send(new ReqNewsBulletins(true));
        assertThat(world.takeFromEngine()).containsExactly(new ReqNewsBulletins(true));
        world.gatewaySays(early, seen);
        assertThat(second.take()).as("each once").containsExactlyInAnyOrder(early, seen);
        assertThat(first.take()).as("nothing twice").doesNotContain(seen);
        TestClient third = world.client(3).send(new ReqNewsBulletins(true));
        assertThat(third.take()).containsExactlyInAnyOrder(early, seen);
        assertThat(world.takeFromEngine()).as("all is known now").isEmpty();
        var next = new UpdateNewsBulletin(3, 1, "resumed", "NYSE");
        world.gatewaySays(next);
        for (TestClient client : List.of(first, second, third)) {
            assertThat(client.take()).containsExactly(next);
        }
    }

    @Test
    void shouldAskForTheDaysBulletinsAgainAfterAnOutageInWhichNobodyListened() {
        var world = World.ready();
        world.client(1).send(new ReqNewsBulletins(true));
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        world.client(2).send(new ReqNewsBulletins(true));
        assertThat(world.takeFromEngine()).containsExactly(new ReqNewsBulletins(true));
    }

    @Test
    void shouldMakeARoundTripForTheTimeUnlessTheGatewayWouldLeaveItUnanswered() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqCurrentTime());
        TestClient second = world.client(2).send(new ReqCurrentTime());
        assertThat(world.takeFromEngine()).containsExactly(new ReqCurrentTime());
        world.passMs(100).gatewaySays(new CurrentTime(1_000));
        assertThat(first.take()).containsExactly(new CurrentTime(1_000));
        assertThat(second.take()).containsExactly(new CurrentTime(1_000));
        world.passMs(3_000);
        first.send(new ReqCurrentTime());
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(first.take()).containsExactly(new CurrentTime(1_003));
        world.passMs(1_250);
        first.send(new ReqCurrentTime());
        assertThat(world.takeFromEngine()).containsExactly(new ReqCurrentTime());
    }

    @Test
    void shouldSayThatATimeWasNotAnsweredRatherThanMakeOneUp() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqCurrentTime());
        world.passMs(10_000);
        assertThat(client.takeErrorCodes()).containsExactly(322);
    }

    @Test
    void shouldNotTakeALateAnswerForTheNextQuestions() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqCompletedOrders(true));
        world.takeFromEngine();
        world.passMs(30_000);
        assertThat(first.takeErrorCodes()).containsExactly(322);
        TestClient second = world.client(2).send(new ReqCompletedOrders(true));
        world.gatewaySays(new CompletedOrdersEnd());
        assertThat(second.take()).as("that was the end of the first question").isEmpty();
        world.gatewaySays(new CompletedOrdersEnd());
        assertThat(second.take()).containsExactly(new CompletedOrdersEnd());
    }

    @Test
    void shouldTellARefusalWithoutAnIdToWhoAskedAndNotToOthers() {
        var world = World.ready();
        TestClient asker = world.client(1).send(new ReqAllOpenOrders());
        TestClient other = world.client(2);
        world.gatewaySays(new ErrorMessage(-1, 321, "The API interface is currently in Read-Only mode.", "", 0));
        assertThat(asker.takeErrorCodes()).containsExactly(321);
        assertThat(other.take()).isEmpty();
    }

    @Test
    void shouldAskForEachMarketRuleOnItsOwn() {
        var world = World.ready();
        TestClient first = world.client(1).send(new ReqMarketRule(26));
        TestClient second = world.client(2).send(new ReqMarketRule(27));
        assertThat(world.takeFromEngine()).containsExactly(new ReqMarketRule(26));
        var answer = new io.mainstay.protocol.message.MarketRule(26, java.util.List.of());
        world.gatewaySays(answer);
        assertThat(first.take()).containsExactly(answer);
        assertThat(second.take()).isEmpty();
        assertThat(world.takeFromEngine()).containsExactly(new ReqMarketRule(27));
    }

    @Test
    void shouldGiveEachClientTheMarketDataTypeThatItAskedFor() {
        var world = World.ready();
        TestClient delayed = world.client(1);
        TestClient live = world.client(2);
        delayed.send(new ReqMarketDataType(3)).send(quote(1));
        assertThat(world.takeFromEngine().getFirst()).isEqualTo(new ReqMarketDataType(3));
        live.send(quote(1));
        assertThat(world.takeFromEngine().getFirst()).isEqualTo(new ReqMarketDataType(1));
        live.send(new ReqMktData(2, Orders.APPLE.toBuilder().conId(8314).build(), "", false, false, ""));
        assertThat(world.takeFromEngine()).hasSize(1);
    }

    @Test
    void shouldTellLateClientsOfALinkThatWasDownWhenTheSessionBegan() {
        var world = World.ready();
        world.gatewaySays(new ErrorMessage(-1, 2110, "Connectivity between TWS and server is broken.", "", 0));
        TestClient late = world.connect(200).greet().startApi(2);
        assertThat(late.takeErrorCodes()).containsExactly(2110);
        world.gatewaySays(new ErrorMessage(-1, 1102, "Connectivity restored - data maintained", "", 0));
        assertThat(world.connect(200).greet().startApi(3).takeErrorCodes()).isEmpty();
    }

    @Test
    void shouldKeepTheSessionAndTheStreamsThroughAConnectivityLossOfTheGateway() {
        var world = World.ready();
        TestClient client = world.client(1).send(quote(1)).send(new ReqPositions());
        int id = ((ReqMktData) world.takeFromEngine().getFirst()).reqId();
        world.gatewaySays(position(10), new PositionEnd());
        client.take();
        world.gatewaySays(new ErrorMessage(-1, 1100, "Connectivity between IB and TWS has been lost.", "", 0));
        assertThat(client.takeErrorCodes()).containsExactly(1100);
        TestClient late = world.connect(200).greet().startApi(2);
        assertThat(late.takeErrorCodes()).containsExactly(2110);
        world.gatewaySays(new ErrorMessage(-1, 1102, "Connectivity restored - data maintained", "", 0));
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        assertThat(world.takeFromEngine())
                .as("orders and fills are asked for again, streams are not")
                .hasSize(2)
                .allMatch(m -> m instanceof ReqAllOpenOrders || m instanceof ReqExecutions);
        world.gatewaySays(new io.mainstay.protocol.message.TickSize(id, 0, BigDecimal.ONE), position(11));
        assertThat(client.take()).hasSize(2);
    }

    private static ReqMktData quote(int id) {
        return new ReqMktData(id, Orders.APPLE, "", false, false, "");
    }

    private static PositionData position(int size) {
        return new PositionData(
                "DU9000001",
                io.mainstay.protocol.message.Contract.builder()
                        .conId(265598)
                        .symbol("AAPL")
                        .build(),
                new BigDecimal(size),
                new BigDecimal("150.5"));
    }

    private static AccountSummary summary(int id) {
        return new AccountSummary(id, "DU9000001", "NetLiquidation", "1000", "USD");
    }
}

package io.mainstay.engine;

import static io.mainstay.engine.support.Orders.commission;
import static io.mainstay.engine.support.Orders.fill;
import static io.mainstay.engine.support.Orders.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillsTest {
    private static final int OURS = World.OUR_CLIENT_ID;

    @Test
    void shouldDeliverAFillToItsOwnerUnderTheOwnersIds() {
        var world = World.ready();
        TestClient owner = world.client(1);
        TestClient other = world.client(2);
        int upstream = order(world, owner, 380);
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"), commission("e.01"));
        assertThat(owner.take()).containsExactly(fill(-1, 380, 1, 9, "e.01"), commission("e.01"));
        assertThat(other.take()).isEmpty();
    }

    @Test
    void shouldNotRepeatAFillToAnOwnerThatHasHadTheTimeToReadIt() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        world.passMs(1_000);
        assertThat(world.journal.delivered).containsExactly("e.01");
        owner.die();
        assertThat(world.connect(200).greet().startApi(1).take(ExecDetails.class))
                .isEmpty();
    }

    @Test
    void shouldDeliverFillReceivedWhileOwnerWasAway() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        owner.die();
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"), commission("e.01"));
        TestClient back = world.connect(178).greet().startApi(1);
        List<io.mainstay.protocol.message.Message> told = back.take();
        assertThat(told.get(1)).as("after the next valid id").isInstanceOf(NextValidId.class);
        assertThat(told.subList(2, 4)).containsExactly(fill(-1, 380, 1, 9, "e.01"), commission("e.01"));
        world.passMs(1_000);
        assertThat(world.connect(178).greet().startApi(1).take(ExecDetails.class))
                .isEmpty();
    }

    @Test
    void shouldDeliverFillReceivedBeforeTheWorkerWasKilled() {
        var journal = new MemoryJournal();
        var before = new World(journal).becomeReady();
        TestClient owner = before.client(1);
        int upstream = order(before, owner, 380);
        owner.die();
        before.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        var after = new World(journal).becomeReady();
        assertThat(after.connect(200).greet().startApi(1).take(ExecDetails.class))
                .containsExactly(fill(-1, 380, 1, 9, "e.01"));
    }

    @Test
    void shouldDeliverFillThatHappenedWhileTheWorkerWasAway() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        world.gatewayCloses(true).passMs(1_000).connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(380));
        owner.take();
        ReqExecutions asked = world.takeOne(ReqExecutions.class);
        assertThat(asked.clientId()).isZero();
        world.gatewaySays(
                fill(asked.reqId(), upstream, OURS, 9, "e.01"), commission("e.01"), new ExecDetailsEnd(asked.reqId()));
        assertThat(owner.take()).containsExactly(fill(-1, 380, 1, 9, "e.01"), commission("e.01"));
    }

    @Test
    void shouldDeliverAFillOnceHoweverOftenTheGatewayRepeatsIt() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        for (int i = 0; i < 3; i++) {
            world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        }
        world.gatewayCloses(true).passMs(1_000).connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(380));
        ReqExecutions asked = world.takeOne(ReqExecutions.class);
        world.gatewaySays(
                fill(asked.reqId(), upstream, OURS, 9, "e.01"),
                fill(asked.reqId(), upstream, OURS, 9, "e.02"),
                new ExecDetailsEnd(asked.reqId()));
        assertThat(owner.take(ExecDetails.class))
                .extracting(e -> e.execution().execId())
                .containsExactly("e.01", "e.02");
    }

    @Test
    void shouldGiveAFillAgainToAnOwnerThatDiedBeforeItCanHaveReadIt() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        owner.queued = 100;
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        world.passMs(5_000);
        assertThat(world.journal.delivered).isEmpty();
        owner.die();
        assertThat(world.connect(200).greet().startApi(1).take(ExecDetails.class))
                .hasSize(1);
    }

    @Test
    void shouldStoreAFillBeforeItTellsAnybody() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        world.journal.failing = true;
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        assertThat(owner.take(ExecDetails.class))
                .as("a failing journal keeps no fill back")
                .hasSize(1);
        assertThat(world.journal.executions).isEmpty();
        world.journal.failing = false;
        world.passMs(1_000);
        assertThat(world.journal.executions).containsKey("e.01");
    }

    @Test
    void shouldDeliverFillOfAnAbsentOwnerAlsoWhenTheJournalFails() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        owner.die();
        world.journal.failing = true;
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        assertThat(world.connect(200).greet().startApi(1).take(ExecDetails.class))
                .hasSize(1);
    }

    @Test
    void shouldJoinACommissionThatComesBeforeItsFill() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        world.gatewaySays(commission("e.01"));
        assertThat(owner.take()).isEmpty();
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        assertThat(owner.take()).containsExactly(fill(-1, 380, 1, 9, "e.01"), commission("e.01"));
        assertThat(world.journal.execution("e.01").commission()).isEqualTo(commission("e.01"));
    }

    @Test
    void shouldAnswerARequestForExecutionsWithCommissionsAndOnlyToWhoAsked() {
        var world = World.ready();
        TestClient owner = world.client(1);
        TestClient asker = world.client(2);
        TestClient bystander = world.client(3);
        int upstream = order(world, owner, 380);
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"), commission("e.01"));
        owner.take();
        asker.send(new ReqExecutions(17, 0, "", "", "", "", "", "", 0, List.of()));
        int reqId = world.takeOne(ReqExecutions.class).reqId();
        world.gatewaySays(
                fill(reqId, upstream, OURS, 9, "e.01"),
                commission("e.01"),
                fill(reqId, 77, 99, 10, "x.01"),
                commission("x.01"),
                new ExecDetailsEnd(reqId));
        assertThat(asker.take())
                .containsExactly(
                        fill(17, 380, 1, 9, "e.01"),
                        commission("e.01"),
                        fill(17, 77, 99, 10, "x.01"),
                        commission("x.01"),
                        new ExecDetailsEnd(17));
        assertThat(owner.take()).isEmpty();
        assertThat(bystander.take()).isEmpty();
    }

    @Test
    void shouldAnswerARequestForOneClientsExecutionsByOurClientIds() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        owner.send(new ReqExecutions(17, 2, "", "", "", "", "", "", 0, List.of()));
        ReqExecutions asked = world.takeOne(ReqExecutions.class);
        assertThat(asked.clientId()).isZero();
        world.gatewaySays(fill(asked.reqId(), upstream, OURS, 9, "e.01"), new ExecDetailsEnd(asked.reqId()));
        assertThat(owner.take())
                .as("it is told of its own fill, but not as an answer for client 2")
                .containsExactly(fill(-1, 380, 1, 9, "e.01"), new ExecDetailsEnd(17));
    }

    @Test
    void shouldWaitForTheRestOfExecutionsAsLongAsSomeCome() {
        var world = World.ready();
        TestClient asker = world.client(1).send(new ReqExecutions(17, 0, "", "", "", "", "", "", 0, List.of()));
        int reqId = world.takeOne(ReqExecutions.class).reqId();
        for (int i = 0; i < 5; i++) {
            world.passMs(20_000).gatewaySays(fill(reqId, 77, 99, 10, "x.0" + i));
        }
        assertThat(asker.take()).hasSize(5).hasOnlyElementsOfType(ExecDetails.class);
        world.passMs(29_999);
        assertThat(asker.take()).isEmpty();
        world.passMs(1);
        assertThat(asker.takeErrorCodes()).containsExactly(322);
    }

    @Test
    void shouldTakeAFillThatComesBeforeTheSessionIsReady() {
        var journal = new MemoryJournal();
        var before = new World(journal).becomeReady();
        int upstream = order(before, before.client(1), 380);
        var after = new World(journal);
        after.connected().gatewayGreets();
        after.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"), new OpenOrderEnd());
        after.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(380));
        assertThat(after.connect(200).greet().startApi(1).take(ExecDetails.class))
                .hasSize(1);
    }

    @Test
    void shouldDeliverFillThatCameWhileTheJournalCouldNotBeRead() {
        var journal = new MemoryJournal();
        var before = new World(journal).becomeReady();
        int upstream = order(before, before.client(1), 380);
        journal.failing = true;
        var after = new World(journal).becomeReady();
        TestClient owner = after.client(1);
        after.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"));
        assertThat(owner.take()).as("whose it is can't be known yet").isEmpty();
        journal.failing = false;
        after.passMs(5_000);
        ReqExecutions asked = after.takeOne(ReqExecutions.class);
        after.gatewaySays(fill(asked.reqId(), upstream, OURS, 9, "e.01"), new ExecDetailsEnd(asked.reqId()));
        assertThat(owner.take(ExecDetails.class)).containsExactly(fill(-1, 380, 1, 9, "e.01"));
    }

    @Test
    void shouldTellACorrectedFillAsANewOne() {
        var world = World.ready();
        TestClient owner = world.client(1);
        int upstream = order(world, owner, 380);
        world.gatewaySays(fill(-1, upstream, OURS, 9, "e.01"), fill(-1, upstream, OURS, 9, "e.02"));
        assertThat(owner.take(ExecDetails.class)).hasSize(2);
        world.gatewaySays(commission("e.02"));
        assertThat(owner.take(CommissionAndFeesReport.class)).containsExactly(commission("e.02"));
    }

    private static int order(World world, TestClient client, int orderId) {
        client.send(place(orderId));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        client.take();
        return upstream;
    }
}

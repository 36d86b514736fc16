package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.downstream.ClientIdentity;
import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqOpenOrders;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several clients under one client id, each as if it were alone. */
class VirtualClientsTest {
    private static final ClientIdentity ALICE = new ClientIdentity("token:alice");
    private static final ClientIdentity BOB = new ClientIdentity("token:bob");

    @Test
    void shouldServeClientsOfTwoIdentitiesUnderOneClientIdEachWithItsOwnOrders() {
        World world = world(new MemoryJournal());
        TestClient alice = start(world, ALICE);
        TestClient bob = start(world, BOB);
        assertThat(alice.take(NextValidId.class)).hasSize(1);
        assertThat(bob.take(NextValidId.class)).hasSize(1);
        alice.send(Orders.place(400));
        bob.send(Orders.place(400));
        List<PlaceOrder> sent = placed(world);
        assertThat(sent).extracting(PlaceOrder::orderId).doesNotHaveDuplicates().hasSize(2);
        for (PlaceOrder order : sent) {
            world.gatewaySays(Orders.openOrder(order.orderId(), World.OUR_CLIENT_ID, order.orderId()));
        }
        world.gatewaySays(Orders.fill(
                -1,
                sent.getFirst().orderId(),
                World.OUR_CLIENT_ID,
                sent.getFirst().orderId(),
                "exec.a"));
        assertThat(alice.take(ExecDetails.class)).singleElement().satisfies(fill -> {
            assertThat(fill.orderId()).isEqualTo(400);
            assertThat(fill.execution().clientId()).as("as it knows itself").isEqualTo(1);
        });
        assertThat(bob.take(ExecDetails.class)).isEmpty();
        bob.send(Orders.cancel(400));
        assertThat(world.takeFromEngine())
                .singleElement()
                .isEqualTo(Orders.cancel(sent.get(1).orderId()));
        bob.send(new ReqOpenOrders());
        assertThat(world.takeFromEngine()).containsExactly(new ReqAllOpenOrders());
        for (PlaceOrder order : sent) {
            world.gatewaySays(Orders.openOrder(order.orderId(), World.OUR_CLIENT_ID, order.orderId()));
        }
        world.gatewaySays(new OpenOrderEnd());
        assertThat(bob.take(OpenOrder.class)).as("its own alone").hasSize(1);
    }

    @Test
    void shouldGiveAClientThatWasKilledItsOrdersBackWithinASecond() {
        World world = world(new MemoryJournal());
        TestClient alice = start(world, ALICE);
        alice.send(Orders.place(400));
        int id = placed(world).getFirst().orderId();
        // Comes back before the system has told that the old one is dead.
        TestClient again = start(world, ALICE);
        world.passMs(100);
        alice.die();
        world.passMs(100);
        assertThat(again.take(NextValidId.class))
                .extracting(NextValidId::orderId)
                .containsExactly(401);
        world.gatewaySays(Orders.openOrder(id, World.OUR_CLIENT_ID, 77));
        assertThat(again.take(OpenOrder.class)).extracting(OpenOrder::orderId).containsExactly(400);
    }

    @Test
    void shouldGiveTheNewcomerAPlaceOfItsOwnBesideALivingSessionOfItsIdentity() {
        World world = world(new MemoryJournal());
        TestClient first = start(world, ALICE);
        TestClient second = start(world, ALICE);
        world.passMs(1_000);
        assertThat(second.take(NextValidId.class)).hasSize(1);
        first.send(Orders.place(400));
        second.send(Orders.place(400));
        assertThat(placed(world))
                .extracting(PlaceOrder::orderId)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(world.clientEnds()).isEmpty();
    }

    @Test
    void shouldKnowWhoOwnsWhatAfterTheWorkerWasKilled() {
        var journal = new MemoryJournal();
        World before = world(journal);
        start(before, ALICE).send(Orders.place(400));
        start(before, BOB).send(Orders.place(400));
        List<PlaceOrder> sent = placed(before);
        World after = world(journal);
        TestClient bob = start(after, BOB);
        after.gatewaySays(Orders.fill(-1, sent.get(1).orderId(), World.OUR_CLIENT_ID, 78, "exec.b"));
        assertThat(bob.take(ExecDetails.class)).singleElement().satisfies(fill -> {
            assertThat(fill.orderId()).isEqualTo(400);
            assertThat(fill.execution().clientId()).isEqualTo(1);
        });
    }

    @Test
    void shouldServeWhoOnlyItsClientIdTellsFromOthersAsBeforeWhenTheJournalFails() {
        World world = world(new MemoryJournal());
        world.journal.failing = true;
        TestClient anybody = start(world, ClientIdentity.ANYBODY);
        assertThat(anybody.take(NextValidId.class)).hasSize(1);
        TestClient alice = start(world, ALICE);
        assertThat(alice.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.OWNER_UNKNOWN);
    }

    private static World world(MemoryJournal journal) {
        return new World(journal, SameClientId.VIRTUAL).becomeReady();
    }

    private static TestClient start(World world, ClientIdentity identity) {
        return world.connect(MessageCodec.NEWEST_VERSION, identity).greet().startApi(1);
    }

    private static List<PlaceOrder> placed(World world) {
        return world.takeFromEngine().stream()
                .filter(PlaceOrder.class::isInstance)
                .map(PlaceOrder.class::cast)
                .toList();
    }
}

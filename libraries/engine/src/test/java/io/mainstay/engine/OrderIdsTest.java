package io.mainstay.engine;

import static io.mainstay.engine.support.Orders.cancel;
import static io.mainstay.engine.support.Orders.openOrder;
import static io.mainstay.engine.support.Orders.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqContractDetails;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway names requests and orders in one field of its errors, wherever in the numbers its order ids are. */
class OrderIdsTest {
    private static final int OURS = World.OUR_CLIENT_ID;
    private static final int OTHER_HALF = 1_700_000_000;

    @Test
    void shouldTellTheOwnerOfAnErrorWhenOrderIdsLieFarAboveTheGatewaysNextId() {
        var world = new World(journalWith(OTHER_HALF)).becomeReady(5);
        TestClient client = world.client(1);
        client.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        assertThat(upstream).isEqualTo(OTHER_HALF + 1);
        world.gatewaySays(new ErrorMessage(upstream, 201, "rejected", "", 0));
        assertThat(client.take(ErrorMessage.class))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(tuple(380, 201));
        assertThat(world.engine.snapshot(world.nanos()).lateReplies()).isZero();
        client.send(new ReqContractDetails(1, Orders.APPLE));
        assertThat(world.takeOne(ReqContractDetails.class).reqId())
                .as("requests stay away from order ids")
                .isLessThan(1_000_000_000);
    }

    @Test
    void shouldTellTheOwnerOfAnErrorOnAnOrderFromBeforeTheGatewaysNextIdWentToTheOtherHalf() {
        var world = new World().becomeReady(5);
        TestClient client = world.client(1);
        client.send(place(380)).send(place(381));
        int first = world.takeFromEngine().stream()
                .map(m -> ((PlaceOrder) m).orderId())
                .findFirst()
                .orElseThrow();
        world.gatewaySays(openOrder(first, OURS, 70), openOrder(first + 1, OURS, 71));
        world.gatewayCloses(true).passMs(2_000).becomeReady(OTHER_HALF);
        List<Integer> requestIds = requestIds(world, client, 10);
        assertThat(requestIds).as("no id that an order has").doesNotContain(first, first + 1);
        client.take();
        client.send(cancel(380));
        world.gatewaySays(new ErrorMessage(first, 10148, "OrderId " + first + " is over", "", 0));
        assertThat(client.take(ErrorMessage.class))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(tuple(380, 10148));
        world.gatewaySays(new ErrorMessage(requestIds.getFirst(), 200, "no security", "", 0));
        assertThat(client.take(ErrorMessage.class))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(tuple(1_000, 200));
    }

    @Test
    void shouldKeepRequestsAwayFromOrderIdsThatBecomeKnownOnlyWhenTheJournalCanBeRead() {
        MemoryJournal journal = journalWith(OTHER_HALF);
        journal.failing = true;
        var world = new World(journal).becomeReady(5);
        journal.failing = false;
        world.passMs(6_000);
        world.answerReconciliation();
        TestClient client = world.client(1);
        assertThat(requestIds(world, client, 1)).allMatch(id -> id < 1_000_000_000);
    }

    private static List<Integer> requestIds(World world, TestClient client, int count) {
        world.takeFromEngine();
        for (int i = 0; i < count; i++) {
            client.send(new ReqContractDetails(1_000 + i, Orders.APPLE));
        }
        world.passMs(5_000);
        List<Integer> ids = world.takeFromEngine().stream()
                .filter(ReqContractDetails.class::isInstance)
                .map(m -> ((ReqContractDetails) m).reqId())
                .toList();
        assertThat(ids).hasSize(count);
        return ids;
    }

    private static MemoryJournal journalWith(int upstreamOrderId) {
        var journal = new MemoryJournal();
        journal.orders.put(
                upstreamOrderId,
                new JournaledOrder(1, 300, upstreamOrderId, 99, "", OrderPhase.DONE, "BUY 10 AAPL STK USD LMT 1", 0));
        return journal;
    }
}

package io.mainstay.engine;

import static io.mainstay.engine.support.Orders.APPLE;
import static io.mainstay.engine.support.Orders.cancel;
import static io.mainstay.engine.support.Orders.limit;
import static io.mainstay.engine.support.Orders.openOrder;
import static io.mainstay.engine.support.Orders.place;
import static io.mainstay.engine.support.Orders.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.PlaceOrder;
import org.junit.jupiter.api.Test;

/** Orders of which a client only wants to know what they would do, under ids of their own and of real orders. */
class PreviewsTest {
    private static final int OURS = World.OUR_CLIENT_ID;

    private final World world = World.ready();
    private final TestClient client = world.client(1);

    @Test
    void shouldCancelAnOrderAtWorkWhoseChangeWasPreviewedAndWaits() {
        int upstream = works(400);
        client.send(preview(400));
        world.takeOne(PlaceOrder.class);
        world.gatewaySays(previewOf(upstream));
        assertThat(client.take(OpenOrder.class))
                .extracting(o -> o.order().whatIf())
                .containsExactly(true);
        changeWaits(400);
        client.send(cancel(400));
        world.gatewaySays(new NextValidId(1));
        assertThat(world.takeOne(CancelOrder.class).orderId()).isEqualTo(upstream);
        assertThat(client.takeErrorCodes()).doesNotContain(202);
        world.gatewaySays(status(upstream, OURS, 77, "Cancelled"));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.DONE);
    }

    @Test
    void shouldCallAChangeThatWasGivenUpAChangeAlsoAfterAPreview() {
        int upstream = works(400);
        client.send(preview(400));
        world.takeOne(PlaceOrder.class);
        world.gatewaySays(previewOf(upstream));
        changeWaits(400);
        world.passMs(3_000);
        assertThat(client.takeErrorCodes()).containsExactly(504);
        assertThat(world.journal.order(upstream).phase())
                .as("the order itself goes on")
                .isEqualTo(OrderPhase.ACKNOWLEDGED);
    }

    @Test
    void shouldKeepWhatIsKnownOfAnOrderWhenOnlyItsPreviewIsAnsweredOrRefused() {
        int upstream = works(400);
        var before = world.journal.order(upstream);
        client.send(preview(400));
        assertThat(world.takeOne(PlaceOrder.class).order().whatIf()).isTrue();
        world.gatewaySays(previewOf(upstream));
        client.send(preview(400));
        world.gatewaySays(new ErrorMessage(upstream, 201, "Order rejected", "", 0));
        assertThat(client.take(ErrorMessage.class))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(tuple(400, 201));
        assertThat(world.journal.order(upstream)).isEqualTo(before);
        assertThat(world.engine.orders(10)).hasSize(1);
    }

    @Test
    void shouldCallTheOutcomeOfAnOrderUnknownOfWhichOnlyThePreviewWasAnswered() {
        client.send(preview(400)).send(place(400));
        int upstream = world.takeFromEngine().stream()
                .map(m -> ((PlaceOrder) m).orderId())
                .distinct()
                .reduce((a, b) -> {
                    throw new AssertionError("two ids for one order");
                })
                .orElseThrow();
        world.gatewaySays(previewOf(upstream));
        client.take();
        world.gatewayCloses(true);
        assertThat(client.take(ErrorMessage.class))
                .filteredOn(e -> e.id() == 400)
                .extracting(ErrorMessage::advancedOrderRejectJson)
                .hasSize(1)
                .allMatch(json -> json.contains("\"outcome\":\"UNKNOWN\""));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.UNKNOWN);
    }

    @Test
    void shouldSayThatAPreviewHasNoAnswerWhenTheSessionEndsAndNotCallAnOrderUnknownForIt() {
        int upstream = works(400);
        client.send(preview(400)).send(preview(401));
        world.gatewayCloses(true);
        assertThat(client.take(ErrorMessage.class))
                .filteredOn(e -> e.id() > 0)
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .as("a warning where an order works, an end where there is none")
                .containsExactly(tuple(400, 399), tuple(401, 504));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
        assertThat(world.journal.order(upstream + 1).phase()).isEqualTo(OrderPhase.DONE);
    }

    @Test
    void shouldCallAPreviewUnderAFreshIdOverWhenItIsAnsweredAndTheRealOrderAfterItNot() {
        client.send(preview(400));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.SENT);
        world.gatewaySays(previewOf(upstream));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.DONE);
        client.send(preview(401));
        world.gatewaySays(new ErrorMessage(upstream + 1, 201, "Order rejected", "", 0));
        assertThat(world.journal.order(upstream + 1).phase()).isEqualTo(OrderPhase.DONE);
        world.takeFromEngine();
        client.send(place(400));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(upstream);
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.SENT);
        world.gatewaySays(openOrder(upstream, OURS, 77));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
    }

    @Test
    void shouldTakeBackAnOrderThatWaitsBehindItsPreview() {
        var slow = new World(new MemoryJournal(), OURS, 2).becomeReady();
        slow.passMs(2_000);
        TestClient hasty = slow.client(1);
        hasty.send(place(390)).send(preview(400)).send(place(400));
        slow.takeFromEngine();
        hasty.send(cancel(400));
        slow.passMs(5_000);
        assertThat(slow.takeFromEngine())
                .as("the gateway never saw the order")
                .noneMatch(m -> m instanceof PlaceOrder || m instanceof CancelOrder);
        assertThat(hasty.takeErrorCodes()).containsExactly(202);
    }

    @Test
    void shouldSendTheCancelOfAnOrderThatEndedAndIsWishedAgain() {
        int upstream = works(400);
        world.gatewaySays(status(upstream, OURS, 77, "Cancelled"));
        changeWaits(400);
        client.send(cancel(400));
        world.gatewaySays(new NextValidId(1));
        assertThat(world.takeOne(CancelOrder.class).orderId()).isEqualTo(upstream);
        assertThat(client.takeErrorCodes()).isEmpty();
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.DONE);
    }

    private int works(int orderId) {
        client.send(place(orderId));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(openOrder(upstream, OURS, 77), status(upstream, OURS, 77, "Submitted"));
        client.take();
        return upstream;
    }

    /** The link has been quiet, so a change waits for a sign of life, which does not come by itself. */
    private void changeWaits(int orderId) {
        world.gateway.answersSignsOfLife = false;
        world.passMs(3_000);
        client.take();
        client.send(place(orderId));
        assertThat(world.takeFromEngine()).noneMatch(PlaceOrder.class::isInstance);
    }

    private static PlaceOrder preview(int orderId) {
        return new PlaceOrder(orderId, APPLE, limit().toBuilder().whatIf(true).build());
    }

    /** The answer to a preview; gateways give it an id of IB of its own, or none. */
    private static OpenOrder previewOf(int upstream) {
        return new OpenOrder(
                upstream,
                APPLE,
                limit().toBuilder().clientId(OURS).permId(9_000).whatIf(true).build(),
                OrderState.builder().status("PreSubmitted").build());
    }
}

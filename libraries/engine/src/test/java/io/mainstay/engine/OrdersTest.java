package io.mainstay.engine;

import static io.mainstay.engine.support.Orders.APPLE;
import static io.mainstay.engine.support.Orders.limit;
import static io.mainstay.engine.support.Orders.openOrder;
import static io.mainstay.engine.support.Orders.place;
import static io.mainstay.engine.support.Orders.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderPhase;
import io.mainstay.engine.support.MemoryJournal;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqAutoOpenOrders;
import io.mainstay.protocol.message.ReqGlobalCancel;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqOpenOrders;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final int OURS = World.OUR_CLIENT_ID;

    @Test
    void shouldRejectAnOrderThatFindsNoPlaceInTheQueueAndOnlyRefuseTheChangeOfOne() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000);
        TestClient client = world.client(1);
        client.send(place(1_000));
        client.take();
        int id = 1_001;
        while (client.take(ErrorMessage.class).isEmpty() && id < 4_000) {
            client.send(place(id++));
        }
        client.send(place(id)).send(place(1_000));
        assertThat(client.take(ErrorMessage.class))
                .extracting(ErrorMessage::id, ErrorMessage::errorCode)
                .containsExactly(tuple(id, 201), tuple(1_000, 105));
        int last = id;
        assertThat(world.journal.orders.values())
                .filteredOn(order -> order.clientOrderId() == last)
                .extracting(JournaledOrder::phase)
                .containsExactly(OrderPhase.DONE);
    }

    @Test
    void shouldMakeAnOrdersIntentDurableBeforeItsBytesLeaveAndNoteItSentAfterwards() {
        var world = World.ready();
        TestClient client = world.client(1);
        List<String> atWrite = new ArrayList<>();
        world.gateway.beforeWrite = () -> atWrite.addAll(world.journal.calls);
        client.send(place(380));
        assertThat(atWrite).contains("intent 379").doesNotContain("progress 379 SENT");
        assertThat(world.journal.calls).endsWith("intent 379", "progress 379 SENT");
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(379);
    }

    @Test
    void shouldSendNothingAndSaySoWhenTheJournalFails() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.journal.failing = true;
        client.send(place(380));
        assertThat(world.takeFromEngine()).isEmpty();
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(380);
        assertThat(error.errorCode()).isEqualTo(201);
        assertThat(error.errorMsg()).contains("nothing was sent", "no space left on device");
        client.send(new io.mainstay.protocol.message.ReqFamilyCodes());
        assertThat(world.takeFromEngine()).as("data goes on").hasSize(1);
        world.journal.failing = false;
        client.send(place(380));
        assertThat(world.takeFromEngine())
                .as("the same wish again goes out, once")
                .hasSize(1);
    }

    @Test
    void shouldRefuseAnOrderThatHasMoreFieldsThanItsVersionDescribes() {
        var world = World.ready();
        TestClient client = world.client(1);
        var out = new FieldWriter(200);
        place(380).write(out);
        int length = out.lengthBytes();
        byte[] longer = Arrays.copyOf(out.toByteArray(), length + 2);
        longer[length] = '7';
        ByteBuffer.wrap(longer).putInt(0, length + 2 - 4);
        client.raw(longer);
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(world.journal.calls).noneMatch(call -> call.startsWith("intent"));
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(380);
        assertThat(error.errorCode()).isEqualTo(ErrorCatalogue.REQUEST_UNREADABLE);
        assertThat(error.errorMsg()).contains("not sent", "1 fields more");
        client.send(place(380));
        assertThat(world.takeOne(PlaceOrder.class).order()).isNotNull();
    }

    @Test
    void shouldSendTheSameOrderIdAgainAsAChangeOfTheSameOrder() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        client.send(place(380));
        assertThat(world.takeOne(PlaceOrder.class).orderId()).isEqualTo(upstream);
    }

    @Test
    void shouldKeepTheOrderIdsOfClientsApartForEver() {
        var random = new Random(42);
        var journal = new MemoryJournal();
        Set<Integer> upstreamIds = new HashSet<>();
        int gatewayNext = 379;
        for (int life = 0; life < 5; life++) {
            var world = new World(journal, OURS, 100_000).becomeReady(gatewayNext);
            for (int clientId = 1; clientId <= 8; clientId++) {
                TestClient client = world.client(clientId);
                for (int i = 0; i < 10; i++) {
                    int orderId = life * 100 + i + 1;
                    client.send(place(orderId));
                    int upstream = world.takeOne(PlaceOrder.class).orderId();
                    assertThat(upstreamIds.add(upstream))
                            .as("id %d given twice", upstream)
                            .isTrue();
                    world.gatewaySays(openOrder(upstream, OURS, 10_000L + upstream));
                    OpenOrder seen = client.take(OpenOrder.class).getFirst();
                    assertThat(seen.orderId()).isEqualTo(orderId);
                    assertThat(seen.order().clientId()).isEqualTo(clientId);
                }
            }
            // A gateway that restarted may announce an id that lies behind ones it once accepted.
            gatewayNext = Math.max(1, gatewayNext - random.nextInt(50));
        }
        assertThat(upstreamIds).hasSize(5 * 8 * 10);
    }

    @Test
    void shouldTellEachClientItsOwnNextIdNeverBelowOnesItUsed() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(500)).send(new ReqIds(1));
        assertThat(client.take(NextValidId.class)).containsExactly(new NextValidId(501));
        TestClient other = world.connect(200).greet().startApi(2);
        assertThat(other.take(NextValidId.class)).containsExactly(new NextValidId(379));
    }

    @Test
    void shouldMapTheParentAndKeepOcaGroupsOfClientsApart() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        int parent = world.takeOne(PlaceOrder.class).orderId();
        client.send(new PlaceOrder(
                381, APPLE, limit().toBuilder().parentId(380).ocaGroup("exits").build()));
        PlaceOrder child = world.takeOne(PlaceOrder.class);
        assertThat(child.order().parentId()).isEqualTo(parent);
        assertThat(child.order().ocaGroup()).isNotEqualTo("exits");
        world.gatewaySays(new OpenOrder(
                child.orderId(),
                APPLE,
                child.order().toBuilder().clientId(OURS).permId(9).build(),
                io.mainstay.protocol.message.OrderState.builder().build()));
        OpenOrder seen = client.take(OpenOrder.class).getFirst();
        assertThat(seen.order().parentId()).isEqualTo(380);
        assertThat(seen.order().ocaGroup()).isEqualTo("exits");
        TestClient other = world.client(2);
        other.send(
                new PlaceOrder(380, APPLE, limit().toBuilder().ocaGroup("exits").build()));
        assertThat(world.takeOne(PlaceOrder.class).order().ocaGroup())
                .isNotEqualTo(child.order().ocaGroup());
    }

    @Test
    void shouldRefuseAChildWhoseParentIsNotKnown() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new PlaceOrder(381, APPLE, limit().toBuilder().parentId(380).build()));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).containsExactly(10006);
    }

    @Test
    void shouldLetNobodyCancelTheOrderOfAnother() {
        var world = World.ready();
        TestClient owner = world.client(1);
        TestClient other = world.client(2);
        owner.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        other.send(cancel(380)).send(cancel(upstream));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(other.takeErrorCodes()).containsExactly(10147, 10147);
        owner.send(cancel(380));
        assertThat(world.takeOne(CancelOrder.class).orderId()).isEqualTo(upstream);
    }

    @Test
    void shouldTellAnOrdersErrorsToItsOwnerAlone() {
        var world = World.ready();
        TestClient owner = world.client(1);
        TestClient other = world.client(2);
        owner.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(new ErrorMessage(upstream, 201, "Order rejected", "", 0));
        ErrorMessage error = owner.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(380);
        assertThat(error.errorMsg()).isEqualTo("Order rejected");
        assertThat(other.take()).isEmpty();
    }

    @Test
    void shouldCallTheOutcomeOfAnUnansweredOrderUnknownAndNeverSendItAgain() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewayCloses(true);
        ErrorMessage error = client.take(ErrorMessage.class).stream()
                .filter(e -> e.id() == 380)
                .findFirst()
                .orElseThrow();
        assertThat(error.errorCode()).as("a warning, which ends no order").isEqualTo(399);
        assertThat(error.errorMsg()).contains("outcome unknown");
        assertThat(error.advancedOrderRejectJson()).contains("\"outcome\":\"UNKNOWN\"", "\"cause\":\"LINK_DOWN\"");
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.UNKNOWN);
        world.passMs(1_000).connected().gatewayGreets();
        world.gatewaySays(new io.mainstay.protocol.message.ManagedAccounts("DU9000001"), new NextValidId(380));
        assertThat(world.takeFromEngine()).noneMatch(m -> m instanceof PlaceOrder);
        world.gatewaySays(openOrder(upstream, OURS, 99), new OpenOrderEnd());
        assertThat(client.take(OpenOrder.class)).extracting(OpenOrder::orderId).containsExactly(380);
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
    }

    @Test
    void shouldCallAnOutcomeUnknownOnce() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        client.take();
        world.gatewayCloses(true);
        assertThat(client.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsOnly(-1);
    }

    @Test
    void shouldNeverSendAnIntentAgainThatACrashLeftBehind() {
        var journal = new MemoryJournal();
        var before = new World(journal).becomeReady();
        before.client(1).send(place(380));
        var after = new World(journal);
        after.connected().gatewayGreets();
        after.gatewaySays(new io.mainstay.protocol.message.ManagedAccounts("DU9000001"), new NextValidId(379));
        assertThat(after.takeFromEngine()).noneMatch(m -> m instanceof PlaceOrder);
        after.client(1).send(place(381));
        assertThat(after.takeOne(PlaceOrder.class).orderId())
                .as("not the id that may be in use")
                .isEqualTo(380);
    }

    @Test
    void shouldNotCallAnAnsweredOrderUnknownWhenTheSessionEnds() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(status(upstream, OURS, 99, "Submitted"));
        client.take();
        world.gatewayCloses(true);
        assertThat(client.take(ErrorMessage.class)).extracting(ErrorMessage::id).containsOnly(-1);
    }

    @Test
    void shouldSayThatAnOrderWasNotSentWhileTheSessionIsAway() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gatewayCloses(false);
        client.take();
        client.send(place(380)).send(new ReqGlobalCancel("", null));
        List<ErrorMessage> errors = client.take(ErrorMessage.class);
        assertThat(errors).extracting(ErrorMessage::id).containsExactly(380, -1);
        assertThat(errors).extracting(ErrorMessage::errorCode).containsOnly(504);
        assertThat(errors.getFirst().advancedOrderRejectJson()).contains("\"outcome\":\"NOT_SENT\"");
        assertThat(world.journal.orders).isEmpty();
    }

    @Test
    void shouldSayThatAnOrderWasNotSentWhichWaitedForTheRateLimitWhenTheSessionEnded() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000).takeFromEngine();
        TestClient client = world.client(1);
        for (int id = 380; id < 384; id++) {
            client.send(place(id));
        }
        assertThat(world.takeFromEngine()).hasSize(2);
        world.gatewayCloses(true);
        List<ErrorMessage> errors = client.take(ErrorMessage.class);
        assertThat(errors.stream().filter(e -> e.errorCode() == 504 && e.id() > 0))
                .extracting(ErrorMessage::id)
                .containsExactly(382, 383);
        assertThat(errors.stream().filter(e -> e.errorCode() == 399))
                .extracting(ErrorMessage::id)
                .containsExactly(380, 381);
    }

    @Test
    void shouldCallAnOrderOverThatIsKnownNotToHaveBeenSent() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000);
        TestClient client = world.client(1);
        for (int id = 380; id < 383; id++) {
            client.send(place(id));
        }
        world.gatewayCloses(true);
        assertThat(world.journal.orders.values())
                .extracting(JournaledOrder::phase)
                .as("so that no later start calls the third unknown")
                .containsExactly(OrderPhase.UNKNOWN, OrderPhase.UNKNOWN, OrderPhase.DONE);
        world.passMs(1_000).becomeReady();
        client.take();
        client.send(child(390, 382));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).containsExactly(10006);
        client.send(place(382));
        world.passMs(1_000);
        assertThat(world.takeOne(PlaceOrder.class).orderId())
                .as("the same wish again is sent")
                .isEqualTo(381);
    }

    @Test
    void shouldNeverSendAChildAloneWhoseParentWasTakenBackBeforeItLeft() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000);
        TestClient client = world.client(1);
        client.send(place(380)).send(place(381));
        world.takeFromEngine();
        client.send(place(382)).send(child(383, 382)).send(child(384, 383)).send(place(385));
        client.send(cancel(382));
        world.passMs(5_000);
        assertThat(world.takeFromEngine().stream().filter(PlaceOrder.class::isInstance))
                .as("only the order that has nothing to do with them")
                .hasSize(1);
        List<ErrorMessage> errors = client.take(ErrorMessage.class);
        assertThat(errors).extracting(ErrorMessage::id).containsExactly(382, 383, 384);
        assertThat(errors).extracting(ErrorMessage::errorCode).containsOnly(202);
        client.send(child(386, 382));
        world.passMs(1_000);
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).containsExactly(10006);
    }

    @Test
    void shouldTakeBackWhatWaitsOfAnAbsentClientToo() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000);
        TestClient client = world.client(1);
        for (int id = 380; id < 383; id++) {
            client.send(place(id));
        }
        world.takeFromEngine();
        client.die();
        world.client(2).send(new ReqGlobalCancel("", null));
        world.passMs(5_000);
        assertThat(world.takeFromEngine()).noneMatch(PlaceOrder.class::isInstance);
        assertThat(world.journal.orders.values())
                .extracting(JournaledOrder::phase)
                .containsExactly(OrderPhase.SENT, OrderPhase.SENT, OrderPhase.DONE);
    }

    @Test
    void shouldKeepTheOrderOfAnOwnersWishesOverItsReconnect() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000);
        TestClient client = world.client(1);
        for (int id = 380; id < 385; id++) {
            client.send(place(id));
        }
        client.die();
        TestClient again = world.client(1);
        TestClient other = world.client(2);
        again.send(child(390, 384));
        again.send(new PlaceOrder(
                383, APPLE, limit().toBuilder().lmtPrice(new BigDecimal("150")).build()));
        other.send(place(380));
        world.passMs(10_000);
        List<PlaceOrder> left = world.takeFromEngine().stream()
                .filter(PlaceOrder.class::isInstance)
                .map(PlaceOrder.class::cast)
                .toList();
        assertThat(left)
                .as("the change after the order, the child after its parent, another client between them")
                .extracting(
                        PlaceOrder::orderId,
                        p -> String.valueOf(p.order().lmtPrice()),
                        p -> p.order().parentId())
                .containsExactly(
                        tuple(379, "189.5", 0),
                        tuple(380, "189.5", 0),
                        tuple(381, "189.5", 0),
                        tuple(385, "189.5", 0),
                        tuple(382, "189.5", 0),
                        tuple(383, "189.5", 0),
                        tuple(384, "189.5", 383),
                        tuple(382, "150", 0));
    }

    @Test
    void shouldTakeBackAtACancelWhatWaitsFromBeforeAReconnectAndAfterIt() {
        var world = new World(new MemoryJournal(), OURS, 2).becomeReady();
        world.passMs(2_000);
        TestClient client = world.client(1);
        for (int id = 380; id < 383; id++) {
            client.send(place(id));
        }
        client.die();
        TestClient again = world.client(1);
        again.send(place(382));
        assertThat(world.engine.snapshot(world.nanos()).clients())
                .as("what waits of it, from before too")
                .anyMatch(c -> c.clientId() == 1 && c.waiting() == 2);
        world.takeFromEngine();
        again.send(cancel(382));
        world.passMs(5_000);
        assertThat(world.takeFromEngine()).noneMatch(m -> m instanceof PlaceOrder || m instanceof CancelOrder);
        assertThat(again.takeErrorCodes()).containsExactly(202);
    }

    @Test
    void shouldRefuseAChildWhoseParentWasRejected() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(new ErrorMessage(upstream, 201, "Order rejected", "", 0));
        client.take();
        client.send(child(381, 380));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).containsExactly(10006);
    }

    @Test
    void shouldCallAnOrderOverThatIsRefusedByACodeWhichAlsoEndsRequests() {
        for (int code : List.of(200, 203, 314, 321)) {
            var world = World.ready();
            TestClient client = world.client(1);
            client.send(place(380));
            int upstream = world.takeOne(PlaceOrder.class).orderId();
            world.gatewaySays(new ErrorMessage(upstream, code, "refused", "", 0));
            assertThat(client.takeErrorCodes()).containsExactly(code);
            assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.DONE);
            assertThat(world.engine.orders(10)).isEmpty();
            client.send(child(381, 380));
            assertThat(world.takeFromEngine()).isEmpty();
            assertThat(client.takeErrorCodes()).containsExactly(10006);
        }
    }

    @Test
    void shouldKeepAnOrderThatWorksWhenAChangeOfItIsRejected() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(openOrder(upstream, OURS, 99));
        client.send(place(380));
        world.gatewaySays(new ErrorMessage(upstream, 201, "Order rejected", "", 0));
        assertThat(world.journal.order(upstream).phase()).isEqualTo(OrderPhase.ACKNOWLEDGED);
        world.takeFromEngine();
        client.send(child(381, 380));
        assertThat(world.takeOne(PlaceOrder.class).order().parentId()).isEqualTo(upstream);
    }

    @Test
    void shouldShowAClientItsOwnOpenOrdersAndAllOnlyToWhoAsksForAll() {
        var world = World.ready();
        TestClient first = world.client(1);
        TestClient second = world.client(2);
        first.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(openOrder(upstream, OURS, 99));
        first.take();
        second.send(new ReqOpenOrders());
        assertThat(world.takeFromEngine()).containsExactly(new ReqAllOpenOrders());
        world.gatewaySays(openOrder(upstream, OURS, 99), openOrder(55, 99, 77), new OpenOrderEnd());
        assertThat(second.take()).containsExactly(new OpenOrderEnd());
        assertThat(first.take()).as("nothing new for the owner who did not ask").isEmpty();
        second.send(new ReqAllOpenOrders());
        world.takeFromEngine();
        world.gatewaySays(openOrder(upstream, OURS, 99), openOrder(55, 99, 77), new OpenOrderEnd());
        assertThat(second.take(OpenOrder.class))
                .extracting(o -> o.order().clientId() + "/" + o.orderId())
                .containsExactly("1/380", "99/55");
        first.send(new ReqOpenOrders());
        world.takeFromEngine();
        world.gatewaySays(openOrder(upstream, OURS, 99), openOrder(55, 99, 77), new OpenOrderEnd());
        assertThat(first.take(OpenOrder.class)).extracting(OpenOrder::orderId).containsExactly(380);
    }

    @Test
    void shouldTellAnOrderWithEachPartOfItsFillAsOftenAsTheGatewayDoesAndNoOftenerAfterAQuestion() {
        var world = World.ready();
        TestClient owner = world.client(1);
        TestClient other = world.client(2);
        owner.send(place(380));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        OpenOrder working = openOrder(upstream, OURS, 99);
        OrderStatus submitted = status(upstream, OURS, 99, "Submitted");
        for (int part = 0; part < 3; part++) {
            world.gatewaySays(working, submitted);
            assertThat(owner.take()).as("part %d", part).hasSize(2);
        }
        other.send(new ReqAllOpenOrders());
        owner.send(new ReqOpenOrders());
        world.takeFromEngine();
        world.gatewaySays(working, submitted, new OpenOrderEnd());
        world.gatewaySays(working, submitted, new OpenOrderEnd());
        assertThat(owner.take(OpenOrder.class)).as("its own question's answer").hasSize(1);
        assertThat(other.take(OpenOrder.class)).hasSize(1);
        world.gatewaySays(working);
        assertThat(owner.take(OpenOrder.class)).hasSize(1);
        assertThat(other.take()).isEmpty();
    }

    @Test
    void shouldNameTheOwnersOrderIdInTheTextOfACancelThatCameTooLate() {
        var world = World.ready();
        TestClient owner = world.client(1);
        owner.send(place(400));
        int upstream = world.takeOne(PlaceOrder.class).orderId();
        assertThat(upstream).isNotEqualTo(400);
        world.gatewaySays(openOrder(upstream, OURS, 99));
        owner.take();
        owner.send(cancel(400));
        world.gatewaySays(new ErrorMessage(
                upstream,
                10148,
                "OrderId " + upstream + " that needs to be cancelled cannot be cancelled, state: Filled.",
                "",
                0));
        assertThat(owner.take(ErrorMessage.class))
                .containsExactly(new ErrorMessage(
                        400,
                        10148,
                        "OrderId 400 that needs to be cancelled cannot be cancelled, state: Filled.",
                        "",
                        0));
    }

    @Test
    void shouldPassOrderStatusUnderTheOwnersIdsAtEveryVersion() {
        for (int version = 100; version <= 200; version += 10) {
            var world = World.ready();
            TestClient client = world.client(3, version);
            client.send(place(380));
            int upstream = world.takeOne(PlaceOrder.class).orderId();
            world.gatewaySays(status(upstream, OURS, 99, "Filled"));
            OrderStatus seen = client.take(OrderStatus.class).getFirst();
            assertThat(seen.orderId()).isEqualTo(380);
            assertThat(seen.clientId()).isEqualTo(3);
            assertThat(seen.status()).isEqualTo("Filled");
        }
    }

    @Test
    void shouldRefuseToBindManualOrdersForAnyButClientZero() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new ReqAutoOpenOrders(true));
        assertThat(client.takeErrorCodes()).containsExactly(327);
        var asZero = new World(new MemoryJournal(), 0, 45).becomeReady();
        TestClient zero = asZero.client(0);
        zero.send(new ReqAutoOpenOrders(true)).send(new ReqOpenOrders());
        assertThat(asZero.takeFromEngine()).containsExactly(new ReqAutoOpenOrders(true), new ReqOpenOrders());
    }

    @Test
    void shouldTreatAnExerciseOfOptionsAsAnOrder() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new ExerciseOptions(380, APPLE, 1, 1, "DU9000001", 0, "", "", false));
        int upstream = world.takeOne(ExerciseOptions.class).reqId();
        assertThat(world.journal.order(upstream).clientOrderId()).isEqualTo(380);
        world.gatewaySays(openOrder(upstream, OURS, 5));
        assertThat(client.take(OpenOrder.class)).extracting(OpenOrder::orderId).containsExactly(380);
    }

    @Test
    void shouldRefuseAnOrderIdThatIsNotAboveZero() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(place(0)).send(place(-3));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).containsExactly(10149, 10149);
    }

    private static PlaceOrder child(int orderId, int parentId) {
        return new PlaceOrder(
                orderId, APPLE, limit().toBuilder().parentId(parentId).build());
    }

    private static CancelOrder cancel(int orderId) {
        return new CancelOrder(orderId, "", "", "", 0, "", null);
    }
}

package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.routing.Correlation;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.stream.Streams;
import io.mainstay.engine.support.BlankMessages;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A gateway at each version with clients at each version, side by side, for every message. */
class VersionMatrixTest {
    private static final int[] VERSIONS = {100, 157, 178, 193, 200, 201, 213, 225};

    private record Pair(int gateway, int client) {
        @Override
        public String toString() {
            return "gateway " + gateway + ", client " + client;
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldTakeEveryRequestToTheGatewayAndItsAnswerBackAtEachSidesVersion() {
        return pairs().map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
            World world = world(pair);
            TestClient client = client(world, pair);
            int id = 1;
            for (Route route : ofKind(Correlation.REQUEST_ID)) {
                Outgoing start = start(route, ++id);
                if (start.sinceVersion() > pair.client()) {
                    continue;
                }
                world.passMs(1_000);
                world.takeFromEngine();
                client.take();
                client.send(start);
                if (start.sinceVersion() > pair.gateway()) {
                    assertThat(client.take(ErrorMessage.class))
                            .as(route.wireName())
                            .singleElement()
                            .satisfies(error -> assertThat(error.errorCode()).isEqualTo(503))
                            .extracting(ErrorMessage::id)
                            .isEqualTo(id);
                    continue;
                }
                Outgoing sent = sent(world, route);
                var expected =
                        (Outgoing) BlankMessages.carried(BlankMessages.carried(start, pair.client()), pair.gateway());
                if (!(start instanceof ReqExecutions)) {
                    // That one is asked for everybody and filtered here.
                    assertThat(withoutId(sent)).as(route.wireName()).isEqualTo(withoutId(expected));
                }
                answered(world, client, route, start, sent, pair);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerQuestionsWithoutAnIdAtEachSidesVersion() {
        return pairs().map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
            World world = world(pair);
            TestClient client = client(world, pair);
            int spoken = Math.min(pair.gateway(), pair.client());
            for (Route route : ofKind(Correlation.FLIGHT)) {
                Outgoing question = start(route, 1);
                var last = (Incoming) BlankMessages.bare(BlankMessages.typeOf(Incoming.class, route.endId()), 1);
                if (question.sinceVersion() > spoken || last.sinceVersion() > spoken) {
                    continue;
                }
                world.passMs(5_000);
                world.takeFromEngine();
                client.take();
                client.send(question);
                world.passMs(1_000);
                world.gatewaySays(last);
                assertThat(client.take()).as(route.wireName()).anyMatch(m -> m.messageId() == route.endId());
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> shouldTakeAnOrderToTheGatewayAsTheClientMeantItAndItsNewsBack() {
        return pairs().map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
            World world = world(pair);
            TestClient client = client(world, pair);
            client.send(Orders.place(400));
            assertThat(client.take(ErrorMessage.class)).isEmpty();
            PlaceOrder sent = world.takeOne(PlaceOrder.class);
            assertThat(sent.orderId()).isEqualTo(379);
            assertThat(sent.contract().symbol()).isEqualTo("AAPL");
            assertThat(sent.order().totalQuantity()).isEqualByComparingTo("10");
            assertThat(sent.order().lmtPrice()).isEqualByComparingTo("189.5");
            assertThat(sent.order().transmit()).isTrue();
            world.gatewaySays(
                    Orders.openOrder(379, World.OUR_CLIENT_ID, 77),
                    Orders.status(379, World.OUR_CLIENT_ID, 77, "Submitted"),
                    Orders.fill(-1, 379, World.OUR_CLIENT_ID, 77, "exec.1"),
                    Orders.commission("exec.1"));
            List<Message> news = client.take();
            assertThat(news)
                    .extracting(Message::wireName)
                    .containsExactly("OPEN_ORDER", "ORDER_STATUS", "EXECUTION_DATA", "COMMISSION_AND_FEES_REPORT");
            assertThat(((OpenOrder) news.getFirst()).orderId()).isEqualTo(400);
            assertThat(((OrderStatus) news.get(1)).clientId()).isEqualTo(1);
            client.send(Orders.cancel(400));
            assertThat(world.takeFromEngine()).extracting(Message::wireName).containsExactly("CANCEL_ORDER");
        }));
    }

    private static void answered(
            World world, TestClient client, Route route, Outgoing start, Outgoing sent, Pair pair) {
        int spoken = Math.min(pair.gateway(), pair.client());
        int upstreamId = ((HasReqId) sent).reqId();
        if (upstreamId == 0) {
            // Before 157 REPLACE_FA has no id, and nothing answers it.
            return;
        }
        int clientId = ((HasReqId) BlankMessages.carried(start, pair.client())).reqId();
        for (Incoming last : replies(route, sent, upstreamId)) {
            if (last.sinceVersion() > spoken || Streams.takes(route, start)) {
                continue;
            }
            world.gatewaySays(last);
            assertThat(client.take())
                    .as(route.wireName() + " answered by " + last.wireName())
                    .contains(BlankMessages.carried(
                            BlankMessages.carried((Incoming) ((HasReqId) last).withReqId(clientId), pair.gateway()),
                            pair.client()));
            return;
        }
        world.gatewaySays(new ErrorMessage(upstreamId, 200, "no", "", 0));
        assertThat(client.take(ErrorMessage.class))
                .as(route.wireName())
                .extracting(ErrorMessage::id)
                .containsExactly(clientId);
    }

    private static Outgoing sent(World world, Route route) {
        world.passMs(1_000);
        return world.takeFromEngine().stream()
                .filter(m -> m.messageId() == route.messageId())
                .findFirst()
                .orElseThrow(() -> new AssertionError(route.wireName() + " was not sent"));
    }

    private static Object withoutId(Outgoing message) {
        return ((HasReqId) message).withReqId(0);
    }

    private static List<Incoming> replies(Route route, Outgoing start, int id) {
        return Arrays.stream(Incoming.class.getPermittedSubclasses())
                .map(type -> (Incoming) BlankMessages.bare(type, id))
                .filter(m -> m instanceof HasReqId && route.ends(start, m))
                .toList();
    }

    private static Outgoing start(Route route, int id) {
        return (Outgoing) BlankMessages.bare(BlankMessages.typeOf(Outgoing.class, route.messageId()), id);
    }

    private static List<Route> ofKind(Correlation kind) {
        return RoutingTable.routes().stream()
                .filter(r -> r.correlation() == kind)
                .toList();
    }

    /** A client may be newer than the gateway only because the gateway has become older. */
    private static World world(Pair pair) {
        return World.ready(Math.max(pair.gateway(), pair.client()));
    }

    private static TestClient client(World world, Pair pair) {
        TestClient client = world.client(1, pair.client());
        assertThat(Objects.requireNonNull(client.greeting).serverVersion()).isEqualTo(pair.client());
        if (pair.client() > pair.gateway()) {
            world.restartGateway(pair.gateway());
            TestClient next = world.client(2, pair.client());
            assertThat(Objects.requireNonNull(next.greeting).serverVersion())
                    .as("clients are offered no newer version than the gateway speaks")
                    .isEqualTo(pair.gateway());
            next.die();
            client.take();
        }
        return client;
    }

    private static Stream<Pair> pairs() {
        return IntStream.of(VERSIONS)
                .boxed()
                .flatMap(gateway -> IntStream.of(VERSIONS).mapToObj(client -> new Pair(gateway, client)));
    }
}

package io.mainstay.engine;

import static io.mainstay.engine.support.BlankMessages.blank;
import static io.mainstay.engine.support.BlankMessages.typeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.routing.Correlation;
import io.mainstay.engine.routing.ReplyRoute;
import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import io.mainstay.engine.stream.Streams;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of the table keeps the same promises; a new row is tested by being there. */
class RoutingTest {
    @Test
    void shouldHaveARowForEveryMessageOfClients() {
        assertThat(RoutingTable.routes()).extracting(Route::messageId).doesNotHaveDuplicates();
        for (Class<?> type : Outgoing.class.getPermittedSubclasses()) {
            Outgoing message = (Outgoing) blank(type, 1);
            Route route = RoutingTable.of(message).orElseThrow(() -> new AssertionError("no row for " + type));
            assertThat(route.wireName()).isEqualTo(message.wireName());
            boolean named = Set.of(Correlation.REQUEST_ID, Correlation.CANCEL, Correlation.UPDATE)
                    .contains(route.correlation());
            if (named) {
                assertThat(message).as(route.wireName()).isInstanceOf(HasReqId.class);
            }
        }
    }

    @Test
    void shouldHaveAWayForEveryMessageOfTheGateway() {
        Set<Integer> answersOfFlights = RoutingTable.routes().stream()
                .filter(r -> r.correlation() == Correlation.FLIGHT)
                .flatMap(r -> Stream.concat(r.replies().stream(), Stream.of(r.endId())))
                .collect(java.util.stream.Collectors.toSet());
        for (Class<?> type : Incoming.class.getPermittedSubclasses()) {
            Incoming message = (Incoming) blank(type, 1);
            if (RoutingTable.of(message) == ReplyRoute.FLIGHT) {
                assertThat(answersOfFlights).as(message.wireName()).contains(message.messageId());
            }
        }
    }

    @Test
    void shouldHaveACancelForEveryStream() {
        for (Route route : ofKind(Correlation.REQUEST_ID)) {
            if (route.isStream(start(route, 1))) {
                assertThat(route.cancels()).as(route.wireName()).isNotNull();
            }
        }
        for (Route route : ofKind(Correlation.CANCEL)) {
            Route started = RoutingTable.byId(route.startId());
            Route.Canceller canceller = Objects.requireNonNull(started.cancels(), route.wireName());
            assertThat(canceller.cancel(start(started, 1), 1).messageId()).isEqualTo(route.messageId());
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldGiveEachRequestAnIdOfItsOwnAndRestoreTheClientsInAnswers() {
        return ofKind(Correlation.REQUEST_ID).stream()
                .filter(route -> !isShared(route))
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    for (Incoming kind : replies(route, 1)) {
                        var world = World.ready(MessageCodec.NEWEST_VERSION);
                        TestClient first = world.client(1);
                        TestClient second = world.client(2);
                        first.send(start(route, 5));
                        int firstId = reqId(only(world, route));
                        second.send(start(route, 5));
                        int secondId = reqId(only(world, route));
                        assertThat(firstId).isNotEqualTo(secondId);
                        world.gatewaySays((Incoming) ((HasReqId) kind).withReqId(secondId));
                        assertThat(first.take()).isEmpty();
                        assertThat(second.take().stream()
                                        .filter(HasReqId.class::isInstance)
                                        .map(m -> ((HasReqId) m).reqId()))
                                .containsOnly(5);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldFreeTheIdAtTheLastAnswerAndNeverLetALateOneAnswerAnotherQuestion() {
        return ofKind(Correlation.REQUEST_ID).stream()
                .filter(route -> !isShared(route) && !replies(route, 1).isEmpty())
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient client = world.client(1);
                    client.send(start(route, 5));
                    int id = reqId(only(world, route));
                    Incoming last = replies(route, id).getFirst();
                    world.gatewaySays(last);
                    assertThat(world.engine.snapshot(world.nanos()).openRequests())
                            .isZero();
                    world.takeFromEngine();
                    client.send(start(route, 5));
                    assertThat(reqId(only(world, route))).isNotEqualTo(id);
                    client.take();
                    long before = world.engine.snapshot(world.nanos()).lateReplies();
                    world.gatewaySays(last);
                    assertThat(client.take()).isEmpty();
                    assertThat(world.engine.snapshot(world.nanos()).lateReplies())
                            .isGreaterThan(before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldEndARequestByItsError() {
        return ofKind(Correlation.REQUEST_ID).stream()
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient client = world.client(1);
                    client.send(start(route, 5));
                    int id = reqId(only(world, route));
                    world.gatewaySays(new ErrorMessage(id, 2174, "time zone", "", 0));
                    assertThat(world.engine.snapshot(world.nanos()).openRequests())
                            .isEqualTo(1);
                    world.gatewaySays(new ErrorMessage(id, 200, "No security definition", "", 0));
                    assertThat(client.take(ErrorMessage.class))
                            .extracting(ErrorMessage::id)
                            .containsExactly(5, 5);
                    assertThat(world.engine.snapshot(world.nanos()).openRequests())
                            .isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldCancelUpstreamWhatAClientLeavesBehindHoweverItDies() {
        return ofKind(Correlation.REQUEST_ID).stream()
                .filter(route -> route.cancels() != null)
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient client = world.client(1);
                    client.send(start(route, 5));
                    Outgoing started = only(world, route);
                    client.die();
                    world.passMs(500);
                    Route.Canceller canceller = Objects.requireNonNull(route.cancels());
                    assertThat(world.takeFromEngine()).containsExactly(canceller.cancel(started, reqId(started)));
                    assertThat(world.engine.snapshot(world.nanos()).openRequests())
                            .isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldCancelUnderTheUpstreamIdWhatTheClientCancelsUnderItsOwn() {
        return ofKind(Correlation.CANCEL).stream()
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient client = world.client(1);
                    TestClient other = world.client(2);
                    Route started = RoutingTable.byId(route.startId());
                    client.send(start(started, 5));
                    int id = reqId(only(world, started));
                    other.send(start(route, 5));
                    assertThat(world.takeFromEngine())
                            .as("nobody cancels for another")
                            .isEmpty();
                    client.send(start(route, 5));
                    world.passMs(500);
                    assertThat(reqId(only(world, route))).isEqualTo(id);
                    assertThat(world.engine.snapshot(world.nanos()).openRequests())
                            .isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldEndEveryOpenRequestWithAnErrorOnItsOwnIdWhenTheSessionEnds() {
        return ofKind(Correlation.REQUEST_ID).stream()
                .filter(route -> !isShared(route) || !route.isStream(start(route, 1)))
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient client = world.client(1);
                    client.send(start(route, 5));
                    client.take();
                    world.gatewayCloses(true);
                    List<ErrorMessage> errors = client.take(ErrorMessage.class);
                    assertThat(errors).extracting(ErrorMessage::id).containsExactly(5, -1);
                    assertThat(errors).extracting(ErrorMessage::errorCode).containsExactly(504, 1100);
                    assertThat(errors)
                            .allSatisfy(e -> assertThat(e.advancedOrderRejectJson())
                                    .contains("\"cause\":\"LINK_DOWN\",\"exit\":13"));
                    client.send(start(route, 6));
                    assertThat(client.take(ErrorMessage.class))
                            .extracting(ErrorMessage::id)
                            .containsExactly(6);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerEveryoneWhoAsksAQuestionWithoutAnId() {
        return ofKind(Correlation.FLIGHT).stream()
                .filter(route -> route.messageId() != io.mainstay.protocol.message.ReqOpenOrders.ID)
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient first = world.client(1);
                    TestClient second = world.client(2);
                    TestClient bystander = world.client(3);
                    first.send(start(route, 1));
                    only(world, route);
                    second.send(start(route, 1));
                    Incoming last = (Incoming) blank(typeOf(Incoming.class, route.endId()), 1);
                    world.gatewaySays(last);
                    if (!route.replies().isEmpty()) {
                        assertThat(first.take()).containsExactly(last);
                        assertThat(second.take())
                                .as("items may have passed before it asked")
                                .isEmpty();
                        only(world, route);
                        world.gatewaySays(last);
                        assertThat(second.take()).containsExactly(last);
                    } else {
                        assertThat(first.take()).containsExactly(last);
                        assertThat(second.take()).containsExactly(last);
                        assertThat(world.takeFromEngine()).isEmpty();
                    }
                    assertThat(bystander.take()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWhatIsNotOfferedAndGoOn() {
        return ofKind(Correlation.REFUSED).stream()
                .map(route -> DynamicTest.dynamicTest(route.wireName(), () -> {
                    var world = World.ready(MessageCodec.NEWEST_VERSION);
                    TestClient client = world.client(1);
                    client.send(start(route, 1));
                    assertThat(world.takeFromEngine()).isEmpty();
                    assertThat(client.takeErrorCodes()).containsExactly(321);
                    assertThat(client.closed).isFalse();
                }));
    }

    private static boolean isShared(Route route) {
        return Streams.takes(route, start(route, 1));
    }

    private static List<Route> ofKind(Correlation kind) {
        return RoutingTable.routes().stream()
                .filter(r -> r.correlation() == kind)
                .toList();
    }

    private static Outgoing start(Route route, int id) {
        return (Outgoing) blank(typeOf(Outgoing.class, route.messageId()), id);
    }

    /** The last answers that the row names, for a blank start. */
    private static List<Incoming> replies(Route route, int id) {
        return Arrays.stream(Incoming.class.getPermittedSubclasses())
                .map(type -> (Incoming) blank(type, id))
                .filter(m -> m instanceof HasReqId && route.ends(start(route, id), m))
                .toList();
    }

    private static Outgoing only(World world, Route route) {
        List<Outgoing> all = world.takeFromEngine();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().messageId()).isEqualTo(route.messageId());
        return all.getFirst();
    }

    private static int reqId(Outgoing message) {
        return ((HasReqId) message).reqId();
    }
}

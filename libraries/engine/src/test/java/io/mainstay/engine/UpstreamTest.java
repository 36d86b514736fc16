package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.ConnectHistory;
import io.mainstay.engine.support.MemoryConnects;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.engine.upstream.OutageCause;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.StartApi;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    private static final Incoming ACCOUNTS = new ManagedAccounts("DU9000001");
    private static final Incoming NEXT_ID = new NextValidId(379);
    private static final Incoming FARM = new ErrorMessage(-1, 2104, "Market data farm connection is OK:usfarm", "", 0);
    private static final Incoming EARLY_ORDER = new OpenOrder(
            5,
            Contract.builder().symbol("AAPL").build(),
            Order.builder().clientId(World.OUR_CLIENT_ID).build(),
            OrderState.builder().build());

    @Test
    void shouldBeReadyInWhateverOrderTheGatewayStarts() {
        List<List<Incoming>> orders = List.of(
                List.of(ACCOUNTS, NEXT_ID, FARM),
                List.of(NEXT_ID, FARM, ACCOUNTS),
                List.of(NEXT_ID, ACCOUNTS),
                List.of(EARLY_ORDER, new OpenOrderEnd(), FARM, ACCOUNTS, NEXT_ID));
        for (List<Incoming> order : orders) {
            var world = new World();
            world.connected().gatewayGreets();
            assertThat(world.gateway.greeting).isEqualTo(new ClientGreeting(100, 225, ""));
            assertThat(world.takeFromEngine()).containsExactly(new StartApi(World.OUR_CLIENT_ID, ""));
            for (Incoming message : order) {
                assertThat(state(world)).isEqualTo(UpstreamState.STARTING);
                world.gatewaySays(message);
                if (state(world) == UpstreamState.READY) {
                    break;
                }
            }
            assertThat(state(world)).as("%s", order).isEqualTo(UpstreamState.READY);
        }
    }

    @Test
    void shouldReadAGatewayThatSendsOneByteAtATime() {
        var world = new World();
        world.connected();
        byte[] greeting = new io.mainstay.protocol.handshake.ServerGreeting(200, "20260611 13:30:02 EST").encode();
        for (byte b : greeting) {
            world.rawFromGateway(new byte[] {b});
        }
        assertThat(state(world)).isEqualTo(UpstreamState.STARTING);
    }

    @Test
    void shouldCloseInOrderAndCallItMuteWhenTheHandshakeIsNotCompletedInTime() {
        var world = new World();
        world.connected();
        world.passMs(9_999);
        assertThat(state(world)).isEqualTo(UpstreamState.HANDSHAKING);
        world.passMs(1);
        assertThat(state(world)).isEqualTo(UpstreamState.DRAINING);
        assertThat(world.gateway.halfCloses).isEqualTo(1);
        assertThat(world.gateway.closes).isZero();
        world.passMs(2_000);
        assertThat(world.gateway.closes).isEqualTo(1);
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.HANDSHAKE_TIMEOUT);
        assertThat(outage(world).cause()).isEqualTo(OutageCause.MUTE);
    }

    @Test
    void shouldReleaseTheSocketAsSoonAsTheGatewayHasEndedItsSide() {
        var world = new World();
        world.connected().passMs(10_000).gatewayCloses(false);
        assertThat(world.gateway.closes).isEqualTo(1);
        assertThat(state(world)).isEqualTo(UpstreamState.BACKING_OFF);
    }

    @Test
    void shouldNeverHoldTwoConnections() {
        var world = new World();
        for (int i = 0; i < 50; i++) {
            world.connected().passMs(100_000);
            assertThat(world.gateway.open).isLessThanOrEqualTo(1);
        }
        assertThat(world.gateway.connects).isGreaterThan(20);
    }

    @Test
    void shouldWaitLongerAfterEachCostlyFailureAndNeverMoreThanAMinute() {
        var world = new World();
        long last = 0;
        for (int i = 0; i < 10; i++) {
            world.connected().gatewayGreets();
            world.gatewaySays(
                    new ErrorMessage(-1, 326, "Unable to connect as the client id is already in use.", "", 0));
            long retryInMs = outage(world).retryInMs();
            world.gatewayCloses(false);
            assertThat(outage(world).cause()).isEqualTo(OutageCause.CLIENT_ID_IN_USE);
            assertThat(retryInMs).isLessThanOrEqualTo(60_000);
            if (i < 6) {
                assertThat(retryInMs).isGreaterThan(last);
            }
            last = retryInMs;
            int before = world.gateway.connects;
            world.passMs(retryInMs - 1);
            assertThat(world.gateway.connects).isEqualTo(before);
            world.passMs(1);
            assertThat(world.gateway.connects).isEqualTo(before + 1);
        }
        assertThat(last).isGreaterThanOrEqualTo(48_000);
    }

    @Test
    void shouldRetryACheapFailureWhenAClientComesAndOtherwiseAtMostEveryFiveSeconds() {
        var world = new World();
        for (int i = 0; i < 8; i++) {
            world.connectFails(ConnectFailure.NOTHING_LISTENS);
            assertThat(outage(world).retryInMs()).isLessThanOrEqualTo(5_000);
            world.passMs(outage(world).retryInMs());
        }
        world.connectFails(ConnectFailure.NOTHING_LISTENS);
        int before = world.gateway.connects;
        world.passMs(300);
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(world.gateway.connects).isEqualTo(before + 1);
        assertThat(client.closed).isFalse();
        world.connectFails(ConnectFailure.NOTHING_LISTENS);
        assertThat(client.closed).isTrue();
        TestClient second = world.connect(200).greet().startApi(1);
        assertThat(world.gateway.connects).as("too soon after the last").isEqualTo(before + 1);
        assertThat(second.closed).as("it waits the little while").isFalse();
        world.passMs(250);
        assertThat(world.gateway.connects).isEqualTo(before + 2);
        world.connectFails(ConnectFailure.NOTHING_LISTENS);
        assertThat(second.closed).isTrue();
    }

    @Test
    void shouldTellWhyTheGatewayRefusedBothInWordsAndForPrograms() {
        var world = new World();
        TestClient client = world.connect(178).greet().startApi(1);
        world.passMs(10).connectFails(ConnectFailure.NOTHING_LISTENS);
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(-1);
        assertThat(error.errorCode()).isEqualTo(502);
        assertThat(error.errorMsg()).contains(World.ENDPOINT, "nothing listens", "since 0.0 s", "next attempt in");
        assertThat(error.advancedOrderRejectJson())
                .isEqualTo(
                        "{\"mainstay\":{\"cause\":\"NOTHING_LISTENS\",\"exit\":10,\"sinceMs\":10,\"retryInMs\":500}}");
        assertThat(client.closed).isTrue();
        assertThat(client.aborted).isFalse();
    }

    @Test
    void shouldNotLetAClientWaitForASecondAttemptAtAMuteGateway() {
        var world = new World();
        world.connected().passMs(10_000).gatewayCloses(false);
        world.passMs(outage(world).retryInMs()).connected();
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(client.closed).isTrue();
        assertThat(client.takeErrorCodes()).containsExactly(502);
    }

    @Test
    void shouldCountAConnectTimeoutAsMute() {
        var world = new World();
        world.passMs(10_000);
        assertThat(outage(world).cause()).isEqualTo(OutageCause.MUTE);
        assertThat(world.gateway.open).isZero();
    }

    @Test
    void shouldNameAResetDuringTheHandshake() {
        var world = new World();
        world.connected().gatewayGreets().gatewayCloses(true);
        assertThat(outage(world).cause()).isEqualTo(OutageCause.RESET);
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.HANDSHAKE_RESET);
    }

    @Test
    void shouldTellAnythingElseOnThePortFromAGateway() {
        var world = new World();
        world.connected()
                .rawFromGateway(
                        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.NOT_A_GATEWAY);
        assertThat(outage(world).cause()).isEqualTo(OutageCause.REFUSED);
    }

    @Test
    void shouldGiveTheGatewayTimeWhenWorkersCrashSoonAfterTheyConnectedAgainAndAgain() {
        var connects = new MemoryConnects();
        var waitsMs = new ArrayList<Long>();
        for (int crash = 0; crash < 10; crash++) {
            var world = new World(connects);
            long begun = world.nanos();
            while (world.gateway.connects == 0) {
                world.passMs(10);
            }
            waitsMs.add((world.nanos() - begun) / 1_000_000);
            world.becomeReady();
            // Killed: nothing is told to anybody, and the wall clock stands still meanwhile.
        }
        assertThat(waitsMs.subList(0, 2)).as("one crash is free").containsExactly(0L, 0L);
        assertThat(waitsMs.get(2)).isBetween(800L, 1_010L);
        assertThat(waitsMs.get(9)).isBetween(48_000L, 60_010L);
        assertThat(waitsMs.subList(2, 9)).isSorted();
    }

    @Test
    void shouldForgetEarlierCrashesWhenASessionLastsOrEndsInOrder() {
        var connects = new MemoryConnects();
        connects.attempts = new ConnectHistory.Attempts(5, 0);
        var lasting = new World(connects);
        lasting.becomeReady().passMs(30_000);
        assertThat(connects.attempts).isEqualTo(ConnectHistory.Attempts.NONE);
        var orderly = new World(connects);
        orderly.becomeReady();
        assertThat(connects.attempts.count()).isEqualTo(1);
        orderly.engine.stop(orderly.nanos());
        assertThat(connects.attempts).isEqualTo(ConnectHistory.Attempts.NONE);
    }

    @Test
    void shouldTellClientsWhyAWorkerThatFollowsCrashesWaits() {
        var connects = new MemoryConnects();
        connects.attempts = new ConnectHistory.Attempts(6, World.EPOCH_MS);
        var world = new World(connects);
        assertThat(world.gateway.connects).isZero();
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(client.take(ErrorMessage.class))
                .singleElement()
                .satisfies(error -> assertThat(error.errorMsg()).contains("ended soon after they connected"));
        world.passMs(12_000);
        assertThat(world.gateway.connects).isZero();
        world.passMs(4_100);
        assertThat(world.gateway.connects).isEqualTo(1);
    }

    @Test
    void shouldLetClientsWaitForAMomentWhenAWorkerFollowsAFewCrashes() {
        var connects = new MemoryConnects();
        connects.attempts = new ConnectHistory.Attempts(2, World.EPOCH_MS);
        var world = new World(connects);
        TestClient client = world.connect(200).greet().startApi(1);
        world.passMs(900);
        assertThat(world.gateway.connects).isZero();
        assertThat(client.closed).isFalse();
        world.passMs(200).becomeReady();
        assertThat(client.take(NextValidId.class)).hasSize(1);
    }

    @Test
    void shouldRefuseAVersionThatWasNotOffered() {
        var world = new World();
        world.gateway.serverVersion = 226;
        world.connected().gatewayGreets();
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.VERSION_REFUSED);
    }

    @Test
    void shouldFindAHalfOpenConnectionWithinTenSeconds() {
        var world = World.ready();
        world.passMs(5_000).passMs(2_000);
        world.gateway.answersSignsOfLife = false;
        world.passMs(9_500);
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.HALF_OPEN);
        assertThat(outage(world).cause()).isEqualTo(OutageCause.LINK_DOWN);
    }

    @Test
    void shouldAskEveryFiveSecondsAndTellHowLongTheAnswerTook() {
        var world = World.ready();
        world.gateway.answersSignsOfLife = false;
        for (int i = 0; i < 20; i++) {
            world.passMs(i == 0 ? 5_000 : 4_900);
            assertThat(world.takeFromEngine()).containsExactly(new ReqIds(1));
            world.passMs(40).gatewaySays(new NextValidId(1)).passMs(100);
            assertThat(world.engine.snapshot(world.nanos()).roundTrip())
                    .contains(new EngineStatus.RoundTrip(40_000_000, 100));
        }
        assertThat(state(world)).isEqualTo(UpstreamState.READY);
    }

    @Test
    void shouldNotEndASessionWhoseGatewayLeavesQuestionsUnansweredAndStillTalks() {
        var world = World.ready();
        world.gateway.answersSignsOfLife = false;
        for (int second = 0; second < 120; second++) {
            world.passMs(1_000).gatewaySays(FARM);
        }
        assertThat(state(world)).isEqualTo(UpstreamState.READY);
        assertThat(world.takeFromEngine()).as("it is asked again and again").hasSizeGreaterThan(10);
    }

    @Test
    void shouldIgnoreWhatIsSaidAboutAnEarlierConnection() {
        var world = World.ready();
        long old = world.gateway.epoch;
        world.gatewayCloses(true).passMs(1_000).becomeReady();
        world.engine.upstreamClosed(old, true, world.nanos());
        world.engine.upstreamBytes(old, new byte[] {0, 0, 0, 0}, 0, 4, world.nanos());
        assertThat(state(world)).isEqualTo(UpstreamState.READY);
    }

    @Test
    void shouldReconnectWithTheSameClientId() {
        var world = World.ready();
        world.gatewayCloses(false).passMs(1_000).connected().gatewayGreets();
        assertThat(world.takeFromEngine()).containsExactly(new StartApi(World.OUR_CLIENT_ID, ""));
    }

    @Test
    void shouldWaitForItsOwnClientIdThatIsInUseAndNeverTakeAnotherOne() {
        var world = new World();
        long last = 0;
        for (int attempt = 0; attempt < 6; attempt++) {
            world.connected().gatewayGreets();
            assertThat(world.takeFromEngine()).as("the same id").containsExactly(new StartApi(World.OUR_CLIENT_ID, ""));
            TestClient waiting = world.connect(200).greet().startApi(1);
            world.gatewaySays(
                    new ErrorMessage(-1, 326, "Unable to connect as the client id is already in use.", "", 0));
            if (attempt == 0) {
                assertThat(waiting.take(ErrorMessage.class)).singleElement().satisfies(told -> {
                    assertThat(told.errorMsg()).contains("client id " + World.OUR_CLIENT_ID, "already in use");
                    assertThat(told.advancedOrderRejectJson()).contains("\"cause\":\"CLIENT_ID_IN_USE\"");
                });
            }
            assertThat(waiting.closed).as("it is told and not kept waiting").isTrue();
            world.gatewayCloses(false);
            long retryInMs = outage(world).retryInMs();
            assertThat(retryInMs).as("the wait grows").isGreaterThan(last);
            last = retryInMs;
            TestClient early = world.connect(200).greet().startApi(1);
            assertThat(early.take(ErrorMessage.class))
                    .as("nor does who comes meanwhile make it try again")
                    .singleElement()
                    .satisfies(told -> assertThat(told.errorMsg()).contains("next attempt in"));
            int connects = world.gateway.connects;
            world.passMs(retryInMs - 1);
            assertThat(world.gateway.connects).isEqualTo(connects);
            world.passMs(1);
        }
        world.connected().gatewayGreets();
        assertThat(world.takeFromEngine()).containsExactly(new StartApi(World.OUR_CLIENT_ID, ""));
        world.gatewaySays(ACCOUNTS, NEXT_ID);
        assertThat(state(world)).isEqualTo(UpstreamState.READY);
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(client.take(NextValidId.class)).hasSize(1);
    }

    @Test
    void shouldEndAllSessionsInOrderWhenItStops() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.engine.stop(world.nanos());
        assertThat(client.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.SHUTDOWN);
        assertThat(world.gateway.halfCloses).isEqualTo(1);
        assertThat(world.engine.stopped()).isFalse();
        world.gatewayCloses(false);
        assertThat(world.engine.stopped()).isTrue();
        assertThat(world.gateway.open).isZero();
        world.passMs(600_000);
        assertThat(world.gateway.connects).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForeverForTheGatewaysEndWhenItStops() {
        var world = World.ready();
        world.engine.stop(world.nanos());
        world.passMs(2_000);
        assertThat(world.engine.stopped()).isTrue();
    }

    @Test
    void shouldEndASessionWhoseGatewayStoppedReading() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gateway.queued = 100L << 20;
        client.send(new io.mainstay.protocol.message.ReqFamilyCodes());
        assertThat(world.upstreamEnds()).containsExactly(CloseReason.GATEWAY_STALLED);
    }

    @Test
    void shouldNeverSendMoreMessagesInAnySecondThanTheGatewayAllows() {
        var world = new World(new io.mainstay.engine.support.MemoryJournal(), 7, 45).becomeReady();
        TestClient client = world.client(1);
        world.passMs(2_000);
        for (int i = 1; i <= 200; i++) {
            client.send(new io.mainstay.protocol.message.ReqMatchingSymbols(i, "A"));
        }
        int total = 0;
        for (int second = 0; second < 8; second++) {
            List<Outgoing> sent = world.takeFromEngine();
            assertThat(sent.size()).isLessThanOrEqualTo(45);
            total += sent.size();
            world.passMs(1_000);
        }
        assertThat(total).isEqualTo(200);
    }

    private static UpstreamState state(World world) {
        return world.engine.snapshot(world.nanos()).state();
    }

    private static EngineStatus.OutageStatus outage(World world) {
        return world.engine.snapshot(world.nanos()).outage().orElseThrow();
    }
}

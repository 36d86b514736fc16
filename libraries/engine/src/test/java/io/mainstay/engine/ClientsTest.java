package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.downstream.SameClientId;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ScannerParameters;
import io.mainstay.protocol.message.SymbolSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientsTest {
    @Test
    void shouldCutAClientThatReadsNothingForTenSecondsOfAFullQueueAndNotOneThatIsSlow() {
        var world = World.ready();
        TestClient stalled = world.client(1);
        TestClient slow = world.client(2);
        stalled.queued = 300_000;
        slow.queued = 300_000;
        world.gatewaySays(new ErrorMessage(-1, 2104, "farm:a", "", 0));
        for (int second = 0; second < 9; second++) {
            world.passMs(1_000);
            slow.queued -= 100;
        }
        assertThat(world.clientEnds()).isEmpty();
        world.passMs(1_100);
        assertThat(world.clientEnds()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(stalled.aborted).isTrue();
        assertThat(slow.closed).isFalse();
    }

    @Test
    void shouldNotCutAClientThatIsStalledWithLittleWaiting() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.queued = 100_000;
        world.gatewaySays(new ErrorMessage(-1, 2104, "farm:a", "", 0));
        world.passMs(60_000);
        assertThat(client.closed).isFalse();
    }

    @Test
    void shouldLetAClientInWithAccountsNextIdAndFarms() {
        var farm = new ErrorMessage(-1, 2104, "Market data farm connection is OK:usfarm", "", 1);
        var world = World.ready();
        world.gatewaySays(farm, new ErrorMessage(-1, 2106, "HMDS data farm connection is OK:ushmds", "", 1));
        world.gatewaySays(new ErrorMessage(-1, 2105, "HMDS data farm connection is broken:ushmds", "", 2));
        TestClient client = world.connect(200).greet().startApi(1);
        assertThat(client.take())
                .containsExactly(
                        new ManagedAccounts("DU9000001"),
                        new NextValidId(379),
                        farm,
                        new ErrorMessage(-1, 2105, "HMDS data farm connection is broken:ushmds", "", 2));
    }

    @Test
    void shouldSpeakTheVersionThatBothKnow() {
        var world = World.ready();
        for (int version : new int[] {100, 157, 178, 193, 200, 226}) {
            TestClient client = world.connect(version).greet();
            assertThat(Objects.requireNonNull(client.greeting).serverVersion()).isEqualTo(Math.min(version, 200));
        }
    }

    @Test
    void shouldKeepAClientHoweverManyOfItsMessagesAreNotKnown() {
        TestClient client = World.ready().client(1);
        for (int i = 0; i < 1000; i++) {
            client.raw(new byte[] {0, 0, 0, 4, '9', '9', '9', 0});
        }
        assertThat(client.closed).isFalse();
        assertThat(client.take(ErrorMessage.class))
                .hasSize(1000)
                .allSatisfy(e -> assertThat(e.errorMsg()).contains("message 999 is not known"));
    }

    @Test
    void shouldRefuseAClientThatSpeaksOnlyNewerVersions() {
        var world = World.ready();
        TestClient client = world.connect(226).raw(new ClientGreeting(213, 226, "").encode());
        assertThat(client.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.VERSION_TOO_NEW);
    }

    @Test
    void shouldAcceptAHandshakeThatComesByteByByte() {
        var world = World.ready();
        TestClient client = world.connect(178);
        for (byte b : new ClientGreeting(100, 178, "").encode()) {
            client.raw(new byte[] {b});
        }
        client.startApi(1);
        assertThat(client.take()).startsWith(new ManagedAccounts("DU9000001"));
    }

    @Test
    void shouldCutOffWhoDoesNotFinishTheHandshakeInTime() {
        var world = World.ready();
        TestClient mute = world.connect(200);
        TestClient half = world.connect(200).greet();
        TestClient whole = world.client(1);
        world.passMs(5_000);
        assertThat(mute.closed).isTrue();
        assertThat(half.closed).isTrue();
        assertThat(whole.closed).isFalse();
        assertThat(world.clientEnds())
                .containsExactly(CloseReason.CLIENT_HANDSHAKE_TIMEOUT, CloseReason.CLIENT_HANDSHAKE_TIMEOUT);
    }

    @Test
    void shouldWaitForTheFirstAttemptAndThenLetIn() {
        var world = new World();
        TestClient client = world.connect(200).greet().startApi(1);
        world.passMs(6_000);
        assertThat(client.closed).as("its own handshake was in time").isFalse();
        world.becomeReady();
        assertThat(client.take()).startsWith(new ManagedAccounts("DU9000001"));
    }

    @Test
    void shouldRefuseAClientIdThatIsInUse() {
        var world = World.ready();
        TestClient first = world.client(1);
        TestClient second = world.connect(200).greet().startApi(1);
        world.passMs(250);
        assertThat(second.takeErrorCodes()).containsExactly(326);
        assertThat(second.closed).isTrue();
        assertThat(first.closed).isFalse();
        assertThat(world.clientEnds()).containsExactly(CloseReason.DUPLICATE_CLIENT_ID);
        first.send(new ReqCurrentTime());
        assertThat(world.takeFromEngine()).containsExactly(new ReqCurrentTime());
    }

    @Test
    void shouldLetANewcomerTakeOverAClientIdWithItsOrdersWhereThatIsWanted() {
        var world = new World(SameClientId.TAKE_OVER).becomeReady();
        TestClient first = world.client(1).send(io.mainstay.engine.support.Orders.place(400));
        int order = world.takeOne(io.mainstay.protocol.message.PlaceOrder.class).orderId();
        TestClient second = world.connect(200).greet().startApi(1);
        assertThat(first.takeErrorCodes()).containsExactly(326);
        assertThat(first.closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.TAKEN_OVER);
        assertThat(second.take()).startsWith(new ManagedAccounts("DU9000001"));
        second.send(io.mainstay.engine.support.Orders.cancel(400));
        assertThat(world.takeOne(io.mainstay.protocol.message.CancelOrder.class).orderId())
                .isEqualTo(order);
    }

    @Test
    void shouldGiveTheClientIdOfAKilledClientToItsSuccessorAtOnce() {
        var world = World.ready();
        for (int i = 0; i < 100; i++) {
            TestClient client = world.client(1);
            assertThat(client.closed).isFalse();
            client.die();
        }
    }

    @Test
    void shouldGiveTheClientIdToASuccessorThatCameBeforeItsPredecessorsEndWasSeen() {
        var world = World.ready();
        TestClient first = world.client(1);
        TestClient second = world.connect(200).greet().startApi(1);
        assertThat(second.take()).isEmpty();
        world.passMs(100);
        first.die();
        assertThat(second.take()).startsWith(new ManagedAccounts("DU9000001"));
        world.passMs(10_000);
        assertThat(second.closed).isFalse();
    }

    @Test
    void shouldLetInAsManyClientsAsAreAllowedAndNotOneMore() {
        var world = World.ready();
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(world.client(i));
        }
        assertThat(clients).noneMatch(c -> c.closed);
        assertThat(world.connect(200).closed).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.TOO_MANY_CLIENTS);
        clients.getFirst().die();
        assertThat(world.client(99).closed).isFalse();
    }

    @Test
    void shouldCutOffAClientThatDoesNotReadAndDelayNobodyElse() {
        var world = World.ready();
        TestClient slow = world.client(1);
        TestClient healthy = world.client(2);
        slow.send(new io.mainstay.protocol.message.ReqScannerParameters());
        healthy.send(new io.mainstay.protocol.message.ReqScannerParameters());
        slow.queued = (8L << 20) + 1;
        world.gatewaySays(new ScannerParameters("<xml/>"));
        world.gatewaySays(new ScannerParameters("<xml/>"));
        assertThat(slow.aborted).isTrue();
        assertThat(world.clientEnds()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(healthy.take()).isNotEmpty();
    }

    @Test
    void shouldOutliveAnyGarbageAndServeTheOthers() {
        var world = World.ready();
        TestClient healthy = world.client(1);
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            TestClient garbage = world.connect(200);
            if (i % 2 == 0) {
                garbage.greet().startApi(1000 + i);
            }
            byte[] bytes = new byte[random.nextInt(300) + 1];
            random.nextBytes(bytes);
            garbage.raw(bytes);
            garbage.die();
        }
        healthy.send(new ReqMatchingSymbols(1, "A"));
        int id = world.takeOne(ReqMatchingSymbols.class).reqId();
        world.gatewaySays(new SymbolSamples(id, List.of()));
        assertThat(healthy.take()).containsExactly(new SymbolSamples(1, List.of()));
    }

    @Test
    void shouldTellABrowserFromAClientAtItsFirstByte() {
        var world = World.ready();
        TestClient browser = world.connect(200).raw("GET / HTTP/1.1\r\n");
        assertThat(browser.closed).isTrue();
        assertThat(browser.greeting).isNull();
        assertThat(world.clientEnds()).containsExactly(CloseReason.NOT_A_CLIENT);
    }

    @Test
    void shouldEndAClientThatAnnouncesMoreThanAFrameMayHold() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.raw(new byte[] {0x7f, 0, 0, 0, 1, 2, 3});
        assertThat(world.clientEnds()).containsExactly(CloseReason.PROTOCOL_ERROR);
        assertThat(client.closed).isTrue();
    }

    @Test
    void shouldSayWhatWasWrongWithARequestAndGoOn() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.raw("\0\0\0\7" + "81\0x\0A\0");
        client.raw("\0\0\0\4" + "999\0");
        assertThat(client.takeErrorCodes()).containsExactly(320, 321);
        client.send(new ReqCurrentTime());
        assertThat(world.takeFromEngine()).containsExactly(new ReqCurrentTime());
        for (int i = 0; i < 20; i++) {
            client.raw("\0\0\0\7" + "81\0x\0A\0");
        }
        assertThat(world.clientEnds()).containsExactly(CloseReason.PROTOCOL_ERROR);
    }

    @Test
    void shouldRefuseARequestIdThatServesAnOpenRequestAndKeepThatOne() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new ReqMatchingSymbols(1, "A"));
        int id = world.takeOne(ReqMatchingSymbols.class).reqId();
        client.send(new ReqMatchingSymbols(1, "B"));
        assertThat(world.takeFromEngine()).isEmpty();
        assertThat(client.takeErrorCodes()).containsExactly(322);
        world.gatewaySays(new SymbolSamples(id, List.of()));
        assertThat(client.take()).hasSize(1);
    }

    @Test
    void shouldBoundTheOpenRequestsOfAClient() {
        var world = new World(new io.mainstay.engine.support.MemoryJournal(), 7, 100_000).becomeReady();
        TestClient client = world.client(1);
        for (int i = 1; i <= 1_000; i++) {
            client.send(new ReqMatchingSymbols(i, "A"));
        }
        assertThat(client.take()).isEmpty();
        client.send(new ReqMatchingSymbols(1_001, "A"));
        assertThat(client.takeErrorCodes()).as("a code that ends the request").containsExactly(322);
        assertThat(world.client(2).send(new ReqMatchingSymbols(1, "A")).take()).isEmpty();
    }

    @Test
    void shouldKeepAttachedClientsThroughAnOutageAndTellThemItsBeginningAndEnd() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.gatewayCloses(true);
        ErrorMessage lost = client.take(ErrorMessage.class).getFirst();
        assertThat(lost.errorCode()).isEqualTo(1100);
        assertThat(lost.errorMsg()).contains("reset");
        assertThat(client.closed).isFalse();
        client.send(new ReqCurrentTime());
        assertThat(client.takeErrorCodes()).containsExactly(504);
        world.passMs(1_000).connectFails(ConnectFailure.NOTHING_LISTENS);
        assertThat(client.take()).as("it knows already").isEmpty();
        world.passMs(5_000).becomeReady();
        assertThat(client.takeErrorCodes()).containsExactly(1102);
        client.send(new ReqCurrentTime());
        world.gatewaySays(new CurrentTime(17));
        assertThat(client.take()).containsExactly(new CurrentTime(17));
    }

    @Test
    void shouldRefuseANewClientDuringAnOutageWithTheCause() {
        var world = World.ready();
        world.gatewayCloses(true);
        TestClient client = world.connect(178).greet().startApi(1);
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.errorCode()).isEqualTo(502);
        assertThat(error.advancedOrderRejectJson()).contains("\"cause\":\"LINK_DOWN\",\"exit\":13");
        assertThat(client.closed).isTrue();
    }

    @Test
    void shouldReportWhatItHolds() {
        var world = World.ready();
        TestClient client = world.client(4, 178);
        client.send(new ReqMatchingSymbols(1, "A"));
        EngineStatus status = world.engine.snapshot(world.nanos());
        assertThat(status.clients()).hasSize(1);
        assertThat(status.clients().getFirst().clientId()).isEqualTo(4);
        assertThat(status.clients().getFirst().version()).isEqualTo(178);
        assertThat(status.clients().getFirst().openRequests()).isEqualTo(1);
        assertThat(status.epoch()).isEqualTo(1);
        assertThat(status.outage()).isEmpty();
        world.gatewayCloses(true);
        assertThat(world.engine.snapshot(world.nanos()).outage()).isPresent();
    }
}

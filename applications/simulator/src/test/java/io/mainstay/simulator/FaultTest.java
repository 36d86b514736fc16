package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.CurrentTimeInMillis;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqCurrentTimeInMillis;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSnapshotEnd;
import io.mainstay.simulator.clock.SteppedClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault shows its symptom on a real socket while it is on, and none while it is off. */
@Timeout(120)
class FaultTest {
    private static final int SILENCE_MS = 150;
    private static final byte[] GREETING = new ClientGreeting(100, 200, "").encode();
    private static final Contract AAPL = Contract.builder()
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-20T15:10:00Z"));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private GatewaySimulator simulator;

    FaultTest() throws IOException {
        simulator = start("normal");
    }

    private GatewaySimulator start(String scenario) throws IOException {
        GatewaySimulator started = GatewaySimulator.start(
                SimulatorConfig.defaults().withClock(clock).withScenario(scenario));
        opened.add(started);
        return started;
    }

    private SocketClient connect() throws IOException {
        var client = new SocketClient(simulator.port());
        opened.add(client);
        return client;
    }

    private SocketClient ready(int clientId) throws IOException {
        SocketClient client = SocketClient.ready(simulator.port(), clientId);
        opened.add(client);
        return client;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void shouldWedgeAfterThreeLeakedSocketsWhileTheOpenSessionWorks() throws Exception {
        simulator = start("wedge-after-3");
        SocketClient lasting = ready(99);
        for (int i = 1; i <= 3; i++) {
            SocketClient client = ready(7);
            client.socket().shutdownOutput();
            awaitZombies(i);
            client.close();
        }
        assertThat(SocketTable.closeWait(simulator.port())).isEqualTo(3);
        SocketClient mute = connect();
        mute.write(GREETING);
        assertThat(mute.isSilentFor(SILENCE_MS)).isTrue();
        lasting.send(new ReqCurrentTime());
        assertThat(lasting.await(CurrentTime.class)).isNotNull();
        mute.close();
        awaitZombies(4);
        assertThat(SocketTable.closeWait(simulator.port())).isEqualTo(4);
        assertThat(simulator.stats().connections().accepted()).isEqualTo(5);

        simulator.switchOff("wedge-after-3");
        SocketClient healthy = ready(8);
        healthy.socket().shutdownOutput();
        healthy.awaitEnd();
        assertThat(SocketTable.closeWait(simulator.port()))
                .as("zombies stay, no new ones come")
                .isEqualTo(4);
    }

    @Test
    void shouldLeakNothingWhenHealthy() throws Exception {
        for (int i = 0; i < 5; i++) {
            SocketClient client = ready(7);
            client.socket().shutdownOutput();
            client.awaitEnd();
        }
        assertThat(SocketTable.closeWait(simulator.port())).isZero();
        assertThat(simulator.stats().connections().zombies()).isZero();
    }

    /** Zombies are counted when the gateway has seen the FIN, which its own thread does. */
    private void awaitZombies(long count) {
        while (simulator.stats().connections().zombies() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldAcceptNothingWhileTheQueueIsFull() throws Exception {
        simulator.switchOn("accept-queue-full");
        int completed = 0;
        boolean timedOut = false;
        while (!timedOut && completed < 10) {
            var socket = new Socket();
            opened.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.port()), 300);
                completed++;
            } catch (SocketTimeoutException e) {
                timedOut = true;
            }
        }
        assertThat(timedOut).as("after %d connections", completed).isTrue();
        assertThat(simulator.stats().connections().accepted()).isZero();
        simulator.switchOff("accept-queue-full");
        assertThat(ready(7)).isNotNull();
    }

    @Test
    void shouldNeverAnswerTheGreeting() throws Exception {
        simulator.switchOn("mute-handshake");
        SocketClient client = connect();
        client.write(GREETING);
        clock.advance(Duration.ofHours(1));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        simulator.switchOff("mute-handshake");
        assertThat(ready(7)).isNotNull();
    }

    @Test
    void shouldRefuseConnectionsAndKeepSessions() throws Exception {
        SocketClient before = ready(7);
        simulator.switchOn("refuse");
        assertThatThrownBy(() -> new SocketClient(simulator.port())).isInstanceOf(ConnectException.class);
        before.send(new ReqCurrentTime());
        assertThat(before.await(CurrentTime.class)).isNotNull();
        simulator.switchOff("refuse");
        assertThat(ready(8)).isNotNull();
        simulator = start("refuse");
        assertThatThrownBy(() -> new SocketClient(simulator.port())).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldCloseOnAccept() throws Exception {
        simulator.switchOn("close-on-accept");
        assertThat(connect().awaitEnd()).isZero();
        simulator.switchOff("close-on-accept");
        assertThat(ready(7)).isNotNull();
    }

    @Test
    void shouldResetOnConnect() throws Exception {
        simulator.switchOn("reset-on-connect");
        assertThatThrownBy(() -> connect().awaitEnd())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        simulator.switchOff("reset-on-connect");
        assertThat(ready(7)).isNotNull();
    }

    @Test
    void shouldSayThatEveryClientIdIsInUse() throws Exception {
        simulator.switchOn("duplicate-client-id");
        SocketClient client = connect();
        client.greet();
        client.send(new StartApi(7, ""));
        assertThat(client.next()).isInstanceOfSatisfying(ErrorMessage.class, e -> {
            assertThat(e.errorCode()).isEqualTo(326);
            assertThat(e.id()).isEqualTo(-1);
        });
        assertThat(client.awaitEnd()).isZero();
        simulator.switchOff("duplicate-client-id");
        assertThat(ready(7)).isNotNull();
    }

    @Test
    void shouldHoldTheIdOfAClientThatVanished() throws Exception {
        ready(7).reset();
        awaitEnds(1);
        ready(7).reset();
        awaitEnds(2);
        simulator.switchOn("held-client-id=30s");
        ready(7).reset();
        awaitEnds(3);
        SocketClient early = connect();
        early.greet();
        early.send(new StartApi(7, ""));
        assertThat(early.awaitError(326)).isNotNull();
        clock.advance(Duration.ofSeconds(30));
        assertThat(ready(7)).isNotNull();
    }

    private void awaitEnds(long count) {
        while (simulator.stats().connections().ends().getOrDefault("CLIENT_RESET", 0L) < count) {
            Thread.onSpinWait();
        }
    }

    /** What a fault delays is delayed from the moment on at which the gateway has got it. */
    private void awaitRequest(String wireName) {
        while (!simulator.stats().requests().containsKey(wireName)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldFreezeTheSessionsThatAreOpen() throws Exception {
        SocketClient before = ready(7);
        before.awaitError(2158);
        simulator.switchOn("half-open");
        before.send(new ReqCurrentTime());
        assertThat(before.isSilentFor(SILENCE_MS)).isTrue();
        SocketClient after = ready(8);
        after.send(new ReqCurrentTime());
        assertThat(after.await(CurrentTime.class)).isNotNull();
    }

    @Test
    void shouldGreetLate() throws Exception {
        simulator.switchOn("slow-handshake=2s");
        SocketClient client = connect();
        client.write(GREETING);
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        clock.advance(Duration.ofMillis(1900));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(client.isSilentFor(10_000)).isFalse();
    }

    @Test
    void shouldLogInLate() throws Exception {
        simulator.switchOn("slow-login=20s");
        SocketClient client = connect();
        client.greet();
        client.send(new StartApi(7, ""));
        awaitRequest("START_API");
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        clock.advance(Duration.ofSeconds(20));
        assertThat(client.next()).isInstanceOf(ManagedAccounts.class);
    }

    @Test
    void shouldTellTheAccountsLate() throws Exception {
        simulator.switchOn("accounts-late=5s");
        SocketClient client = connect();
        client.greet();
        client.send(new StartApi(7, ""));
        assertThat(client.next()).isInstanceOf(NextValidId.class);
        client.awaitError(2158);
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        assertThat(simulator.stats().connections().handshakes()).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.next()).isInstanceOf(ManagedAccounts.class);
        assertThat(simulator.stats().connections().handshakes()).isOne();
    }

    @Test
    void shouldStartInTheOtherOrder() throws Exception {
        simulator.switchOn("unordered-start");
        SocketClient client = connect();
        client.greet();
        client.send(new StartApi(7, ""));
        assertThat(client.next()).isInstanceOf(NextValidId.class);
        assertThat(client.next()).isInstanceOf(ErrorMessage.class);
        clock.advance(Duration.ZERO);
        assertThat(client.await(ManagedAccounts.class)).isNotNull();
    }

    @Test
    void shouldLoseTheLinkAndKeepSubscriptions() throws Exception {
        SocketClient client = ready(7);
        client.send(quotes(1, false));
        client.await(TickPrice.class);
        simulator.switchOn("link-down");
        client.awaitError(1100);
        clock.advance(Duration.ofSeconds(5));
        client.send(history(2));
        client.send(new PlaceOrder(1, AAPL, market()));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        simulator.switchOff("link-down");
        client.awaitError(1102);
        client.await(OrderStatus.class, s -> s.status().equals("PreSubmitted"));
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.await(OrderStatus.class, s -> s.status().equals("Filled")))
                .isNotNull();
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.await(TickPrice.class)).isNotNull();
    }

    @Test
    void shouldLoseSubscriptionsWithTheLink() throws Exception {
        SocketClient client = ready(7);
        client.send(quotes(1, false));
        client.await(TickPrice.class);
        simulator.switchOn("link-down-data-lost");
        client.awaitError(1100);
        simulator.switchOff("link-down-data-lost");
        client.awaitError(1101);
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
    }

    @Test
    void shouldRunTheTimedPartOfAScenario() throws Exception {
        simulator = start("link-down@session:2s@for:5s");
        SocketClient client = ready(7);
        client.awaitError(2158);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        client.awaitError(1100);
        clock.advance(Duration.ofSeconds(5));
        client.awaitError(1102);
    }

    @Test
    void shouldLoseTheFarmsAndGetThemBack() throws Exception {
        SocketClient client = ready(7);
        client.awaitError(2158);
        simulator.switchOn("farm-flap");
        client.awaitError(2103);
        client.awaitError(2105);
        simulator.switchOff("farm-flap");
        client.awaitError(2104);
        client.awaitError(2106);
    }

    @Test
    void shouldRestartAndKeepTheOrderIds() throws Exception {
        SocketClient client = ready(7);
        client.send(new PlaceOrder(5, AAPL, market()));
        client.await(OrderStatus.class);
        clock.advance(Duration.ofSeconds(1));
        client.await(OrderStatus.class, s -> s.status().equals("Filled"));
        simulator.switchOn("auto-restart");
        assertThatThrownBy(client::awaitEnd).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThatThrownBy(() -> new SocketClient(simulator.port())).isInstanceOf(ConnectException.class);
        simulator.switchOff("auto-restart");
        SocketClient again = connect();
        again.greet();
        again.send(new StartApi(7, ""));
        assertThat(again.await(NextValidId.class)).isEqualTo(new NextValidId(6));
    }

    @Test
    void shouldRefuseOrdersWhenReadOnly() throws Exception {
        SocketClient client = ready(7);
        simulator.switchOn("read-only");
        client.send(new PlaceOrder(1, AAPL, market()));
        assertThat(client.awaitError(321).id()).isOne();
        client.send(history(2));
        assertThat(client.await(HistoricalData.class)).isNotNull();
        simulator.switchOff("read-only");
        client.send(new PlaceOrder(1, AAPL, market()));
        assertThat(client.await(OrderStatus.class).status()).isEqualTo("PreSubmitted");
    }

    @Test
    void shouldHoldOrdersForADialog() throws Exception {
        SocketClient client = ready(7);
        client.awaitError(2158);
        simulator.switchOn("order-held-by-dialog");
        client.send(new PlaceOrder(1, AAPL, market()));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        simulator.switchOff("order-held-by-dialog");
        assertThat(client.await(OrderStatus.class).status()).isEqualTo("PreSubmitted");
    }

    @Test
    void shouldDenyQuotesWithoutASubscription() throws Exception {
        SocketClient client = ready(7);
        simulator.switchOn("no-market-data");
        client.send(quotes(1, true));
        assertThat(client.awaitError(354).id()).isOne();
        simulator.switchOff("no-market-data");
        client.send(quotes(1, true));
        assertThat(client.await(TickSnapshotEnd.class)).isNotNull();
    }

    @Test
    void shouldRejectWhatIsFasterThanItsLimitOnlyWhenAskedTo() throws Exception {
        SocketClient client = ready(7);
        for (int i = 0; i < 60; i++) {
            client.send(new ReqCurrentTimeInMillis());
        }
        for (int i = 0; i < 60; i++) {
            client.await(CurrentTimeInMillis.class);
        }
        simulator.switchOn("pacing-enforced");
        for (int second = 0; second < 3; second++) {
            clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 51; i++) {
                client.send(new ReqCurrentTimeInMillis());
            }
            client.awaitError(100);
        }
        client.awaitEnd();
    }

    @Test
    void shouldLoseARequestSoManyTimes() throws Exception {
        SocketClient client = ready(7);
        client.awaitError(2158);
        simulator.switchOn("no-answer=REQ_HISTORICAL_DATA:2");
        client.send(history(1));
        client.send(history(2));
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        client.send(history(3));
        assertThat(client.await(HistoricalData.class).reqId()).isEqualTo(3);
    }

    @Test
    void shouldAnswerLate() throws Exception {
        SocketClient client = ready(7);
        client.awaitError(2158);
        simulator.switchOn("late-answer=10s");
        client.send(history(1));
        client.send(new ReqContractDetails(2, AAPL));
        awaitRequest("REQ_CONTRACT_DATA");
        assertThat(client.isSilentFor(SILENCE_MS)).isTrue();
        clock.advance(Duration.ofSeconds(10));
        assertThat(client.await(HistoricalData.class).reqId()).isOne();
        assertThat(client.await(ContractData.class).reqId()).isEqualTo(2);
        simulator.switchOff("late-answer");
        client.send(history(3));
        assertThat(client.await(HistoricalData.class).reqId()).isEqualTo(3);
    }

    @Test
    void shouldDeliverBytesOneByOneInOrder() throws Exception {
        simulator.switchOn("split-bytes");
        SocketClient client = ready(7);
        client.send(history(1));
        assertThat(client.await(HistoricalData.class).bars()).hasSize(2);
        assertThat(simulator.stats().faults())
                .filteredOn(f -> f.name().equals("split-bytes"))
                .singleElement()
                .matches(f -> f.on() && f.strikes() > 0);
    }

    @Test
    void shouldEndInTheMiddleOfAFrame() throws Exception {
        SocketClient client = ready(7);
        client.awaitError(2158);
        simulator.switchOn("cut-mid-frame=REQ_CONTRACT_DATA");
        client.send(history(1));
        assertThat(client.await(HistoricalData.class)).isNotNull();
        drain(client);
        client.send(new ReqContractDetails(2, AAPL));
        assertThat(client.awaitEnd()).isBetween(100, 2000);
    }

    private static void drain(SocketClient client) throws IOException {
        Message end = client.next();
        assertThat(end.wireName()).isEqualTo("HISTORICAL_DATA_END");
    }

    @Test
    void shouldRefuseAFaultThatDoesNotExist() {
        assertThatThrownBy(() -> simulator.switchOn("nonsense")).hasMessageContaining("nonsense");
        assertThatThrownBy(() -> simulator.switchOn("slow-login=soon")).hasMessageContaining("a duration such as");
        assertThatThrownBy(() -> start("wedge-after-x")).hasMessageContaining("known are normal");
    }

    private static Order market() {
        return Order.builder()
                .action("BUY")
                .totalQuantity(BigDecimal.ONE)
                .orderType("MKT")
                .tif("DAY")
                .transmit(true)
                .build();
    }

    private static ReqMktData quotes(int id, boolean snapshot) {
        return new ReqMktData(id, AAPL, "", snapshot, false, "");
    }

    private static ReqHistoricalData history(int id) {
        return new ReqHistoricalData(id, AAPL, "", "1 day", "2 D", 1, "TRADES", 1, false, "");
    }
}

package io.mainstay.client;

import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.StartApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectTest {
    private final ScriptedGateway gateway = ScriptedGateway.onLoopback();

    @AfterEach
    void closeGateway() throws IOException {
        gateway.close();
    }

    private ConnectOptions options() {
        return ConnectOptions.defaults()
                .withVia(ConnectOptions.Via.DIRECT)
                .withGateway("127.0.0.1", gateway.port())
                .withClientId(7)
                .withConnectTimeout(Duration.ofSeconds(10));
    }

    private FutureTask<Mainstay> connecting() {
        return connecting(options());
    }

    private static FutureTask<Mainstay> connecting(ConnectOptions options) {
        return program(() -> Mainstay.connect(options));
    }

    @Test
    void shouldBeReadyOnceAccountsAndOrderIdsAreKnown() throws Exception {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        var greeting = peer.greet(200);
        assertThat(greeting.minVersion()).isEqualTo(100);
        assertThat(greeting.maxVersion()).isEqualTo(MessageCodec.NEWEST_VERSION);
        assertThat(peer.read(StartApi.class)).isEqualTo(new StartApi(7, ""));
        peer.send(new ManagedAccounts("DU1,DU2,"), new NextValidId(41));

        try (Mainstay ib = result(connecting)) {
            assertThat(ib.accounts()).containsExactly("DU1", "DU2");
            assertThat(ib.connection().serverVersion()).isEqualTo(200);
            assertThat(ib.connection().serverTime()).isEqualTo("20261124 13:30:02 EST");
            assertThat(ib.connection().workerPid()).isEmpty();
            peer.close();
        }
    }

    @Test
    void shouldOfferNoNewerVersionThanItMayAndRefuseOneThatWasNotOffered() throws Exception {
        FutureTask<Mainstay> connecting = connecting(options().withNewestVersion(178));
        ScriptedGateway.Peer peer = gateway.accept();
        assertThat(peer.greet(200).maxVersion()).isEqualTo(178);
        assertThatThrownBy(() -> result(connecting))
                .isInstanceOf(MainstayException.GatewayRefused.class)
                .hasMessageContaining("protocol version 200; offered were 100 to 178");
        peer.close();
        assertThatThrownBy(() -> options().withNewestVersion(MessageCodec.NEWEST_VERSION + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 to 225");
    }

    @Test
    void shouldBeReadyInWhateverOrderTheFramesCome() throws Exception {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.greet(200);
        peer.read(StartApi.class);
        peer.send(
                new OpenOrder(
                        3,
                        Contract.builder().symbol("AAPL").build(),
                        Order.builder().clientId(7).build(),
                        OrderState.builder().status("Submitted").build()),
                new OpenOrderEnd(),
                new NextValidId(41),
                new ErrorMessage(-1, 2104, "Market data farm connection is OK:usfarm", "", 0));
        peer.send(new ManagedAccounts("DU1"));

        try (Mainstay ib = result(connecting)) {
            assertThat(ib.accounts()).containsExactly("DU1");
            peer.close();
        }
    }

    @Test
    void shouldReadAGreetingThatComesByteByByte() throws Exception {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.readGreeting();
        for (byte one : new ServerGreeting(176, "20261124 13:30:02 British Summer Time").encode()) {
            peer.write(new byte[] {one});
        }
        assertThat(peer.read()).isInstanceOf(StartApi.class);
        peer.sendFields("15|1|DU1|");
        peer.sendFields("9|1|1|");
        try (Mainstay ib = result(connecting)) {
            assertThat(ib.connection().serverVersion()).isEqualTo(176);
            peer.close();
        }
    }

    @Test
    void shouldSayThatNothingListensAtOnce() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        ConnectOptions options = options().withGateway("127.0.0.1", free).withConnectTimeout(Duration.ofDays(1));
        assertThatThrownBy(() -> Mainstay.connect(options))
                .isInstanceOf(MainstayException.GatewayDown.class)
                .hasMessageContaining("127.0.0.1:" + free)
                .hasMessageContaining("Start IB Gateway")
                .extracting(e -> ((MainstayException) e).exitCode())
                .isEqualTo(10);
    }

    @Test
    void shouldCallAGatewayMuteThatNeverAnswersTheGreetingAndEndTheAttemptInOrder() {
        FutureTask<Mainstay> connecting = connecting(options().withConnectTimeout(Duration.ofMillis(200)));
        ScriptedGateway.Peer peer = gateway.accept();
        peer.readGreeting();
        assertThat(peer.read()).as("half-closed by the client").isNull();
        peer.close();
        assertThatThrownBy(() -> result(connecting))
                .isInstanceOf(MainstayException.GatewayMute.class)
                .hasMessageContaining("accepts connections but does not answer the greeting (waited 200 ms)")
                .hasMessageContaining("CLOSE_WAIT");
    }

    @Test
    void shouldCallAGatewayMuteThatNamesNoAccounts() {
        FutureTask<Mainstay> connecting = connecting(options().withConnectTimeout(Duration.ofMillis(200)));
        ScriptedGateway.Peer peer = gateway.accept();
        peer.greet(200);
        peer.read(StartApi.class);
        peer.send(new NextValidId(1));
        assertThat(peer.read()).as("half-closed by the client").isNull();
        peer.close();
        assertThatThrownBy(() -> result(connecting))
                .isInstanceOf(MainstayException.GatewayMute.class)
                .hasMessageContaining("did not name its accounts");
    }

    @Test
    void shouldCallItRefusedWhenTheGatewayClosesDuringTheHandshake() {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.readGreeting();
        peer.close();
        assertThatThrownBy(() -> result(connecting))
                .isInstanceOf(MainstayException.GatewayRefused.class)
                .hasMessageContaining("socket clients are enabled")
                .extracting(e -> ((MainstayException) e).exitCode())
                .isEqualTo(12);
    }

    @Test
    void shouldCallItRefusedWhenTheGatewayResetsDuringTheHandshake() {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.readGreeting();
        peer.reset();
        assertThatThrownBy(() -> result(connecting)).isInstanceOf(MainstayException.GatewayRefused.class);
    }

    @Test
    void shouldNameTheClientIdThatIsInUse() {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.greet(200);
        peer.read(StartApi.class);
        peer.send(new ErrorMessage(-1, 326, "Unable to connect as the client id is already in use.", "", 0));
        peer.close();
        assertThatThrownBy(() -> result(connecting))
                .isInstanceOf(MainstayException.GatewayRefused.class)
                .hasMessageContaining("client id 7 is in use");
    }

    @Test
    void shouldPassOnWhatTheWorkerSaysAboutItsGateway() {
        expectWorkerCause(10, MainstayException.GatewayDown.class);
        expectWorkerCause(11, MainstayException.GatewayMute.class);
        expectWorkerCause(12, MainstayException.GatewayRefused.class);
        expectWorkerCause(13, MainstayException.LinkDown.class);
    }

    private void expectWorkerCause(int exit, Class<? extends MainstayException> type) {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.greet(200);
        peer.read(StartApi.class);
        String json = "{\"mainstay\":{\"cause\":\"X\",\"exit\":" + exit + ",\"sinceMs\":3000,\"retryInMs\":500}}";
        peer.send(new ErrorMessage(-1, 502, "no gateway at present", json, 0));
        peer.close();
        assertThatThrownBy(() -> result(connecting)).isInstanceOf(type).hasMessageContaining("no gateway at present");
    }

    @Test
    void shouldRefuseAVersionThatItDoesNotSpeak() {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.greet(99);
        assertThat(peer.read()).isNull();
        peer.close();
        assertThatThrownBy(() -> result(connecting)).hasMessageContaining("protocol version 99");
    }

    @Test
    void shouldRefuseWhatIsNotTheProtocol() {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.readGreeting();
        peer.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(peer.read()).isNull();
        peer.close();
        assertThatThrownBy(() -> result(connecting)).hasMessageContaining("does not speak the TWS API");
    }

    @Test
    void shouldGiveUpAnAttemptWhenInterrupted() throws Exception {
        var interruptedFlag = new FutureTask<>(() -> {
            try {
                return Mainstay.connect(options()).accounts().toString();
            } catch (MainstayException.Interrupted e) {
                return "interrupted, flag " + Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = new Thread(interruptedFlag, "program");
        thread.start();
        ScriptedGateway.Peer peer = gateway.accept();
        peer.readGreeting();
        thread.interrupt();
        assertThat(peer.read()).as("half-closed by the client").isNull();
        peer.close();
        assertThat(result(interruptedFlag)).isEqualTo("interrupted, flag true");
    }

    @Test
    void shouldHalfCloseAndReadToTheEndWhenClosed() throws Exception {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.acceptReady(1);
        Mainstay ib = result(connecting);
        FutureTask<Boolean> closing = program(() -> {
            ib.close();
            return true;
        });
        assertThat(peer.read()).as("end of stream").isNull();
        peer.send(new ErrorMessage(-1, 2104, "said while the client drains", "", 0));
        assertThat(closing.isDone()).as("still draining").isFalse();
        peer.close();
        assertThat(result(closing)).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.endsWith(":" + gateway.port()));
        ib.close();
        assertThatThrownBy(ib::positions)
                .isInstanceOf(MainstayException.Disconnected.class)
                .hasMessageContaining("closed by this program");
    }

    @Test
    void shouldFailEveryCallAtOnceWhenTheConnectionIsLost() throws Exception {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.acceptReady(1);
        Mainstay ib = result(connecting).withTimeout(Duration.ofDays(1));
        var positions = program(ib::positions);
        var summary = program(ib::accountSummary);
        var instrument = program(() -> ib.stock("AAPL"));
        var time = program(ib::currentTime);
        for (int i = 0; i < 4; i++) {
            peer.read();
        }
        peer.close();
        for (FutureTask<?> call : new FutureTask<?>[] {positions, summary, instrument, time}) {
            assertThatThrownBy(() -> result(call))
                    .isInstanceOf(MainstayException.Disconnected.class)
                    .hasMessageContaining("unknown, not empty");
        }
        assertThatThrownBy(ib::positions).isInstanceOf(MainstayException.Disconnected.class);
        ib.close();
    }

    @Test
    void shouldNotLoseTheConnectionWhenACallerIsInterrupted() throws Exception {
        FutureTask<Mainstay> connecting = connecting();
        ScriptedGateway.Peer peer = gateway.acceptReady(1);
        try (Mainstay ib = result(connecting)) {
            var interrupted = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                return ib.positions();
            });
            new Thread(interrupted, "program").start();
            assertThatThrownBy(() -> result(interrupted)).isInstanceOf(MainstayException.Interrupted.class);
            peer.read(ReqPositions.class);
            var summary = program(ib::accountSummary);
            var request = peer.read(io.mainstay.protocol.message.ReqAccountSummary.class);
            peer.send(new io.mainstay.protocol.message.AccountSummaryEnd(request.reqId()));
            assertThat(result(summary).values()).isEmpty();
            peer.close();
        }
    }
}

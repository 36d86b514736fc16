package io.mainstay.client;

import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.client.worker.FakeWorker;
import io.mainstay.client.worker.WorkerCommand;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.client.worker.WorkerProcess;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqPositions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @SuppressWarnings("NullAway.Init")
    private WorkerHome home;

    @BeforeEach
    void placeHome() {
        home = WorkerHome.shared(temp, "127.0.0.1", 4002);
    }

    @AfterEach
    void stopWorker() throws Exception {
        WorkerProcess.stop(home, PATIENCE);
    }

    private ConnectOptions options() {
        return ConnectOptions.defaults().withHome(temp).withConnectTimeout(Duration.ofSeconds(20));
    }

    private WorkerProcess.Running startWorker(String misbehaviour) throws Exception {
        return WorkerProcess.start(
                home,
                WorkerCommand.of(home, 4000, Duration.ofSeconds(5))
                        .withMainClass(FakeWorker.class.getName())
                        .withEnvironment("MAINSTAY_FAKE", misbehaviour),
                PATIENCE);
    }

    @Test
    void shouldAttachToTheWorkerThatRunsAndLeaveItWhenClosed() throws Exception {
        long pid = startWorker("").pid().orElseThrow();
        for (int run = 0; run < 3; run++) {
            try (Mainstay ib = Mainstay.connect(options())) {
                assertThat(ib.accounts()).containsExactly("DU1");
                assertThat(ib.connection().via()).isEqualTo(ConnectOptions.Via.SHARED_WORKER);
                assertThat(ib.connection().workerPid()).hasValue(pid);
                assertThat(ib.connection().workerStarted()).isFalse();
                assertThat(ib.positions().all()).isEmpty();
            }
        }
        assertThat(ProcessHandle.of(pid)).isPresent();
    }

    @Test
    void shouldEndEveryRequestAtOnceWhenTheWorkerIsKilled() throws Exception {
        long pid = startWorker("silent").pid().orElseThrow();
        Mainstay ib = Mainstay.connect(options().withRequestTimeout(Duration.ofDays(1)));
        FutureTask<Positions> positions = program(ib::positions);
        OrderHandle order = ib.buy(Connected.decimal("1"))
                .of(new Instrument(
                        Connected.apple(),
                        "",
                        Connected.decimal("0.01"),
                        java.time.ZoneOffset.UTC,
                        new TradingSchedule(java.util.List.of()),
                        new TradingSchedule(java.util.List.of())))
                .market()
                .place();
        FutureTask<OrderHandle.Outcome> outcome = program(order::outcome);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        assertThatThrownBy(() -> result(positions)).isInstanceOf(MainstayException.Disconnected.class);
        assertThat(result(outcome)).isInstanceOf(OrderHandle.Outcome.InDoubt.class);
        ib.close();

        assertThat(startWorker("").startedNow())
                .as("nothing of the dead one is in the way")
                .isTrue();
        try (Mainstay again = Mainstay.connect(options())) {
            assertThat(again.positions().all()).isEmpty();
        }
    }

    @Test
    void shouldSayHowToStartAWorkerWhenThisProgramCannot() {
        assertThatThrownBy(() -> Mainstay.connect(options()))
                .isInstanceOf(MainstayException.WorkerFailed.class)
                .hasMessageContaining("mainstay worker start")
                .extracting(e -> ((MainstayException) e).exitCode())
                .isEqualTo(30);
        assertThatThrownBy(() -> Mainstay.connect(options().withVia(ConnectOptions.Via.PRIVATE_WORKER)))
                .isInstanceOf(MainstayException.WorkerFailed.class)
                .hasMessageContaining("mainstay worker start");
        assertThat(temp.resolve("private")).isEmptyDirectory();
    }

    @Test
    void shouldSpeakToAWorkerOverItsUnixSocket() throws Exception {
        Files.createDirectories(home.folder());
        try (ScriptedGateway worker = ScriptedGateway.onUnixSocket(home.socket())) {
            FutureTask<Mainstay> connecting = program(() -> Mainstay.connect(options()));
            ScriptedGateway.Peer peer = worker.acceptReady(1);
            Mainstay ib = result(connecting);
            FutureTask<Positions> positions = program(ib::positions);
            peer.read(ReqPositions.class);
            peer.send(new PositionEnd());
            assertThat(result(positions).all()).isEmpty();
            peer.close();
            ib.close();
        }
    }
}

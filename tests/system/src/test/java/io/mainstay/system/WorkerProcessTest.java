package io.mainstay.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.sockets.SocketTable;
import io.mainstay.sockets.TcpState;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The worker as a process: its start, its end, its death. */
class WorkerProcessTest {
    @Test
    void shouldStartOnceNameTheFirstWorkerToASecondStartAndStopWithoutATrace() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            assertThat(home.run("worker", "start", "--gateway", gateway.gateway())
                            .exitCode())
                    .isZero();
            ProcessHandle worker = worker(home, gateway);
            CommandResult second = home.run("worker", "start", "--gateway", gateway.gateway());
            assertThat(second.stdout() + second.stderr()).contains(Long.toString(worker.pid()));
            assertThat(home.sockets())
                    .isNotEmpty()
                    .allSatisfy(
                            socket -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                                    .isEqualTo("rw-------"));
            assertThat(home.run("worker", "stop", "--gateway", gateway.gateway())
                            .exitCode())
                    .isZero();
            assertThat(worker.isAlive()).isFalse();
            assertThat(home.sockets()).isEmpty();
            assertThat(gateway.connections("accepted")).isEqualTo(1);
            assertThat(gateway.connections("aborted")).isZero();
            assertThat(SocketTable.read().at(gateway.port(), TcpState.CLOSE_WAIT))
                    .isEmpty();
        }
    }

    @Test
    void shouldEndEveryOpenRequestWithAStatedOutcomeWhenTheWorkerIsKilledAndRunAgainAfterwards() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home, "--scenario", "late-answer")) {
            assertThat(home.run("worker", "start", "--gateway", gateway.gateway())
                            .exitCode())
                    .isZero();
            ProcessHandle worker = worker(home, gateway);
            try (Mainstay ib = Mainstay.connect(options(home, gateway));
                    ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                Instrument apple = ib.stock("AAPL");
                var calls = new ArrayList<Future<?>>();
                for (int i = 0; i < 10; i++) {
                    Callable<Object> fetch =
                            () -> ib.bars(apple).last("10 D").every("30 mins").fetch();
                    calls.add(callers.submit(fetch));
                }
                gateway.awaitRequests("REQ_HISTORICAL_DATA", 1);
                worker.destroyForcibly();
                for (Future<?> call : calls) {
                    try {
                        call.get(60, TimeUnit.SECONDS);
                    } catch (ExecutionException stated) {
                        assertThat(stated.getCause())
                                .isInstanceOfSatisfying(
                                        MainstayException.class,
                                        e -> assertThat(e.exitCode()).isIn(14, 30));
                    }
                }
            }
            gateway.fault("late-answer", false);
            CommandResult again = home.run("run", "--gateway", gateway.gateway(), "--symbols", "AAPL", "--once");
            assertThat(again.exitCode()).as(again.stderr()).isZero();
        }
    }

    @Test
    void shouldEndAPrivateWorkerWhenItsParentIsKilled() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            Process run = home.start(
                    "run",
                    "--gateway",
                    gateway.gateway(),
                    "--worker",
                    "private",
                    "--symbols",
                    "AAPL",
                    "--interval",
                    "15s");
            gateway.awaitRequests("REQ_HISTORICAL_DATA", 1);
            ProcessHandle worker = home.processes().stream()
                    .filter(p ->
                            p.pid() != run.pid() && p.pid() != gateway.process().pid())
                    .findFirst()
                    .orElseThrow();
            run.destroyForcibly();
            worker.onExit().get(5, TimeUnit.SECONDS);
            assertThat(worker.isAlive()).isFalse();
        }
    }

    @Test
    void shouldLetTheSameClientIdInAgainAtOnceAfterItsProgramWasKilled() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            assertThat(home.run("worker", "start", "--gateway", gateway.gateway())
                            .exitCode())
                    .isZero();
            // Of another symbol each time: the worker answers an equal question within 15 s by itself.
            for (String symbol : List.of("AAPL", "MSFT", "IBM", "TSLA", "NVDA")) {
                int before = gateway.requests("REQ_HISTORICAL_DATA");
                Process run =
                        home.start("run", "--gateway", gateway.gateway(), "--symbols", symbol, "--interval", "15s");
                gateway.awaitRequests("REQ_HISTORICAL_DATA", before + 1);
                run.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
                CommandResult again = home.run("run", "--gateway", gateway.gateway(), "--symbols", symbol, "--once");
                assertThat(again.exitCode()).as(again.stderr()).isZero();
            }
        }
    }

    @Test
    void shouldStopAContinuousRunInOrderOnASignal() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home)) {
            Process run = home.start("run", "--gateway", gateway.gateway(), "--symbols", "AAPL", "--interval", "15s");
            gateway.awaitRequests("REQ_HISTORICAL_DATA", 1);
            run.destroy();
            assertThat(run.onExit().get(10, TimeUnit.SECONDS).exitValue()).isEqualTo(143);
        }
    }

    private static ProcessHandle worker(Home home, Simulator gateway) throws IOException {
        return home.processes().stream()
                .filter(p -> p.pid() != gateway.process().pid())
                .findFirst()
                .orElseThrow();
    }

    private static ConnectOptions options(Home home, Simulator gateway) {
        return ConnectOptions.defaults().withHome(home.state()).withGateway("127.0.0.1", gateway.port());
    }
}

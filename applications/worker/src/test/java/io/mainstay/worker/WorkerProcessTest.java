package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqPositions;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerProcessTest {
    private static final Contract APPLE = Contract.builder()
            .conId(265598)
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();

    @TempDir
    Path folder;

    @Test
    void shouldShareOneGatewayConnectionBetweenClientsOfBothSockets() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port(), "--front-port", "0")) {
            String line = worker.line();
            assertThat(line).startsWith("ready pid=" + worker.process.pid()).contains(" front=");
            int front = Integer.parseInt(line.substring(line.lastIndexOf('=') + 1));
            try (var local = worker.client(1);
                    var remote = RawClient.overTcp(front, 178).start(2)) {
                assertThat(local.next(ManagedAccounts.class).accountsList()).isEqualTo("DU9000001");
                assertThat(local.next(NextValidId.class).orderId()).isEqualTo(379);
                remote.next(NextValidId.class);
                local.send(new ReqCurrentTime());
                assertThat(local.next(CurrentTime.class).time()).isEqualTo(1_700_000_000);
                remote.send(new ReqPositions());
                remote.next(PositionEnd.class);
            }
            for (int i = 0; i < 50; i++) {
                try (var client = worker.client(1)) {
                    client.next(NextValidId.class);
                }
            }
            assertThat(gateway.connections).hasValue(1);
        }
    }

    @Test
    void shouldRefuseToStartTwiceAndNameTheFirst() throws Exception {
        try (var gateway = new ScriptedGateway();
                var first = WorkerProcess.shared(folder, gateway.port()).ready();
                var second = WorkerProcess.shared(folder, gateway.port())) {
            assertThat(second.line()).isEqualTo("locked " + first.process.pid());
            assertThat(second.exit()).isEqualTo(30);
            try (var client = first.client(1)) {
                client.next(NextValidId.class);
            }
            assertThat(gateway.connections).hasValue(1);
        }
    }

    @Test
    void shouldEndInOrderOnSigtermAndLeaveNothingBehind() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var client = worker.client(1)) {
            client.next(NextValidId.class);
            signal(worker, "TERM");
            assertThat(client.errorsUntilEnd()).isEmpty();
            client.leave();
            assertThat(worker.exit()).isZero();
            assertThat(gateway.ends.poll(30, TimeUnit.SECONDS)).isEqualTo("EOF");
            assertThat(WorkerProcess.socket(folder)).doesNotExist();
            assertThat(worker.rest()).as("nothing after its line").isNull();
        }
    }

    @Test
    void shouldStartAgainAtOnceAfterItWasKilled() throws Exception {
        try (var gateway = new ScriptedGateway()) {
            for (int i = 0; i < 3; i++) {
                try (var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                        var client = worker.client(1)) {
                    client.next(NextValidId.class);
                    worker.process.destroyForcibly();
                    worker.exit();
                    assertThat(WorkerProcess.socket(folder))
                            .as("its socket is left")
                            .exists();
                }
            }
        }
    }

    @Test
    void shouldOutliveTheTerminalOfItsStarterWhenItIsShared() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready()) {
            signal(worker, "HUP");
            signal(worker, "INT");
            try (var client = worker.client(1)) {
                client.next(NextValidId.class);
            }
            assertThat(worker.process.isAlive()).isTrue();
        }
    }

    @Test
    void shouldEndWithItsParentHoweverThatDiesWhenItIsPrivate() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker =
                        WorkerProcess.start(folder, gateway.port(), "private").ready();
                var client = worker.client(1)) {
            client.next(NextValidId.class);
            worker.endParent();
            assertThat(client.errorsUntilEnd()).isEmpty();
            client.leave();
            assertThat(worker.exit()).isZero();
            assertThat(gateway.ends.poll(30, TimeUnit.SECONDS)).isEqualTo("EOF");
        }
    }

    @Test
    void shouldSayWhyAClientCannotStartWhenNothingListens() throws Exception {
        int port = freePort();
        try (var worker = WorkerProcess.shared(folder, port).ready();
                var client = worker.client(1)) {
            List<ErrorMessage> errors = client.errorsUntilEnd();
            assertThat(errors).hasSize(1);
            assertThat(errors.getFirst().errorCode()).isEqualTo(502);
            assertThat(errors.getFirst().errorMsg()).contains("127.0.0.1:" + port, "nothing listens");
            assertThat(errors.getFirst().advancedOrderRejectJson())
                    .contains("\"cause\":\"NOTHING_LISTENS\",\"exit\":10");
            try (var gateway = new ScriptedGateway(port);
                    var again = worker.client(1)) {
                again.next(NextValidId.class);
                assertThat(gateway.connections).hasValue(1);
            }
        }
    }

    @Test
    void shouldCallAGatewayMuteThatAcceptsAndSaysNothing() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var worker = WorkerProcess.shared(folder, mute.getLocalPort(), "--handshake-timeout-ms", "300")
                        .ready();
                var client = worker.client(1)) {
            List<ErrorMessage> errors = client.errorsUntilEnd();
            assertThat(errors.getFirst().advancedOrderRejectJson()).contains("\"cause\":\"MUTE\",\"exit\":11");
            try (var accepted = mute.accept()) {
                assertThat(accepted.getInputStream().readAllBytes())
                        .as("the greeting and then our end, in order")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void shouldDeliverFillOfAnOwnerThatWasAwayWhenTheWorkerWasKilled() throws Exception {
        try (var gateway = new ScriptedGateway()) {
            int upstream;
            try (var worker = WorkerProcess.shared(folder, gateway.port()).ready()) {
                try (var owner = worker.client(1)) {
                    owner.next(NextValidId.class);
                    owner.send(new PlaceOrder(
                            500,
                            APPLE,
                            Order.builder()
                                    .action("BUY")
                                    .orderType("MKT")
                                    .totalQuantity(BigDecimal.TEN)
                                    .build()));
                    upstream = gateway.next(PlaceOrder.class).orderId();
                }
                try (var other = worker.client(2)) {
                    other.next(NextValidId.class);
                    gateway.say(new ExecDetails(
                            -1,
                            upstream,
                            APPLE,
                            Execution.builder()
                                    .execId("0001.01")
                                    .clientId(7)
                                    .shares(BigDecimal.TEN)
                                    .build()));
                    other.send(new ReqCurrentTime());
                    other.next(CurrentTime.class);
                }
                worker.process.destroyForcibly();
                worker.exit();
            }
            try (var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                    var owner = worker.client(1)) {
                assertThat(owner.next(NextValidId.class).orderId()).isEqualTo(501);
                ExecDetails fill = owner.next(ExecDetails.class);
                assertThat(fill.orderId()).isEqualTo(500);
                assertThat(fill.execution().execId()).isEqualTo("0001.01");
            }
        }
    }

    @Test
    void shouldServeDataAndRefuseOrdersWhenTheJournalCannotBeUsed() throws Exception {
        Files.writeString(
                folder.resolve("journal.db"), "this is not a database, and it is long enough to be looked at");
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var client = worker.client(1)) {
            client.next(NextValidId.class);
            client.send(new ReqPositions());
            client.next(PositionEnd.class);
            client.send(new PlaceOrder(500, APPLE, Order.builder().action("BUY").build()));
            ErrorMessage error = client.next(ErrorMessage.class);
            assertThat(error.id()).isEqualTo(500);
            assertThat(error.errorCode()).isEqualTo(201);
            assertThat(error.errorMsg()).contains("nothing was sent");
            assertThat(gateway.received).noneMatch(m -> m instanceof PlaceOrder);
        }
    }

    @Test
    void shouldKeepItsFilesToItsOwnerAndAccountNumbersOutOfThem() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var client = worker.client(1)) {
            client.next(NextValidId.class);
            gateway.say(new ErrorMessage(-1, 2000, "account DU9000001\nsecond line", "", 0));
            client.next(ErrorMessage.class);
            assertThat(permissions(WorkerProcess.socket(folder))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("run"))).isEqualTo("rwx------");
            for (String name : List.of("worker.lock", "worker.log", "journal.db")) {
                assertThat(permissions(folder.resolve(name))).as(name).isEqualTo("rw-------");
            }
            assertThat(Files.readString(folder.resolve("worker.log"))).doesNotContain("DU9000001");
        }
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var worker = WorkerProcess.shared(
                        folder, freePort(), "--front-port", Integer.toString(taken.getLocalPort()))) {
            assertThat(worker.line()).startsWith("failed front port " + taken.getLocalPort() + " is taken");
            assertThat(worker.exit()).isEqualTo(30);
            assertThat(WorkerProcess.socket(folder)).doesNotExist();
        }
    }

    @Test
    void shouldLeaveAFileAloneThatIsNoSocket() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(WorkerProcess.socket(folder), "somebody's");
        try (var worker = WorkerProcess.shared(folder, freePort())) {
            assertThat(worker.line()).startsWith("failed").contains("not a socket");
            assertThat(worker.exit()).isEqualTo(30);
            assertThat(WorkerProcess.socket(folder)).hasContent("somebody's");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() throws Exception {
        try (var worker = WorkerProcess.shared(folder, freePort(), "--speed", "fast")) {
            assertThat(worker.line()).startsWith("failed unknown argument --speed");
            assertThat(worker.exit()).isEqualTo(2);
        }
    }

    private static void signal(WorkerProcess worker, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/kill", "-" + name, Long.toString(worker.process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

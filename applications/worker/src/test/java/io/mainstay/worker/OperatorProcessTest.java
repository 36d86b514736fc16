package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.worker.AdminClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's socket for operators. */
@Timeout(120)
class OperatorProcessTest {
    @TempDir
    Path folder;

    private AdminClient admin() {
        return new AdminClient(WorkerProcess.socket(folder).resolveSibling("admin.sock"));
    }

    @Test
    void shouldTellWhatItHoldsToItsOwnUserAlone() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port(), "--front-port", "0")
                        .ready();
                var client = worker.client(5)) {
            client.next(NextValidId.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(admin().socket())))
                    .isEqualTo("rw-------");
            Answer answer = admin().get("/status");
            assertThat(answer.status()).isEqualTo(200);
            Map<String, Object> status = answer.document();
            assertThat(AdminClient.object(status, "worker")).containsEntry("pid", (int) worker.process.pid());
            assertThat(AdminClient.object(status, "upstream"))
                    .containsEntry("state", "READY")
                    .containsEntry("epoch", 1)
                    .containsEntry("connects", 1)
                    .containsEntry("clientId", 7);
            assertThat(AdminClient.list(status, "clients"))
                    .singleElement()
                    .satisfies(one -> assertThat(one)
                            .containsEntry("clientId", 5)
                            .containsEntry("rule", "own-user")
                            .containsEntry("role", "admin"));
            assertThat(AdminClient.object(status, "lamps", "session")).containsEntry("state", "ok");
            assertThat(AdminClient.object(status, "lamps", "listener")).containsEntry("state", "ok");
            assertThat(AdminClient.object(status, "lamps", "link"))
                    .as("no data has shown it")
                    .containsEntry("state", "unknown");
            assertThat(status.toString()).doesNotContain("DU9000001");
        }
    }

    @Test
    void shouldLightNoLampGreenWithoutAGatewayAndSayWhy() throws Exception {
        int port;
        try (var gateway = new ScriptedGateway()) {
            port = gateway.port();
        }
        try (var worker = WorkerProcess.start(folder, port, "private").ready()) {
            assertThat(worker.process.isAlive()).isTrue();
            Map<String, Object> status = admin().get("/status").document();
            for (String lamp : List.of("session", "requests", "link", "farms")) {
                assertThat(AdminClient.object(status, "lamps", lamp).get("state"))
                        .as(lamp)
                        .isNotEqualTo("ok");
            }
        }
    }

    @Test
    void shouldEndByItselfWhenADrainIsOver() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var client = worker.client(1)) {
            client.next(NextValidId.class);
            assertThat(admin().post("/drain", "{\"reason\":\"update\"}").status())
                    .isEqualTo(200);
            assertThat(client.errorsUntilEnd()).isEmpty();
            client.leave();
            assertThat(worker.exit()).isZero();
            assertThat(gateway.ends.poll(30, TimeUnit.SECONDS)).isEqualTo("EOF");
            assertThat(admin().socket()).doesNotExist();
        }
    }

    @Test
    void shouldAnswerWhileAClientIsStalledAndThousandsOfRequestsWait() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var stalled = worker.client(1);
                var second = worker.client(2);
                var third = worker.client(3)) {
            var apple = Contract.builder().symbol("AAPL").secType("STK").build();
            for (var client : List.of(stalled, second, third)) {
                client.next(NextValidId.class);
                for (int i = 0; i < 900; i++) {
                    client.send(new ReqContractDetails(i, apple));
                }
            }
            Map<String, Object> status = admin().get("/status").document();
            assertThat(AdminClient.list(status, "lanes").stream()
                            .filter(lane -> "INTERACTIVE".equals(lane.get("lane")))
                            .mapToLong(lane -> AdminClient.number(lane, "waiting"))
                            .sum())
                    .isGreaterThan(500);
            long session =
                    AdminClient.number(AdminClient.list(status, "clients").getFirst(), "session");
            assertThat(admin().post("/kill", "{\"session\":" + session + ",\"reason\":\"floods\"}")
                            .status())
                    .isEqualTo(200);
            List<ErrorMessage> told = stalled.errorsUntilEnd();
            assertThat(told.getLast().errorMsg()).contains("operator", "floods");
            assertThat(admin().post("/pause", "").status()).isEqualTo(200);
            second.send(new ReqContractDetails(5_000, apple));
            while (second.next(ErrorMessage.class).id() != 5_000) {
                // The refusals of those beyond the bound come before.
            }
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstandAndServeOn() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready()) {
            assertThat(worker.process.isAlive()).isTrue();
            assertThat(admin().get("/nothing").status()).isEqualTo(404);
            assertThat(admin().get("/pause").status()).isEqualTo(405);
            assertThat(admin().post("/hold", "{\"minutes\":0}").status()).isEqualTo(400);
            assertThat(admin().post("/hold", "{minutes}").status()).isEqualTo(400);
            assertThat(admin().post("/kill", "{}").status()).isEqualTo(400);
            assertThat(admin().post("/kill", "{\"session\":77}").status()).isEqualTo(409);
            assertThat(admin().raw("POST /pause HTTP/1.1\r\nConnection: close\r\nContent-Length: 70000\r\n\r\n"))
                    .startsWith("HTTP/1.1 413");
            assertThat(admin().raw("GET /" + "x".repeat(3_000) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            assertThat(admin().get("/status").status()).isEqualTo(200);
        }
    }
}

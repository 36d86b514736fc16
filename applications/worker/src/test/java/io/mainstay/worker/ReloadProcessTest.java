package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.worker.AdminClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose files change while it runs. */
@Timeout(120)
class ReloadProcessTest {
    private static final String TOKEN = "b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWUgb3BlbiBzZXM";

    @TempDir
    Path folder;

    private void file(String name, String text) throws IOException {
        Path run = folder.resolve("run");
        Files.createDirectories(run);
        Path file = run.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String robot(String token) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return "[robot]\ntoken = sha256:" + HexFormat.of().formatHex(digest) + "\nrole = trade\n";
    }

    private Answer reload() throws IOException {
        return new AdminClient(WorkerProcess.socket(folder).resolveSibling("admin.sock")).post("/reload", "");
    }

    private RawClient robot(int clientId) throws IOException {
        return RawClient.overUnix(WorkerProcess.socket(folder), 200).start(clientId, "token=" + TOKEN);
    }

    private static void isServed(RawClient client) throws IOException {
        client.send(new ReqIds(1));
        client.next(NextValidId.class);
    }

    @Test
    void shouldEndTheClientWhoseTokenIsGoneAndNeitherTheOthersNorTheGatewaysSession() throws Exception {
        file("access.conf", robot(TOKEN));
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var robot = robot(1);
                var other = worker.client(2)) {
            robot.next(NextValidId.class);
            other.next(NextValidId.class);
            file("access.conf", "[others]\nrole = read-only\n");

            Answer answer = reload();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.document())
                    .containsEntry("clientsEnded", 1)
                    .containsEntry("clientsChanged", 1)
                    .containsEntry("restartNeeded", List.of());
            assertThat(robot.errorsUntilEnd())
                    .extracting(ErrorMessage::errorMsg)
                    .singleElement()
                    .asString()
                    .contains("rules of this worker were changed");
            isServed(other);
            assertThat(gateway.connections).hasValue(1);
            assertThat(gateway.ends.poll()).isNull();
            try (var again = robot(3)) {
                assertThat(again.errorsUntilEnd())
                        .extracting(ErrorMessage::errorMsg)
                        .singleElement()
                        .asString()
                        .contains("access denied");
            }
        }
    }

    @Test
    void shouldKeepTheOldRulesIfAFileHasAMistakeAndSayWhereAndWhatToDo() throws Exception {
        file("access.conf", robot(TOKEN));
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var robot = robot(1)) {
            assertThat(worker.process.isAlive()).isTrue();
            robot.next(NextValidId.class);
            Path rules = folder.resolve("run").resolve("access.conf");

            file("access.conf", "[others]\nrole = king\n");
            Answer wrongRole = reload();
            assertThat(wrongRole.status()).isEqualTo(409);
            assertThat(wrongRole.document().get("error"))
                    .asString()
                    .contains(rules + " line 2", "role is one of", "king", "nothing has changed", "reload again");

            Files.delete(rules);
            assertThat(reload().document().get("error")).asString().contains(rules + " is not there", "empty file");

            file("access.conf", "");
            Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(reload().document().get("error")).asString().contains("chmod 600");

            file("access.conf", "");
            file("worker.conf", "market-data-lines = many\n");
            assertThat(reload().document().get("error")).asString().contains("--market-data-lines", "many");

            isServed(robot);
            try (var again = robot(2)) {
                again.next(NextValidId.class);
            }
            assertThat(Files.readString(folder.resolve("worker.log"))).contains(rules + " line 2");
        }
    }

    @Test
    void shouldNameWhatChangedInItsOptionsAndNeedsARestart() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port(), "--messages-per-second", "45")
                        .ready()) {
            assertThat(worker.process.isAlive()).isTrue();
            file("other.conf", robot(TOKEN));
            file(
                    "worker.conf",
                    "access = " + folder.resolve("run").resolve("other.conf")
                            + "\nmarket-data-lines = 200\nsame-client-id = take-over\nlisten = 127.0.0.1:0\n");
            Answer answer = reload();
            assertThat(answer.document().get("restartNeeded"))
                    .isEqualTo(List.of("listen and the tls options", "same-client-id", "market-data-lines"));
            assertThat(answer.document().get("done")).asString().contains("market-data-lines", "worker restart");
            try (var robot = robot(1)) {
                robot.next(NextValidId.class);
            }
        }
    }

    @Test
    void shouldReadItsRulesAgainOnTheSignalForThat() throws Exception {
        file("access.conf", robot(TOKEN));
        try (var gateway = new ScriptedGateway();
                var worker = withHup("--default-signal=HUP", gateway).ready();
                var robot = robot(1)) {
            robot.next(NextValidId.class);
            file("access.conf", "");
            hangUp(worker);
            assertThat(robot.errorsUntilEnd()).hasSize(1);
            try (var other = worker.client(2)) {
                other.next(NextValidId.class);
            }
            assertThat(gateway.connections).hasValue(1);
        }
    }

    @Test
    void shouldSayThatItsStarterHasTheSignalIgnoredAndStillReadItsRulesAgainWhenTold() throws Exception {
        file("access.conf", robot(TOKEN));
        try (var gateway = new ScriptedGateway();
                var worker = withHup("--ignore-signal=HUP", gateway).ready();
                var robot = robot(1)) {
            robot.next(NextValidId.class);
            assertThat(Files.readString(folder.resolve("worker.log"))).contains("SIGHUP ignored", "worker reload");
            file("access.conf", "");
            hangUp(worker);
            isServed(robot);
            assertThat(reload().status()).isEqualTo(200);
            assertThat(robot.errorsUntilEnd()).hasSize(1);
        }
    }

    /** A shared worker whose starter has a say in SIGHUP, whatever whoever started the tests has. */
    private WorkerProcess withHup(String option, ScriptedGateway gateway) throws IOException {
        var command = new ArrayList<>(List.of("env", option));
        command.addAll(WorkerProcess.command(folder, gateway.port(), "shared"));
        return WorkerProcess.launch(folder, command);
    }

    private static void hangUp(WorkerProcess worker) throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(worker.process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}

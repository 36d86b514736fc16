package io.mainstay.client.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.client.session.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @SuppressWarnings("NullAway.Init")
    private WorkerHome home;

    @BeforeEach
    void placeHome() {
        home = WorkerHome.shared(temp.resolve("h"), "localhost", 4002);
    }

    @AfterEach
    void stopWorker() throws Exception {
        WorkerProcess.stop(home, PATIENCE);
    }

    private WorkerCommand command() {
        return WorkerCommand.of(home, 4000, Duration.ofSeconds(5)).withMainClass(FakeWorker.class.getName());
    }

    private static <T> FutureTask<T> started(FutureTask<T> task) {
        Thread thread = new Thread(task, "starter");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void shouldPlaceEachEndpointsFilesInAFolderOfItsOwnThatOnlyItsOwnerMayRead() throws Exception {
        assertThat(home.folder()).isEqualTo(temp.resolve("h/worker/127.0.0.1-4002"));
        assertThat(WorkerHome.shared(temp, "GW.example.com", 4001).folder())
                .isEqualTo(temp.resolve("worker/gw.example.com-4001"));
        assertThat(WorkerHome.shared(temp, "../../etc", 4001).folder().getParent())
                .isEqualTo(temp.resolve("worker"));
        assertThat(home.frontPort()).isEqualTo(4102);
        assertThat(WorkerHome.shared(temp, "127.0.0.1", 65_500).frontPort()).isZero();
        home.create();
        for (Path folder : List.of(temp.resolve("h"), temp.resolve("h/worker"), home.folder())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void shouldStartAWorkerTellThatItRunsAndStopItInOrder() throws Exception {
        assertThat(WorkerProcess.running(home)).isEmpty();
        WorkerProcess.Running started = WorkerProcess.start(home, command(), PATIENCE);
        assertThat(started.startedNow()).isTrue();
        long pid = started.pid().orElseThrow();
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(WorkerProcess.running(home)).map(WorkerProcess.Running::pid).hasValue(started.pid());
        assertThat(WorkerProcess.lastKnownPid(home)).hasValue(pid);

        WorkerProcess.Running again = WorkerProcess.start(home, command(), PATIENCE);
        assertThat(again.startedNow()).isFalse();
        assertThat(again.pid()).hasValue(pid);

        assertThat(WorkerProcess.stop(home, PATIENCE)).isTrue();
        assertThat(WorkerProcess.running(home)).isEmpty();
        assertThat(home.socket()).doesNotExist();
        assertThat(WorkerProcess.stop(home, PATIENCE)).as("nothing to stop").isFalse();
    }

    @Test
    void shouldStartOneWorkerWhenSeveralStartersRace() throws Exception {
        Path starts = temp.resolve("starts");
        WorkerCommand command = command().withEnvironment("MAINSTAY_STARTS", starts.toString());
        var starters = new java.util.ArrayList<FutureTask<WorkerProcess.Running>>();
        for (int i = 0; i < 4; i++) {
            starters.add(started(new FutureTask<>(() -> WorkerProcess.start(home, command, PATIENCE))));
        }
        var pids = new java.util.HashSet<Long>();
        int startedNow = 0;
        for (FutureTask<WorkerProcess.Running> starter : starters) {
            WorkerProcess.Running running = starter.get(30, TimeUnit.SECONDS);
            pids.add(running.pid().orElseThrow());
            startedNow += running.startedNow() ? 1 : 0;
        }
        assertThat(pids).hasSize(1);
        assertThat(startedNow).isEqualTo(1);
        assertThat(Files.readAllLines(starts)).hasSize(1);
    }

    @Test
    void shouldNotHandOnSecretsOfTheEnvironment() throws Exception {
        assertThat(WorkerCommand.allowed(Map.of(
                        "PATH", "/bin",
                        "LC_ALL", "C",
                        "MAINSTAY_HOME", "/h",
                        "IBKR_PASSWORD", "secret",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "JAVA_TOOL_OPTIONS", "-javaagent:x.jar",
                        "LD_PRELOAD", "x.so")))
                .containsOnlyKeys("PATH", "LC_ALL", "MAINSTAY_HOME");
        WorkerProcess.start(home, command(), PATIENCE);
        String environment = Files.readAllLines(home.log()).getFirst();
        String names = environment.substring(environment.indexOf('[') + 1, environment.indexOf(']'));
        assertThat(names.split(", "))
                .allMatch(name ->
                        List.of("PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER").contains(name)
                                || name.startsWith("LC_")
                                || name.startsWith("MAINSTAY_")
                                || name.startsWith("_"));
    }

    @Test
    void shouldGiveTheWorkersOwnReasonWhenItCannotStart() {
        assertThatThrownBy(
                        () -> WorkerProcess.start(home, command().withEnvironment("MAINSTAY_FAKE", "fail"), PATIENCE))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("front port 4102 is taken: stop the program that has it");
    }

    @Test
    void shouldQuoteWhatACrashedWorkerLeftBehind() throws Exception {
        assertThatThrownBy(
                        () -> WorkerProcess.start(home, command().withEnvironment("MAINSTAY_FAKE", "crash"), PATIENCE))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("something went wrong early");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.errors())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldSayHowToStartAWorkerThatIsNotOnTheClassPath() {
        assertThatThrownBy(() -> WorkerProcess.start(home, command().withMainClass("io.mainstay.Nowhere"), PATIENCE))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("mainstay worker start --gateway 127.0.0.1:4002");
    }

    @Test
    void shouldNameTheFolderThatCannotBeUsed() throws Exception {
        Path blocked = temp.resolve("file");
        Files.writeString(blocked, "not a folder");
        WorkerHome unusable = WorkerHome.shared(blocked, "127.0.0.1", 4002);
        assertThatThrownBy(() -> WorkerProcess.start(unusable, command(), PATIENCE))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining(blocked.toString())
                .hasMessageContaining("MAINSTAY_HOME");
    }

    @Test
    void shouldNameTheSettingThatMakesTheSocketsPathTooLong() {
        WorkerHome deep = WorkerHome.shared(temp.resolve("d".repeat(120)), "127.0.0.1", 4002);
        assertThatThrownBy(() -> WorkerProcess.start(deep, command(), PATIENCE))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("107")
                .hasMessageContaining("set MAINSTAY_HOME to a shorter folder");
    }

    @Test
    void shouldGiveUpByTheDeadlineWhenAnotherProcessHoldsTheStartLock() throws Exception {
        home.create();
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        home.startLock().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('h');
            assertThatThrownBy(() -> WorkerProcess.start(home, command(), Duration.ofMillis(200)))
                    .isInstanceOf(WorkerException.class)
                    .hasMessageContaining("another program holds");
        } finally {
            holder.destroy();
            holder.waitFor();
        }
        assertThat(WorkerProcess.start(home, command(), PATIENCE).startedNow()).isTrue();
    }

    /** Holds a lock until it is ended. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel channel =
                            FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.print(lock.isValid() ? "h" : "n");
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void shouldStartAPrivateWorkerThatEndsAndLeavesNothingWhenClosed() throws Exception {
        Path privates = temp.resolve("h/private");
        Path abandoned = privates.resolve("999999999-1");
        Files.createDirectories(abandoned);
        Files.writeString(abandoned.resolve("worker.lock"), "999999998");
        long pid;
        try (PrivateWorker worker = PrivateWorker.start(
                temp.resolve("h"),
                "127.0.0.1",
                4002,
                folder -> WorkerCommand.of(folder, 1, Duration.ofSeconds(5)).withMainClass(FakeWorker.class.getName()),
                Deadline.after(PATIENCE))) {
            pid = worker.pid().orElseThrow();
            assertThat(worker.socket()).exists();
            assertThat(worker.socket().startsWith(privates)).isTrue();
            assertThat(abandoned).as("of a process that is gone").doesNotExist();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(privates).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingOfAPrivateWorkerThatCannotStart() {
        Path privates = temp.resolve("h/private");
        assertThatThrownBy(() -> PrivateWorker.start(
                        temp.resolve("h"),
                        "127.0.0.1",
                        4002,
                        folder -> WorkerCommand.of(folder, 1, Duration.ofSeconds(5))
                                .withMainClass(FakeWorker.class.getName())
                                .withEnvironment("MAINSTAY_FAKE", "crash"),
                        Deadline.after(PATIENCE)))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("something went wrong early");
        assertThat(privates).isEmptyDirectory();
    }
}

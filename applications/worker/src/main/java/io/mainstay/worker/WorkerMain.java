package io.mainstay.worker;

import io.mainstay.transport.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;

/**
 * The worker's process. Prints one line on standard output, {@code ready ...}, {@code locked <pid>} or {@code failed
 * <reason>}, and nothing after it: whoever started it may be gone by then.
 */
public final class WorkerMain {
    private static final int OK = 0;
    private static final int FAULT = 1;
    private static final int COULD_NOT_START = 30;
    private static final long STOP_TIMEOUT_SECONDS = 4;

    private final WorkerOptions options;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private WorkerMain(WorkerOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws InterruptedException {
        int code;
        try {
            code = new WorkerMain(WorkerOptions.parse(args)).run();
        } catch (IllegalArgumentException e) {
            say("failed " + e.getMessage() + "; this program is started by the mainstay command");
            code = COULD_NOT_START;
        }
        System.exit(code);
    }

    private int run() throws InterruptedException {
        try {
            Optional<WorkerLock> lock = WorkerLock.acquire(options.lock());
            if (lock.isEmpty()) {
                say("locked " + WorkerLock.holder(options.lock()));
                return COULD_NOT_START;
            }
            try (WorkerLock held = lock.get()) {
                held.writePid();
                return serve(WorkerLog.open(options.log()));
            }
        } catch (IOException e) {
            say("failed " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return COULD_NOT_START;
        }
    }

    private int serve(Logger log) throws IOException, InterruptedException {
        var journal = new SqliteOrderJournal(options.journal());
        try (var loop = new EventLoop("worker")) {
            var driver = new EngineDriver(options, loop, journal, log);
            // Left over from a worker that was killed: this process holds the lock, so nobody listens there.
            Files.deleteIfExists(options.socket());
            loop.listenUnix(options.socket(), driver::accept);
            try {
                listenFront(loop, driver);
                watchForTheEnd();
                loop.execute(driver::start);
                log.info(
                        "worker of {} started, pid {}, client id {}, {}",
                        options.endpoint(),
                        ProcessHandle.current().pid(),
                        options.clientId(),
                        options.shared() ? "shared" : "private");
                say("ready pid=" + ProcessHandle.current().pid() + " socket=" + options.socket() + " front="
                        + (options.frontPort() == 0 ? "none" : options.frontPort()));
                return awaitEnd(loop, driver, log);
            } finally {
                Files.deleteIfExists(options.socket());
            }
        } finally {
            closeJournal(journal, log);
            done.countDown();
        }
    }

    private void listenFront(EventLoop loop, EngineDriver driver) throws IOException {
        if (options.frontPort() == 0) {
            return;
        }
        try {
            loop.listenTcp(options.frontPort(), driver::accept);
        } catch (IOException e) {
            throw new IOException(
                    "front port " + options.frontPort() + " (the gateway's port + 100) can't be listened at: "
                            + e.getMessage() + "; see who has it with `ss -ltnp sport = " + options.frontPort()
                            + "` and end that program",
                    e);
        }
    }

    /** Waits until somebody asks for the end or the engine has a fault; then ends in order. */
    private int awaitEnd(EventLoop loop, EngineDriver driver, Logger log) throws InterruptedException {
        driver.onEnded(stopAsked::countDown);
        stopAsked.await();
        loop.execute(driver::stop);
        try {
            boolean inOrder = driver.ended().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            log.info("worker of {} ended{}", options.endpoint(), inOrder ? "" : " because of a fault");
            return inOrder ? OK : FAULT;
        } catch (TimeoutException e) {
            log.warn("worker of {} ended without an orderly end within {} s", options.endpoint(), STOP_TIMEOUT_SECONDS);
            return OK;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A terminal's signals don't reach a shared worker, which its starter puts into a session of its own. */
    private void watchForTheEnd() {
        if (!options.shared()) {
            Thread.ofPlatform().daemon().name("parent").start(this::awaitParent);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endInOrder, "ender"));
    }

    /** The parent holds the other end of our standard input; it ends when the parent does, however that happens. */
    private void awaitParent() {
        InputStream in = System.in;
        try {
            byte[] ignored = new byte[64];
            while (in.read(ignored) >= 0) {
                // What it writes means nothing; its end does.
            }
        } catch (IOException e) {
            // A broken pipe is an end as well.
            stopAsked.countDown();
        }
        stopAsked.countDown();
    }

    /** On a signal: keeps the JVM alive until everything has ended in order. */
    private void endInOrder() {
        stopAsked.countDown();
        try {
            done.await(STOP_TIMEOUT_SECONDS + 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeJournal(SqliteOrderJournal journal, Logger log) {
        try {
            journal.close();
        } catch (SQLException e) {
            log.error("the journal could not be closed", e);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

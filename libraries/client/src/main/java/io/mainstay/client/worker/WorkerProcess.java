package io.mainstay.client.worker;

import io.mainstay.client.session.Deadline;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The shared worker of an endpoint as a process: is it there, start it, stop it. Any thread. */
public final class WorkerProcess {
    private WorkerProcess() {}

    /**
     * A worker that runs.
     *
     * @param pid empty in the moment before it has written it down
     * @param startedNow whether the call that tells started it
     */
    public record Running(OptionalLong pid, boolean startedNow) {}

    /**
     * The worker of the endpoint, started if there is none. Of several that call at once, one starts it.
     *
     * @throws WorkerException with the worker's own reason, or when {@code within} has passed
     */
    public static Running start(WorkerHome home, WorkerCommand command, Duration within)
            throws WorkerException, InterruptedException {
        return start(home, command, Deadline.after(within));
    }

    /** The same by a deadline. */
    public static Running start(WorkerHome home, WorkerCommand command, Deadline deadline)
            throws WorkerException, InterruptedException {
        return new Start(home, command).run(deadline);
    }

    /** The running worker, if there is one; its lock tells, not a file that may be left over. */
    public static Optional<Running> running(WorkerHome home) throws WorkerException, InterruptedException {
        if (!Files.exists(home.lock())) {
            return Optional.empty();
        }
        return StartLock.holding(
                home,
                () -> WorkerLock.isHeld(home.lock())
                        ? Optional.of(new Running(WorkerLock.pid(home.lock()), false))
                        : Optional.empty());
    }

    /** Waits until a worker has ended; false if the deadline came first or its process is not known. */
    public static boolean awaitEnd(Running running, Deadline deadline) throws InterruptedException {
        ProcessHandle process = running.pid().isPresent()
                ? ProcessHandle.of(running.pid().getAsLong()).orElse(null)
                : null;
        CompletableFuture<ProcessHandle> end = process == null ? new CompletableFuture<>() : process.onExit();
        try {
            end.get(Math.max(deadline.remainingNanos(), 0), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stillRuns) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process failed", e);
        }
    }

    /** The process id in the worker's lock file, without asking whether it is held; for reports. */
    public static OptionalLong lastKnownPid(WorkerHome home) {
        return WorkerLock.pid(home.lock());
    }

    /**
     * Asks the worker to end in order and waits for it.
     *
     * @return false if there was none
     * @throws WorkerException if it did not end in time
     */
    public static boolean stop(WorkerHome home, Duration within) throws WorkerException, InterruptedException {
        Optional<Running> running = running(home);
        if (running.isEmpty()) {
            return false;
        }
        OptionalLong pid = running.get().pid();
        Optional<ProcessHandle> process = pid.isPresent() ? ProcessHandle.of(pid.getAsLong()) : Optional.empty();
        if (process.isEmpty()) {
            throw new WorkerException("a process holds " + home.lock()
                    + ", and the file does not name it: find it with `fuser " + home.lock() + "`");
        }
        process.get().destroy();
        if (!awaitEnd(running.get(), Deadline.after(within))) {
            throw new WorkerException("the worker (pid " + pid.getAsLong() + ") did not end within " + within.toMillis()
                    + " ms: see " + home.log());
        }
        return true;
    }
}

package io.mainstay.client.worker;

import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Failure;
import io.mainstay.client.session.Reply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to start a worker, on a daemon platform thread: locks and pipes can block for as long as they like, and
 * the caller's deadline still holds.
 */
final class Start implements Runnable {
    private final WorkerHome home;
    private final WorkerCommand command;
    private final Reply<WorkerProcess.Running> reply = new Reply<>();
    private volatile @Nullable WorkerException problem;
    private volatile @Nullable Process process;
    private volatile boolean givenUp;

    Start(WorkerHome home, WorkerCommand command) {
        this.home = home;
        this.command = command;
    }

    /**
     * Runs the attempt.
     *
     * @throws WorkerException if there is no worker at the end, or not by the deadline
     * @throws InterruptedException if the caller was interrupted; a shared worker that is starting goes on starting
     */
    WorkerProcess.Running run(Deadline deadline) throws WorkerException, InterruptedException {
        Thread thread = new Thread(this, "mainstay-worker-start");
        thread.setDaemon(true);
        thread.start();
        boolean inTime = false;
        try {
            inTime = reply.await(deadline);
        } finally {
            if (!inTime) {
                giveUp(thread);
            }
        }
        if (!inTime) {
            throw new WorkerException("the worker for " + home.endpoint() + " was not ready within "
                    + deadline.total().toMillis() + " ms"
                    + (process == null
                            ? ": another program holds " + home.startLock() + " and is still starting or stopping it"
                            : "; see " + home.log()));
        }
        WorkerException failed = problem;
        if (failed != null) {
            throw failed;
        }
        return reply.value();
    }

    /** The process that this attempt started, if it did. */
    @Nullable
    Process process() {
        return process;
    }

    private void giveUp(Thread thread) {
        givenUp = true;
        Process started = process;
        if (started == null) {
            thread.interrupt();
        } else if (!home.shared()) {
            started.destroyForcibly();
        }
    }

    @Override
    public void run() {
        try {
            reply.complete(home.shared() ? startShared() : launch());
        } catch (WorkerException e) {
            problem = e;
        } catch (InterruptedException e) {
            problem = new WorkerException("the start of the worker was given up", e);
        } catch (IOException e) {
            problem = WorkerHome.unusable(home.folder(), e);
        } finally {
            reply.fail(new Failure.Closed("no worker"));
        }
    }

    private WorkerProcess.Running startShared() throws WorkerException, InterruptedException {
        home.create();
        return StartLock.holding(
                home,
                () -> WorkerLock.isHeld(home.lock())
                        ? new WorkerProcess.Running(WorkerLock.pid(home.lock()), false)
                        : launch());
    }

    private WorkerProcess.Running launch() throws WorkerException, IOException, InterruptedException {
        Process started = Launcher.launch(home, command);
        process = started;
        if (givenUp && !home.shared()) {
            started.destroyForcibly();
        }
        ReadyLine line;
        try (var out = started.getInputStream()) {
            line = ReadyLine.read(out);
        }
        return switch (line) {
            case ReadyLine.Ready ready -> {
                Launcher.letGo(started, ready.pid());
                yield new WorkerProcess.Running(ready.pid(), true);
            }
            case ReadyLine.Locked locked -> new WorkerProcess.Running(locked.pid(), false);
            case ReadyLine.Failed failed ->
                throw new WorkerException("the worker for " + home.endpoint() + " could not start: " + failed.reason());
            case ReadyLine.Unknown unknown -> {
                started.waitFor(1, java.util.concurrent.TimeUnit.SECONDS);
                throw new WorkerException("the worker for " + home.endpoint() + " ended before it was ready"
                        + Launcher.remains(home, started)
                        + (unknown.text().isEmpty() ? "" : "; it said \"" + unknown.text() + "\""));
            }
        };
    }
}

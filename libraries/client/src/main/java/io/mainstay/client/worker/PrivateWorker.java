package io.mainstay.client.worker;

import io.mainstay.client.session.Deadline;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A worker of this process alone. It ends when its standard input ends: when this is closed, or however else this
 * process ends.
 */
public final class PrivateWorker implements AutoCloseable {
    private static final Duration ORDERLY_END = Duration.ofSeconds(5);
    private static final Duration FORCED_END = Duration.ofSeconds(2);

    private final WorkerHome home;
    private final Process process;
    private final OptionalLong pid;

    private PrivateWorker(WorkerHome home, Process process, OptionalLong pid) {
        this.home = home;
        this.process = process;
        this.pid = pid;
    }

    /**
     * Starts it in a new folder below {@code home}, and removes what processes that were killed have left there.
     *
     * @param command makes the command for the folder
     */
    public static PrivateWorker start(
            Path home, String host, int port, Function<WorkerHome, WorkerCommand> command, Deadline deadline)
            throws WorkerException, InterruptedException {
        WorkerHome folder = WorkerHome.newPrivate(home, host, port);
        var start = new Start(folder, command.apply(folder));
        boolean ready = false;
        try {
            sweep(folder);
            WorkerProcess.Running running = start.run(deadline);
            Process process = start.process();
            if (process == null || !running.startedNow()) {
                throw new WorkerException("the lock of a new private worker is held by another process");
            }
            ready = true;
            return new PrivateWorker(folder, process, running.pid());
        } finally {
            if (!ready) {
                abandon(folder, start.process());
            }
        }
    }

    public Path socket() {
        return home.socket();
    }

    public OptionalLong pid() {
        return pid;
    }

    /** Ends the worker in order, by force if it takes longer than five seconds, and deletes its folder. */
    @Override
    public void close() throws WorkerException {
        boolean interrupted = Thread.interrupted();
        try {
            process.getOutputStream().close();
            while (true) {
                try {
                    end();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            PrivateFiles.deleteFolder(home.folder());
        } catch (IOException e) {
            throw new WorkerException("the private worker's folder " + home.folder() + " could not be removed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end() throws InterruptedException {
        if (!process.waitFor(ORDERLY_END.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroy();
            if (!process.waitFor(FORCED_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void abandon(WorkerHome home, @Nullable Process process) throws WorkerException {
        try {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
            PrivateFiles.deleteFolder(home.folder());
        } catch (IOException e) {
            throw WorkerHome.unusable(home.folder(), e);
        }
    }

    /** Removes the folders of processes that are gone and whose worker is gone too. */
    private static void sweep(WorkerHome mine) {
        Path parent = mine.folder().getParent();
        if (parent == null) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
            for (Path folder : folders) {
                OptionalLong owner = owner(folder);
                if (owner.isPresent()
                        && ProcessHandle.of(owner.getAsLong()).isEmpty()
                        && !WorkerLock.isHeld(folder.resolve(mine.lock().getFileName()))) {
                    PrivateFiles.deleteFolder(folder);
                }
            }
        } catch (IOException leftover) {
            // Another program sweeps the same folder, or it can't be removed: it harms nobody, and the next one tries.
        }
    }

    private static OptionalLong owner(Path folder) {
        String name = String.valueOf(folder.getFileName());
        int dash = name.indexOf('-');
        return dash < 0 ? OptionalLong.empty() : WorkerLock.pid(name.substring(0, dash));
    }
}

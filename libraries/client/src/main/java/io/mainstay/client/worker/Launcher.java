package io.mainstay.client.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process of a worker, in a session of its own so that a terminal's signals pass it by.
 *
 * <p>A shared worker outlives its starter, so it is not even the starter's child: setsid forks, waits for it, and is ended by
 * {@link #letGo} once it is ready. A JVM ends 0.3 s late while it has a living child, because of the thread that waits
 * for the child in native code.
 */
final class Launcher {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private Launcher() {}

    /** Starts the command. A shared worker reads nothing from this process; a private one ends when its input ends. */
    static Process launch(WorkerHome home, WorkerCommand command) throws WorkerException {
        home.requireShortSocketPath();
        if (!command.canRun()) {
            throw new WorkerException("the worker's program (" + command.mainClass()
                    + ") is not on this program's class path: start it with `mainstay worker start --gateway "
                    + home.endpoint() + "`, or connect directly");
        }
        var line = new ArrayList<String>();
        Path setsid = setsid(command.environment());
        if (setsid != null) {
            line.add(setsid.toString());
            if (home.shared() && knowsFork(setsid)) {
                line.addAll(List.of("--fork", "--wait"));
            }
        }
        line.addAll(command.commandLine());
        try {
            PrivateFiles.create(home.errors());
            return start(home, line, command.environment());
        } catch (IOException e) {
            throw new WorkerException(
                    "the worker could not be started in " + home.folder() + ": " + e.getMessage()
                            + "; make the folder writable, or set MAINSTAY_HOME to another one",
                    e);
        }
    }

    private static Process start(WorkerHome home, List<String> line, Map<String, String> environment)
            throws IOException {
        var builder = new ProcessBuilder(line).directory(home.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.to(home.errors().toFile()));
        if (home.shared()) {
            File nothing = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
            builder.redirectInput(ProcessBuilder.Redirect.from(nothing));
        }
        return builder.start();
    }

    private static @Nullable Path setsid(Map<String, String> environment) {
        if (Files.isExecutable(SETSID)) {
            return SETSID;
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = folder.isEmpty() ? SETSID : Path.of(folder, "setsid");
            if (Files.isExecutable(program)) {
                return program.toAbsolutePath();
            }
        }
        return null;
    }

    /** Ends what stands between this process and a worker that is ready, if anything does. */
    static void letGo(Process started, OptionalLong worker) throws InterruptedException {
        if (worker.isPresent() && worker.getAsLong() != started.pid()) {
            started.destroy();
            started.waitFor();
        }
    }

    /** Busybox's setsid, to which a link of that name may lead, has no such option. */
    private static boolean knowsFork(Path setsid) {
        try {
            return setsid.toRealPath().endsWith("setsid");
        } catch (IOException e) {
            return false;
        }
    }

    /** What a process that ended too early left behind, as the rest of a sentence. */
    static String remains(WorkerHome home, Process process) {
        String end = process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
        String tail = PrivateFiles.tail(home.errors());
        return end + (tail.isEmpty() ? "" : ": " + tail) + (home.shared() ? "; its log is " + home.log() : "");
    }
}

package io.mainstay.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker started as its users start it. */
final class WorkerProcess implements AutoCloseable {
    final Process process;
    private final BufferedReader out;
    private final Path folder;

    private WorkerProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static WorkerProcess shared(Path folder, int gatewayPort, String... more) throws IOException {
        return start(folder, gatewayPort, "shared", more);
    }

    static WorkerProcess start(Path folder, int gatewayPort, String mode, String... more) throws IOException {
        return launch(folder, command(folder, gatewayPort, mode, more));
    }

    static WorkerProcess launch(Path folder, List<String> command) throws IOException {
        return new WorkerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start(), folder);
    }

    static List<String> command(Path folder, int gatewayPort, String mode, String... more) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.mainstay.worker.WorkerMain",
                "--gateway",
                "127.0.0.1:" + gatewayPort,
                "--client-id",
                "7",
                "--mode",
                mode,
                "--socket",
                socket(folder).toString(),
                "--lock",
                folder.resolve("worker.lock").toString(),
                "--log",
                folder.resolve("worker.log").toString(),
                "--journal",
                folder.resolve("journal.db").toString()));
        command.addAll(List.of(more));
        return command;
    }

    static Path socket(Path folder) {
        return folder.resolve("run").resolve("w.sock");
    }

    /** The one line on standard output. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("the worker said nothing and ended");
        }
        return line;
    }

    /** Waits until it is attachable. */
    WorkerProcess ready() throws IOException {
        String line = line();
        if (!line.startsWith("ready pid=" + process.pid() + " socket=" + socket(folder))) {
            throw new AssertionError(line);
        }
        return this;
    }

    /** What the death of a parent does, however it comes: its side of the pipe ends. */
    void endParent() throws IOException {
        process.getOutputStream().close();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker did not end");
        }
        return process.exitValue();
    }

    /** What it said after its line. */
    @Nullable
    String rest() throws IOException {
        return out.readLine();
    }

    RawClient client(int clientId) throws IOException {
        return RawClient.overUnix(socket(folder), 200).start(clientId);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        out.close();
    }
}

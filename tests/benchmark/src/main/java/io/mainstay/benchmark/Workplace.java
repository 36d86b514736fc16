package io.mainstay.benchmark;

import io.mainstay.client.worker.WorkerCommand;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.client.worker.WorkerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A temporary folder, what is started in it, and the end of all that. */
final class Workplace {
    /** An end that may fail. */
    @FunctionalInterface
    interface Ending {
        void run() throws Exception;
    }

    private final Path launcher;
    private final Path home;
    private final List<Ending> endings = new ArrayList<>();

    private Workplace(Path launcher, Path home) {
        this.launcher = launcher;
        this.home = home;
    }

    static Workplace create(Path launcher) throws IOException {
        return new Workplace(launcher, Files.createTempDirectory("msb"));
    }

    Path home() {
        return home;
    }

    /** Ends are run last in, first out. */
    void atEnd(Ending ending) {
        endings.add(ending);
    }

    /** Starts a simulator; its port. */
    int startSimulator() throws IOException {
        Process simulator = start(ProcessBuilder.Redirect.PIPE, "sim", "--port", "0", "--exit-with-parent");
        BufferedReader lines = simulator.inputReader(StandardCharsets.UTF_8);
        atEnd(() -> {
            simulator.getOutputStream().close();
            simulator.waitFor();
            lines.close();
        });
        String ready = lines.readLine();
        return Integer.parseInt(ready.substring(ready.indexOf('=') + 1, ready.indexOf(' ', 11)));
    }

    /** Starts the shared worker of a gateway with its defaults and more arguments. */
    BenchWorker startWorker(int gatewayPort, String... more) throws Exception {
        WorkerHome worker = WorkerHome.shared(home, "127.0.0.1", gatewayPort);
        WorkerCommand command = WorkerCommand.shared(worker, Duration.ofSeconds(10));
        var arguments = new ArrayList<>(command.arguments());
        arguments.addAll(List.of(more));
        worker.create();
        atEnd(() -> run("worker", "stop", "--gateway", worker.endpoint()));
        WorkerProcess.start(worker, command.withArguments(arguments), Duration.ofSeconds(20));
        long pid = Long.parseLong(Files.readString(worker.lock()).strip());
        return new BenchWorker(worker.socket(), worker.frontPort(), pid);
    }

    /** Runs a command of the launcher to its end; milliseconds. */
    double run(String... arguments) throws Exception {
        long start = System.nanoTime();
        Process process = start(ProcessBuilder.Redirect.DISCARD, arguments);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("failed: mainstay " + String.join(" ", arguments));
        }
        return (System.nanoTime() - start) / 1e6;
    }

    Process start(ProcessBuilder.Redirect stdout, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(stdout)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MAINSTAY_HOME", home.toString());
        return builder.start();
    }

    /** Ends all that was started and removes the folder. */
    void end() throws Exception {
        for (Ending ending : endings.reversed()) {
            ending.run();
        }
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

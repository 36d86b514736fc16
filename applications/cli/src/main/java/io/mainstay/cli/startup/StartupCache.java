package io.mainstay.cli.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Rehearses one run against a simulator, with its worker, and has each of the three JVMs write down what it loaded. All
 * state of the rehearsal lives in a temporary folder; no real gateway is involved.
 */
public final class StartupCache {
    private static final int STEP_TIMEOUT_SECONDS = 60;

    private final Path folder;
    private final Path home;
    private final List<String> jvmFlags;

    private StartupCache(Path folder, Path home, List<String> jvmFlags) {
        this.folder = folder;
        this.home = home;
        this.jvmFlags = jvmFlags;
    }

    /** Takes the folder for the cache files and the JVM flags that later starts will have. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        Path home = Files.createTempDirectory("mainstay-rehearsal");
        try {
            new StartupCache(folder, home, List.of(args).subList(1, args.length)).rehearse();
            Files.writeString(folder.resolve("done"), "");
        } finally {
            delete(home);
        }
    }

    private void rehearse() throws IOException, InterruptedException {
        Process simulator = start(
                "sim",
                List.of("-XX:AOTCacheOutput=" + folder.resolve("sim.aot")),
                "sim",
                "--port",
                "0",
                "--exit-with-parent");
        try {
            String gateway = "127.0.0.1:" + port(simulator);
            Path worker = folder.resolve("worker.aot");
            await(
                    "run",
                    start(
                            "run",
                            List.of(
                                    "-XX:AOTCacheOutput=" + folder.resolve("run.aot"),
                                    "-Dmainstay.worker.aotOutput=" + worker),
                            "run",
                            "--gateway",
                            gateway,
                            "--symbols",
                            "AAPL",
                            "--once"));
            await("worker", start("worker", List.of(), "worker", "stop", "--gateway", gateway));
        } finally {
            // The end of its standard input tells the simulator to stop.
            simulator.getOutputStream().close();
            await("sim", simulator);
        }
    }

    private Process start(String name, List<String> flags, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.mainstay.cli.Main");
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("IBKR_") || key.startsWith("MAINSTAY_"));
        builder.environment().put("MAINSTAY_HOME", home.toString());
        builder.redirectError(home.resolve(name + ".err").toFile());
        if (!"sim".equals(name)) {
            builder.redirectOutput(home.resolve(name + ".out").toFile());
        }
        return builder.start();
    }

    private static int port(Process simulator) throws IOException {
        // Not closed: closing it would close the simulator's standard output under it.
        BufferedReader lines = simulator.inputReader(StandardCharsets.UTF_8);
        String ready = lines.readLine();
        if (ready == null || !ready.startsWith("ready port=")) {
            throw new IOException("the simulator did not become ready: " + ready);
        }
        return Integer.parseInt(ready.substring("ready port=".length(), ready.indexOf(' ', 11)));
    }

    private void await(String name, Process process) throws IOException, InterruptedException {
        if (!process.waitFor(STEP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the rehearsal's " + name + " did not end within " + STEP_TIMEOUT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("the rehearsal's " + name + " ended with exit code " + process.exitValue() + ": "
                    + Files.readString(home.resolve(name + ".err")).strip());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

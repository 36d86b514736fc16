package io.mainstay.benchmark;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Mainstay;
import io.mainstay.client.worker.WorkerCommand;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.client.worker.WorkerProcess;
import io.mainstay.protocol.message.Contract;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code scripts/benchmark}: cold start to exit with the worker up and without, attach time, round trips direct and
 * through the worker in turn, resident memory. Everything runs against a simulator of its own, in a temporary folder.
 */
public final class Benchmark {
    private static final int WARM_RUNS = 20;
    private static final int COLD_RUNS = 10;
    private static final int ATTACHES = 300;
    private static final int ROUND_TRIPS = 4_000;
    private static final int WARM_UP_ROUND_TRIPS = 4_000;
    private static final Contract APPLE = Contract.builder()
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();

    private final Path launcher;
    private final Path home;

    private Benchmark(Path launcher, Path home) {
        this.launcher = launcher;
        this.home = home;
    }

    /** Takes the path of the launcher. */
    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("msb");
        try {
            new Benchmark(Path.of(args[0]), home).measure();
        } finally {
            try (Stream<Path> all = Files.walk(home)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void measure() throws Exception {
        Process simulator = start(ProcessBuilder.Redirect.PIPE, "sim", "--port", "0", "--exit-with-parent");
        try (BufferedReader lines = simulator.inputReader(StandardCharsets.UTF_8)) {
            String ready = lines.readLine();
            int port = Integer.parseInt(ready.substring(ready.indexOf('=') + 1, ready.indexOf(' ', 11)));
            String gateway = "127.0.0.1:" + port;
            System.out.printf(Locale.ROOT, "%-52s %9s %9s %9s %9s%n", "", "min", "p50", "p99", "max");
            try {
                cold(gateway);
                attach(port);
                memory(gateway);
                run("worker", "stop", "--gateway", gateway);
                startUnpacedWorker(port);
                roundTrips(port);
            } finally {
                run("worker", "stop", "--gateway", gateway);
            }
        } finally {
            simulator.getOutputStream().close();
            simulator.waitFor();
        }
    }

    private void cold(String gateway) throws Exception {
        String[] once = {"run", "--gateway", gateway, "--symbols", "AAPL", "--once"};
        run(once);
        double[] up = new double[WARM_RUNS];
        double[] starting = new double[COLD_RUNS];
        for (int i = 0; i < WARM_RUNS; i++) {
            up[i] = run(once);
            if (i % 2 == 0) {
                run("worker", "stop", "--gateway", gateway);
                starting[i / 2] = run(once);
            }
        }
        System.out.println(Distribution.of(up).row("run --once, worker up: process start to exit", "ms"));
        System.out.println(Distribution.of(starting).row("run --once, must start the worker: the same", "ms"));
    }

    private void attach(int port) {
        double[] values = new double[ATTACHES];
        ConnectOptions options = ConnectOptions.defaults().withHome(home).withGateway("127.0.0.1", port);
        for (int i = -ATTACHES; i < ATTACHES; i++) {
            long start = System.nanoTime();
            try (Mainstay ib = Mainstay.connect(options)) {
                if (i >= 0) {
                    values[i] = (System.nanoTime() - start) / 1e6;
                }
                ib.accounts();
            }
        }
        System.out.println(Distribution.of(values).row("attach: connect() to usable, warm process", "ms"));
    }

    /** What paces clients for a real gateway's sake is lifted, as it is for the peers that this is compared with. */
    private void startUnpacedWorker(int port) throws Exception {
        WorkerHome worker = WorkerHome.shared(home, "127.0.0.1", port);
        WorkerCommand command = WorkerCommand.shared(worker, Duration.ofSeconds(10));
        var arguments = new ArrayList<>(command.arguments());
        arguments.addAll(List.of("--messages-per-second", "1000000"));
        worker.create();
        WorkerProcess.start(worker, command.withArguments(arguments), Duration.ofSeconds(20));
    }

    /**
     * One trip each way in turn, so that all three see the same machine, and each way first as often as the others: the
     * first trip through the worker after another way finds it asleep.
     */
    private void roundTrips(int port) throws IOException {
        Path socket = home.resolve("worker/127.0.0.1-" + port + "/worker.sock");
        try (var direct = new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 901);
                var unix = new RawClient(UnixDomainSocketAddress.of(socket), 902);
                var tcp = new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + 100), 903)) {
            List<RawClient> ways = List.of(direct, unix, tcp);
            double[][] us = new double[ways.size()][ROUND_TRIPS];
            for (int i = -WARM_UP_ROUND_TRIPS; i < ROUND_TRIPS; i++) {
                for (int turn = 0; turn < ways.size(); turn++) {
                    int way = Math.floorMod(i + turn, ways.size());
                    double took = us(ways.get(way));
                    if (i >= 0) {
                        us[way][i] = took;
                    }
                }
            }
            Distribution reference = Distribution.of(us[0]);
            System.out.println(reference.row("round trip (reqContractDetails), direct", "us"));
            for (var row : List.of(
                    new Row("the same through the worker, Unix socket", Distribution.of(us[1])),
                    new Row("the same through the worker, TCP", Distribution.of(us[2])))) {
                System.out.printf(
                        Locale.ROOT,
                        "%s, p50 +%.1f us%n",
                        row.values().row(row.name(), "us"),
                        row.values().percentile(50) - reference.percentile(50));
            }
        }
    }

    private record Row(String name, Distribution values) {}

    private static double us(RawClient client) throws IOException {
        long start = System.nanoTime();
        client.contractDetails(APPLE);
        return (System.nanoTime() - start) / 1e3;
    }

    private void memory(String gateway) throws Exception {
        run("run", "--gateway", gateway, "--symbols", "AAPL", "--once");
        Process client =
                start(ProcessBuilder.Redirect.DISCARD, "run", "--gateway", gateway, "--symbols", "AAPL", "--once");
        long peakKb = 0;
        while (client.isAlive()) {
            peakKb = Math.max(peakKb, statusKb(client.pid(), "VmHWM:"));
        }
        long worker = ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains("io.mainstay.worker.WorkerMain")
                        && p.info().commandLine().orElse("").contains(gateway + " "))
                .findFirst()
                .orElseThrow()
                .pid();
        System.out.printf(
                Locale.ROOT,
                "%-52s %9.1f MB now, %.1f MB peak%n",
                "worker, resident",
                statusKb(worker, "VmRSS:") / 1024.0,
                statusKb(worker, "VmHWM:") / 1024.0);
        System.out.printf(Locale.ROOT, "%-52s %9.1f MB peak%n", "run --once, resident", peakKb / 1024.0);
    }

    private static long statusKb(long pid, String key) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            return 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Runs a command to its end; milliseconds. */
    private double run(String... arguments) throws Exception {
        long start = System.nanoTime();
        Process process = start(ProcessBuilder.Redirect.DISCARD, arguments);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("failed: mainstay " + String.join(" ", arguments));
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private Process start(ProcessBuilder.Redirect stdout, String... arguments) throws IOException {
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
}

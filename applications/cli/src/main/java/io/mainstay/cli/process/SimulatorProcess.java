package io.mainstay.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A simulated gateway of one run, at a free port. It ends with this process, however this process ends, because its
 * standard input then does.
 */
public final class SimulatorProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready port=(\\d+) .*");
    private static final int STOP_TIMEOUT_SECONDS = 5;

    private final Process process;
    private final int port;

    private SimulatorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param log where its messages go
     * @throws IOException if it did not come up; the message says why
     */
    public static SimulatorProcess start(List<String> arguments, Path log) throws IOException {
        var all = new ArrayList<>(List.of("--port", "0", "--control", "none", "--exit-with-parent"));
        all.addAll(arguments);
        Process process = new ProcessBuilder(JavaCommand.of("io.mainstay.simulator.SimulatorMain", "sim", all))
                .redirectError(log.toFile())
                .start();
        // Not closed: that would close the simulator's standard output under it.
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IOException("the simulator did not start: "
                    + Files.readString(log).strip().lines().findFirst().orElse("it said nothing"));
        }
        return new SimulatorProcess(process, Integer.parseInt(ready.group(1)));
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package io.mainstay.system.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A state folder of one test, with the commands run in it. {@link #close} ends every process that was started in it,
 * also those that outlive their parents, and deletes it.
 */
public final class Home implements AutoCloseable {
    private static final int COMMAND_TIMEOUT_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    public Home() {
        try {
            folder = Files.createTempDirectory("ms");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("MAINSTAY_HOME", state().toString());
    }

    /** The folder that everything of this Mainstay is in. */
    public Path state() {
        return folder.resolve("home");
    }

    /** The working folder of the commands. */
    public Path workingFolder() {
        return folder;
    }

    /** Sets an environment variable of the commands to come. */
    public Home with(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** Runs a command to its end. */
    public CommandResult run(String... arguments) {
        return runProgram(Installation.command(List.of(), arguments));
    }

    /** Runs any program in this home to its end. */
    public CommandResult runProgram(List<String> command) {
        Process process = startProcess(command);
        try {
            process.getOutputStream().close();
            // Not on the common pool: with two processors it has one thread, which one of these readers would keep.
            CompletableFuture<String> stderr =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Thread::startVirtualThread);
            CompletableFuture<String> stdout =
                    CompletableFuture.supplyAsync(() -> text(process.getInputStream()), Thread::startVirtualThread);
            if (!process.waitFor(COMMAND_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "no end within " + COMMAND_TIMEOUT_SECONDS + " s: " + String.join(" ", command));
            }
            return new CommandResult(process.exitValue(), stdout.join(), stderr.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command; its streams are the caller's. */
    public Process start(String... arguments) {
        return startProcess(Installation.command(List.of(), arguments));
    }

    /** Starts any program in this home. */
    public Process startProcess(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("IBKR_")
                        || key.startsWith("MAINSTAY_")
                        || List.of("SYMBOLS", "EXECUTION_MODE", "DEFAULT_CASH").contains(key));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every process that has this home in its environment, whoever its parent is now. */
    public List<ProcessHandle> processes() {
        var found = new ArrayList<ProcessHandle>();
        byte[] needle = ("MAINSTAY_HOME=" + state()).getBytes(StandardCharsets.UTF_8);
        ProcessHandle.allProcesses().forEach(process -> {
            Path variables = Path.of("/proc", Long.toString(process.pid()), "environ");
            try {
                String text = Files.readString(variables, StandardCharsets.ISO_8859_1);
                boolean ours =
                        Arrays.asList(text.split("\0")).contains(new String(needle, StandardCharsets.ISO_8859_1));
                if (ours && process.isAlive()) {
                    found.add(process);
                }
            } catch (IOException gone) {
                // A process that ended meanwhile, or another user's: not one of ours.
            }
        });
        return found;
    }

    /** The sockets, and other leftovers of processes, in the state folder. */
    public List<Path> sockets() {
        if (!Files.exists(state())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(state())) {
            return all.filter(path -> path.getFileName().toString().endsWith(".sock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (ProcessHandle process : processes()) {
            process.destroy();
            try {
                process.onExit().get(10, TimeUnit.SECONDS);
            } catch (Exception stubborn) {
                process.destroyForcibly();
                process.onExit().join();
            }
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

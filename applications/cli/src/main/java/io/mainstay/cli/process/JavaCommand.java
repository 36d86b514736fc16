package io.mainstay.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of another program of ours: this JVM, this class path, and the start-up cache if there is one. */
public final class JavaCommand {
    private JavaCommand() {}

    /**
     * The command line.
     *
     * @param cache the start-up cache's name, such as {@code sim}
     */
    public static List<String> of(String mainClass, String cache, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        cacheFile(cache).ifPresent(file -> command.add("-XX:AOTCache=" + file));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** The folder of the built command, which the launcher names. */
    public static Optional<Path> dist() {
        String dist = System.getProperty("mainstay.dist");
        return dist == null ? Optional.empty() : Optional.of(Path.of(dist));
    }

    /** A start-up cache, if it was made. */
    public static Optional<Path> cacheFile(String name) {
        return dist().map(dist -> dist.resolve("aot").resolve(name + ".aot")).filter(Files::exists);
    }
}

package io.mainstay.system.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built command, as the launcher would start it. */
public final class Installation {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private Installation() {}

    /** The checkout. */
    public static Path root() {
        return ROOT;
    }

    /** Recorded market data, if it is on this machine. */
    public static Path marketData() {
        return ROOT.resolve("../shared/data/market").normalize();
    }

    /** The command line that the launcher ends with. */
    static List<String> command(List<String> jvmFlags, String... arguments) {
        Path dist = ROOT.resolve("applications/cli/target/dist");
        Path jar = dist.resolve("mainstay.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; build with: mvn package");
        }
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dmainstay.dist=" + dist));
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", jar.toString(), "io.mainstay.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The command line of a program of ours in a JVM of its own, on this test's class path. */
    public static List<String> javaProgram(Class<?> main, List<String> jvmFlags, String... arguments) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

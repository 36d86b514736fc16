package io.mainstay.client.worker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts a worker: the very JVM of this process, flags that keep it small and quick to start, this
 * process's class path, and an environment reduced to what a worker needs. Immutable; each step gives a new one.
 *
 * @param program an absolute path
 * @param flags of the JVM
 * @param arguments of the worker
 * @param environment the whole environment of the worker
 */
public record WorkerCommand(
        Path program,
        List<String> flags,
        String classPath,
        String mainClass,
        List<String> arguments,
        Map<String, String> environment) {
    /** The worker's main class. */
    public static final String MAIN_CLASS = "io.mainstay.worker.WorkerMain";

    /** The client id of every shared worker's own gateway session, so that it stays the same whoever starts it. */
    public static final int SHARED_CLIENT_ID = 4_000;

    /** Names a file with the worker's AOT cache. */
    public static final String AOT_PROPERTY = "mainstay.worker.aot";

    /** Names a file that the worker's AOT cache is to be written to when it ends. */
    public static final String AOT_OUTPUT_PROPERTY = "mainstay.worker.aotOutput";

    /**
     * What lives long is a few megabytes, so the heap begins small and grows with what clients make it hold. A single
     * compilation of a long call chain would take 30 MB, which the process keeps; what it would inline is compiled apart.
     */
    private static final List<String> SMALL =
            List.of("-Xms20m", "-Xmn8m", "-XX:CompileCommand=quiet", "-XX:CompileCommand=MemLimit,*.*,8m");

    private static final List<String> HANDED_ON_PROPERTIES = List.of(
            "org.sqlite.lib.path", "org.sqlite.lib.name", "org.sqlite.tmpdir", "java.io.tmpdir", "java.library.path");

    private static final List<String> HANDED_ON_ENVIRONMENT = List.of("PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER");

    public WorkerCommand {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * The command for the worker of an endpoint.
     *
     * @param clientId the client id of the worker's own gateway session, which must stay the same for the endpoint
     * @param handshakeTimeout how long the worker waits for its gateway's accounts and order ids
     */
    public static WorkerCommand of(WorkerHome home, int clientId, Duration handshakeTimeout) {
        return new WorkerCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                defaultFlags(),
                absolute(System.getProperty("java.class.path", "")),
                MAIN_CLASS,
                arguments(home, clientId, handshakeTimeout),
                allowed(System.getenv()));
    }

    /** The command for the shared worker of an endpoint, the same whoever starts it. */
    public static WorkerCommand shared(WorkerHome home, Duration handshakeTimeout) {
        return of(home, SHARED_CLIENT_ID, handshakeTimeout);
    }

    public WorkerCommand withFlags(List<String> flags) {
        return new WorkerCommand(program, flags, classPath, mainClass, arguments, environment);
    }

    public WorkerCommand withClassPath(String classPath) {
        return new WorkerCommand(program, flags, classPath, mainClass, arguments, environment);
    }

    public WorkerCommand withMainClass(String mainClass) {
        return new WorkerCommand(program, flags, classPath, mainClass, arguments, environment);
    }

    public WorkerCommand withArguments(List<String> arguments) {
        return new WorkerCommand(program, flags, classPath, mainClass, arguments, environment);
    }

    /** Adds to the environment what the allow-list leaves out. */
    public WorkerCommand withEnvironment(String name, String value) {
        var more = new TreeMap<>(environment);
        more.put(name, value);
        return new WorkerCommand(program, flags, classPath, mainClass, arguments, more);
    }

    /** Program, flags, main class and arguments, as the operating system takes them; no shell is involved. */
    public List<String> commandLine() {
        var line = new ArrayList<String>();
        line.add(program.toString());
        line.addAll(flags);
        line.add("-cp");
        line.add(classPath);
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    /** Whether the main class is where the command would look for it. */
    boolean canRun() {
        return ClassLoader.getSystemResource(mainClass.replace('.', '/') + ".class") != null;
    }

    /** The members of {@code all} that a worker gets; anything else may be a secret. */
    static Map<String, String> allowed(Map<String, String> all) {
        var some = new TreeMap<String, String>();
        for (Map.Entry<String, String> entry : all.entrySet()) {
            String name = entry.getKey();
            if (HANDED_ON_ENVIRONMENT.contains(name) || name.startsWith("LC_") || name.startsWith("MAINSTAY_")) {
                some.put(name, entry.getValue());
            }
        }
        return some;
    }

    private static List<String> arguments(WorkerHome home, int clientId, Duration handshakeTimeout) {
        var arguments = new ArrayList<String>();
        add(arguments, "--gateway", home.endpoint());
        add(arguments, "--client-id", Integer.toString(clientId));
        add(arguments, "--mode", home.shared() ? "shared" : "private");
        add(arguments, "--socket", home.socket().toString());
        if (home.frontPort() != 0) {
            add(arguments, "--front-port", Integer.toString(home.frontPort()));
        }
        add(arguments, "--lock", home.lock().toString());
        add(arguments, "--log", home.log().toString());
        add(arguments, "--journal", home.journal().toString());
        add(arguments, "--handshake-timeout-ms", Long.toString(handshakeTimeout.toMillis()));
        return arguments;
    }

    private static void add(List<String> arguments, String name, String value) {
        arguments.add(name);
        arguments.add(value);
    }

    private static List<String> defaultFlags() {
        var flags = new ArrayList<String>();
        flags.add("-XX:+UseSerialGC");
        flags.add("-Xmx96m");
        flags.addAll(SMALL);
        flags.add("-Xlog:disable");
        flags.add("-Xlog:all=error:stderr");
        flags.add("--enable-native-access=ALL-UNNAMED");
        flags.add("--sun-misc-unsafe-memory-access=allow");
        String aot = System.getProperty(AOT_PROPERTY);
        String aotOutput = System.getProperty(AOT_OUTPUT_PROPERTY);
        if (aotOutput != null) {
            flags.add("-XX:AOTCacheOutput=" + aotOutput);
        } else if (aot != null && Files.isReadable(Path.of(aot))) {
            flags.add("-XX:AOTCache=" + aot);
        }
        for (String name : HANDED_ON_PROPERTIES) {
            @Nullable String value = System.getProperty(name);
            if (value != null) {
                flags.add("-D" + name + "=" + value);
            }
        }
        return flags;
    }

    /** The worker runs in another folder than its starter. */
    private static String absolute(String classPath) {
        var entries = new StringBuilder();
        int from = 0;
        while (from <= classPath.length()) {
            int separator = classPath.indexOf(File.pathSeparatorChar, from);
            int to = separator < 0 ? classPath.length() : separator;
            if (!entries.isEmpty()) {
                entries.append(File.pathSeparatorChar);
            }
            entries.append(Path.of(classPath.substring(from, to)).toAbsolutePath());
            from = to + 1;
        }
        return entries.toString();
    }
}

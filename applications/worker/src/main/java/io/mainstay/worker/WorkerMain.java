package io.mainstay.worker;

import io.mainstay.engine.EngineSettings;
import io.mainstay.engine.access.AccessRules;
import io.mainstay.engine.access.Via;
import io.mainstay.engine.downstream.ClientSettings;
import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.transport.TlsServer;
import io.mainstay.transport.TransportLoop;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker process.
 *
 * <p>Prints one line on its standard output: {@code ready pid=... socket=... front=...} when clients can attach, {@code
 * locked PID} when another worker serves the endpoint, or {@code failed} with the reason and what to do. After that line
 * it writes nothing to its standard streams, whose readers may be gone.
 *
 * <p>Exit codes: 0 after an orderly end, 1 after a fault of its own, 2 for wrong arguments, 30 if it could not start.
 */
public final class WorkerMain {
    private static final int EXIT_FAULT = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_NOT_STARTED = 30;

    private final String[] arguments;
    private final WorkerOptions options;
    private @Nullable EndpointLock lock;
    private @Nullable TransportLoop loop;
    private TransportLoop.@Nullable Listener unixListener;
    private TransportLoop.@Nullable Listener tcpListener;
    private TransportLoop.@Nullable Listener moreListener;
    private TransportLoop.@Nullable Listener adminListener;
    private @Nullable Peers peers;
    private final List<String> listeners = new ArrayList<>();
    private @Nullable SqliteOrderJournal journal;

    private WorkerMain(String[] arguments, WorkerOptions options) {
        this.arguments = arguments;
        this.options = options;
    }

    /** Runs a worker until it ends. */
    public static void main(String[] arguments) {
        // Netty would look through all network devices and processes to tell channels of several machines apart.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
        System.setProperty("io.netty.processId", "1");
        // Its flight-recorder events cost 30 ms of every start, recorded or not.
        System.setProperty("io.netty.jfr.enabled", "false");
        WorkerOptions options;
        try {
            options = WorkerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            exit("failed " + e.getMessage(), EXIT_USAGE);
            return;
        }
        var worker = new WorkerMain(arguments, options);
        try {
            EngineRunner runner = worker.start();
            System.exit(worker.await(runner));
        } catch (StartupException e) {
            worker.release();
            exit(String.valueOf(e.getMessage()), EXIT_NOT_STARTED);
        } catch (RuntimeException | Error e) {
            worker.release();
            exit("failed " + e + "; this is a fault of Mainstay, please report it", EXIT_NOT_STARTED);
        }
    }

    private EngineRunner start() throws StartupException {
        for (var file : new java.nio.file.Path[] {
            options.lock(), options.log(), options.journal(), options.socket(), options.admin()
        }) {
            StateFolders.makeFor(file);
        }
        lock = EndpointLock.take(options.lock());
        // First of all that logs: a thread that comes upon a log half set up sees none.
        WorkerLog.open(options.log());
        journal = new SqliteOrderJournal(options.journal());
        journal.warmUp();
        loop = TransportLoop.open(Thread.ofPlatform().name("mainstay-loop").factory());
        AccessRules rules = rules();
        peers = new Peers(rules.ownUid());
        var runner = new EngineRunner(loop, options, settings(rules), journal, peers);
        listen(runner);
        listenMore(runner, rules);
        var reload = new Reload(arguments, options, rules, runner);
        listenAdmin(runner, reload);
        handleSignals(runner, reload);
        if (options.mode() == WorkerOptions.Mode.PRIVATE) {
            endWithParent(runner);
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            log().error("uncaught on {}", thread.getName(), fault);
            runner.fail(fault);
        });
        String front = tcpListener == null ? "none" : Integer.toString(tcpListener.port());
        String ready = "ready pid=" + ProcessHandle.current().pid() + " socket=" + options.socket() + " front=" + front;
        log().info("{} gateway={}:{}", ready, options.gatewayHost(), options.gatewayPort());
        runner.start();
        say(ready);
        return runner;
    }

    private AccessRules rules() throws StartupException {
        try {
            AccessRules rules = AccessFiles.load(options.access());
            if (options.listener().isPresent()) {
                options.listener().get().check(rules, options.access());
            }
            return rules;
        } catch (ConfigurationException e) {
            throw new StartupException("failed " + e.getMessage(), e);
        }
    }

    private EngineSettings settings(AccessRules rules) {
        return new EngineSettings(
                UpstreamSettings.of(
                        options.gatewayHost() + ":" + options.gatewayPort(),
                        options.clientId(),
                        options.serverVersionMax(),
                        options.handshakeTimeoutMs(),
                        options.messagesPerSecond(),
                        options.marketDataLines()),
                ClientSettings.of(options.serverVersionMax(), options.sameClientId()),
                rules);
    }

    private void listen(EngineRunner runner) throws StartupException {
        TransportLoop open = java.util.Objects.requireNonNull(loop);
        StateFolders.clearSocket(options.socket());
        try {
            unixListener = open.listenUnix(options.socket(), client -> runner.accept(client, Via.UNIX));
            StateFolders.restrictSocket(options.socket());
            listeners.add(options.socket().toString());
        } catch (IOException e) {
            throw new StartupException("failed the socket " + options.socket() + " can't be opened (" + e + ")", e);
        }
        if (options.frontPort().isPresent() && options.mode() == WorkerOptions.Mode.SHARED) {
            int port = options.frontPort().get();
            try {
                tcpListener = open.listenTcp(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        client -> runner.accept(client, Via.LOOPBACK));
                listeners.add("127.0.0.1:" + tcpListener.port());
            } catch (IOException e) {
                throw new StartupException(
                        "failed front port " + port + " is taken or can't be used (" + e.getMessage()
                                + "); end what listens there or choose another front port",
                        e);
            }
        }
    }

    private void listenMore(EngineRunner runner, AccessRules rules) throws StartupException {
        if (options.listener().isEmpty()) {
            return;
        }
        NetworkListener listener = options.listener().get();
        var address = new InetSocketAddress(listener.host(), listener.port());
        String text = listener.host() + ":" + listener.port();
        TransportLoop open = java.util.Objects.requireNonNull(loop);
        try {
            if (listener.tls().isPresent()) {
                moreListener = open.listenTls(
                        address, tls(listener.tls().get(), rules), client -> runner.accept(client, Via.NETWORK));
            } else {
                moreListener = open.listenTcp(address, client -> runner.accept(client, Via.LOOPBACK));
            }
            listeners.add(listener.host() + ":" + moreListener.port()
                    + (listener.tls().isPresent() ? " TLS" : ""));
        } catch (IOException e) {
            throw new StartupException("failed --listen " + text + ": " + e.getMessage(), e);
        }
    }

    private static TlsServer tls(NetworkListener.Tls tls, AccessRules rules) throws IOException {
        return TlsServer.of(tls.certificate(), tls.key(), tls.clientAuthority(), tls.certificateIsNeeded(rules));
    }

    private void listenAdmin(EngineRunner runner, Reload reload) throws StartupException {
        StateFolders.clearSocket(options.admin());
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try {
            adminListener = java.util.Objects.requireNonNull(loop)
                    .listenHttp(options.admin(), new AdminEndpoint(runner, reload, () -> facts(since)));
            StateFolders.restrictSocket(options.admin());
        } catch (IOException e) {
            throw new StartupException("failed the socket " + options.admin() + " can't be opened (" + e + ")", e);
        }
    }

    private StatusDocument.Worker facts(Instant since) {
        boolean listening = true;
        for (var listener : new TransportLoop.@Nullable Listener[] {unixListener, tcpListener, moreListener}) {
            listening &= listener == null || listener.open();
        }
        return new StatusDocument.Worker(
                ProcessHandle.current().pid(),
                since,
                options.gatewayHost() + ":" + options.gatewayPort(),
                options.clientId(),
                List.copyOf(listeners),
                listening);
    }

    private void handleSignals(EngineRunner runner, Reload reload) throws StartupException {
        Signals.on("TERM", () -> {
            log().info("SIGTERM: ending");
            runner.stop();
        });
        boolean shared = options.mode() == WorkerOptions.Mode.SHARED;
        Signals.on("INT", shared ? () -> log().info("a signal of the starter's terminal was ignored") : runner::stop);
        // Also the end of a starter's terminal, to which it does no harm.
        if (!Signals.on("HUP", shared ? () -> runner.execute(() -> reloadFor(reload)) : runner::stop) && shared) {
            log().info(
                            "whoever started this has SIGHUP ignored (nohup), so it reads no rules again: use worker reload");
        }
    }

    private static void reloadFor(Reload reload) {
        try {
            log().info("SIGHUP: reading the rules again");
            reload.run();
        } catch (ConfigurationException e) {
            log().debug("the reload has logged why it changed nothing", e);
        }
    }

    /** The parent holds a pipe to our standard input and says nothing on it; its end means that the parent is gone. */
    private static void endWithParent(EngineRunner runner) {
        InputStream fromParent = System.in;
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                fromParent.skip(Long.MAX_VALUE);
                while (fromParent.read() >= 0) {
                    // Whatever a parent says, only its end counts.
                }
                log().info("the parent is gone: ending");
            } catch (IOException e) {
                log().info("the pipe from the parent broke: ending", e);
            }
            runner.stop();
        });
    }

    private int await(EngineRunner runner) {
        int exit = 0;
        try {
            runner.ended().join();
        } catch (CompletionException e) {
            log().error("a fault ended the worker; the sessions are closed and the next start is safe", e.getCause());
            exit = EXIT_FAULT;
        }
        log().info("ended exit={}", exit);
        release();
        return exit;
    }

    /** Gives everything back, the lock last. Each step is tried whatever became of the one before. */
    private void release() {
        if (tcpListener != null) {
            tcpListener.close();
        }
        if (moreListener != null) {
            moreListener.close();
        }
        if (adminListener != null) {
            adminListener.close();
            quietly(() -> Files.deleteIfExists(options.admin()));
        }
        if (unixListener != null) {
            unixListener.close();
            quietly(() -> Files.deleteIfExists(options.socket()));
        }
        if (loop != null) {
            loop.close();
        }
        if (peers != null) {
            peers.close();
        }
        if (journal != null) {
            SqliteOrderJournal open = journal;
            quietly(open::close);
        }
        if (lock != null) {
            EndpointLock held = lock;
            quietly(held::close);
        }
        WorkerLog.close();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, SQLException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (IOException | SQLException e) {
            log().warn("at the end", e);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(WorkerMain.class);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void exit(String line, int code) {
        say(line.replaceAll("\\s*\\R\\s*", " "));
        System.exit(code);
    }
}

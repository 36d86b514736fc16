package io.mainstay.worker;

import io.mainstay.engine.AccessOutcome;
import io.mainstay.engine.Engine;
import io.mainstay.engine.EnginePorts;
import io.mainstay.engine.EngineSettings;
import io.mainstay.engine.EngineStatus;
import io.mainstay.engine.access.AccessRules;
import io.mainstay.engine.access.Peer;
import io.mainstay.engine.access.Via;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.operator.OperatorAnswer;
import io.mainstay.engine.operator.OperatorVerb;
import io.mainstay.engine.order.OrderInfo;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.UpstreamLink;
import io.mainstay.engine.stream.StreamInfo;
import io.mainstay.transport.ConnectError;
import io.mainstay.transport.Connection;
import io.mainstay.transport.ConnectionHandler;
import io.mainstay.transport.Connector;
import io.mainstay.transport.TransportLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Drives an engine on the thread of an event loop: sockets and timers become its inputs, and its outputs go to sockets.
 * A fault in the engine ends the worker, since what it holds can't be trusted any more.
 */
final class EngineRunner {
    private static final long CLIENT_DRAIN_MS = 2_000;
    private static final long GATEWAY_DRAIN_MS = 2_000;

    /** More than the drains of both sides take, less than a starter waits for the end of a private worker. */
    private static final long STOP_MOST_MS = 4_000;

    /** More than the engine's own limit, which is to decide. */
    private static final int CONNECT_TIMEOUT_MARGIN_MS = 5_000;

    private final TransportLoop loop;
    private final WorkerOptions options;
    private final Engine engine;
    private final Peers peers;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final GatewayLink gateway = new GatewayLink();

    private TransportLoop.@Nullable Scheduled timer;
    private long timerDue = Long.MAX_VALUE;
    private int openConnections;
    private boolean stopping;
    private boolean faulty;

    EngineRunner(
            TransportLoop loop, WorkerOptions options, EngineSettings settings, OrderJournal journal, Peers peers) {
        this.loop = loop;
        this.peers = peers;
        this.options = options;
        this.engine = new Engine(
                settings,
                new EnginePorts(
                        gateway,
                        journal,
                        new ConnectFile(options.journal()
                                .resolveSibling(options.journal().getFileName() + ".connects")),
                        new EventLog(),
                        System::currentTimeMillis,
                        RandomGenerator.of("L64X128MixRandom")));
    }

    /** Completes when all sessions have ended after {@link #stop}; exceptionally with the fault that ended the engine. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    void start() {
        loop.execute(() -> input(() -> engine.start(now())));
    }

    /** Ends all sessions in order, within a bounded time; any thread may call this. */
    void stop() {
        loop.execute(() -> {
            if (!stopping) {
                input(() -> engine.stop(now()));
            }
        });
    }

    /** The engine ends, because it was told to or at the end of a drain. */
    private void beginStop() {
        if (!stopping) {
            stopping = true;
            loop.schedule(() -> ended.complete(true), STOP_MOST_MS * 1_000_000);
        }
    }

    /** Takes a client's connection. */
    ConnectionHandler accept(Connection connection, Via via) {
        openConnections++;
        connection.whenReleased(() -> {
            openConnections--;
            completeIfEnded();
        });
        var client = new ClientEnd(connection);
        Peer peer = peers.of(via, connection.remote());
        input(() -> client.session = engine.clientAccepted(client, peer, peers.identity(peer), now()));
        return client;
    }

    /** Does what an operator wants; on the loop's thread. */
    OperatorAnswer operate(OperatorVerb verb) {
        if (faulty) {
            return OperatorAnswer.refused("the worker is ending after a fault of its own");
        }
        OperatorAnswer[] answer = {OperatorAnswer.refused("the worker failed at it; see its log")};
        input(() -> answer[0] = engine.operate(verb, now()));
        return answer[0];
    }

    /**
     * Puts other rules in force; on the loop's thread.
     *
     * @throws ConfigurationException if the worker is ending and has none any more
     */
    AccessOutcome changeAccess(AccessRules rules) throws ConfigurationException {
        AccessOutcome[] outcome = new AccessOutcome[1];
        if (!stopping) {
            input(() -> outcome[0] = engine.changeAccess(rules, now()));
        }
        if (outcome[0] == null) {
            throw new ConfigurationException("the worker is being ended");
        }
        return outcome[0];
    }

    /** Runs something on the loop's thread, where it may ask and tell this; any thread may call this. */
    void execute(Runnable work) {
        loop.execute(work);
    }

    /** The engine, to look at on the loop's thread. */
    EngineStatus status() {
        return engine.snapshot(now());
    }

    /** The first streams. */
    List<StreamInfo> streams(int most) {
        return engine.streams(most);
    }

    /** The newest orders that are not over. */
    List<OrderInfo> orders(int most) {
        return engine.orders(most);
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }

    private void input(Runnable work) {
        if (faulty) {
            return;
        }
        try {
            work.run();
            afterInput();
        } catch (RuntimeException | Error fault) {
            failOnLoop(fault);
        }
    }

    private void afterInput() {
        schedule();
        if (engine.stopping()) {
            beginStop();
        }
        completeIfEnded();
    }

    /** Ends the worker for a fault outside of the engine; any thread may call this. */
    void fail(Throwable fault) {
        loop.execute(() -> failOnLoop(fault));
    }

    /** The engine is not asked again, but the gateway is left in order all the same. */
    private void failOnLoop(Throwable fault) {
        if (faulty) {
            return;
        }
        faulty = true;
        Connection open = gateway.connection;
        if (open == null) {
            ended.completeExceptionally(fault);
        } else {
            open.whenReleased(() -> ended.completeExceptionally(fault));
            open.closeInOrder(GATEWAY_DRAIN_MS);
        }
    }

    private void completeIfEnded() {
        if (stopping && engine.stopped() && openConnections == 0) {
            ended.complete(true);
        }
    }

    private void schedule() {
        long wait = engine.untilNextDeadline();
        if (wait == Long.MAX_VALUE) {
            return;
        }
        long due = now() + wait;
        TransportLoop.Scheduled set = timer;
        if (set != null && timerDue <= due) {
            return;
        }
        if (set != null) {
            set.cancel();
        }
        timerDue = due;
        timer = loop.schedule(this::onTimer, wait);
    }

    private void onTimer() {
        timer = null;
        timerDue = Long.MAX_VALUE;
        input(() -> engine.poll(now()));
    }

    /** The gateway's end: one connection at a time, told apart by its epoch. */
    private final class GatewayLink implements UpstreamLink {
        private @Nullable Connection connection;
        private long current;

        @Override
        public void connect(long epoch) {
            current = epoch;
            int timeoutMs = options.handshakeTimeoutMs() + CONNECT_TIMEOUT_MARGIN_MS;
            // Not at once: an outcome that is known at once must not come while the engine is still asking for it.
            loop.execute(
                    () -> loop.connectTcp(options.gatewayHost(), options.gatewayPort(), timeoutMs, new Attempt(epoch)));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (connection != null) {
                connection.write(bytes, offset, length);
            }
        }

        @Override
        public long queuedBytes() {
            return connection == null ? 0 : connection.queuedBytes();
        }

        @Override
        public void halfClose() {
            if (connection != null) {
                connection.halfClose();
            }
        }

        @Override
        public void close() {
            current = 0;
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }

    private final class Attempt implements Connector {
        private final long epoch;

        private Attempt(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public ConnectionHandler onConnected(Connection made) {
            if (epoch != gateway.current) {
                made.close();
            } else {
                gateway.connection = made;
                input(() -> engine.upstreamConnected(epoch, now()));
            }
            return new GatewayEnd(epoch);
        }

        @Override
        public void onFailed(ConnectError error, String detail) {
            input(() -> engine.upstreamConnectFailed(epoch, failure(error), detail, now()));
        }

        private static ConnectFailure failure(ConnectError error) {
            return switch (error) {
                case REFUSED -> ConnectFailure.NOTHING_LISTENS;
                case TIMED_OUT -> ConnectFailure.TIMED_OUT;
                case RESET -> ConnectFailure.RESET;
                case OTHER -> ConnectFailure.UNREACHABLE;
            };
        }
    }

    private final class GatewayEnd implements ConnectionHandler {
        private final long epoch;

        private GatewayEnd(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public void onBytes(byte[] buffer, int offset, int length) {
            if (faulty) {
                return;
            }
            // As input() does, without an object for each read: the JIT leaves it, where its class is from the start-up
            // cache.
            try {
                engine.upstreamBytes(epoch, buffer, offset, length, now());
                afterInput();
            } catch (RuntimeException | Error fault) {
                failOnLoop(fault);
            }
        }

        @Override
        public void onClosed(boolean reset, String detail) {
            input(() -> engine.upstreamClosed(epoch, reset, now()));
        }
    }

    /** A client's end. */
    private final class ClientEnd implements ConnectionHandler, DownstreamLink {
        private final Connection connection;
        private @Nullable ClientSession session;

        private ClientEnd(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onBytes(byte[] buffer, int offset, int length) {
            ClientSession of = session;
            if (of == null || faulty) {
                return;
            }
            try {
                engine.clientBytes(of, buffer, offset, length, now());
                afterInput();
            } catch (RuntimeException | Error fault) {
                failOnLoop(fault);
            }
        }

        @Override
        public void onClosed(boolean reset, String detail) {
            ClientSession of = session;
            if (of != null) {
                input(() -> engine.clientClosed(of, reset, now()));
            }
            // Whatever the engine made of it, a client that is gone must not keep a descriptor of ours.
            connection.closeInOrder(CLIENT_DRAIN_MS);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            connection.write(bytes, offset, length);
        }

        @Override
        public long queuedBytes() {
            return connection.queuedBytes();
        }

        @Override
        public void close() {
            connection.closeInOrder(CLIENT_DRAIN_MS);
        }

        @Override
        public void abort() {
            connection.close();
        }
    }
}

package io.mainstay.worker;

import io.mainstay.engine.Engine;
import io.mainstay.engine.EnginePorts;
import io.mainstay.engine.EngineSettings;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.downstream.ClientSettings;
import io.mainstay.engine.port.ConnectFailure;
import io.mainstay.engine.port.DownstreamLink;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.UpstreamLink;
import io.mainstay.engine.upstream.UpstreamSettings;
import io.mainstay.transport.ConnectHandler;
import io.mainstay.transport.EventLoop;
import io.mainstay.transport.Link;
import io.mainstay.transport.LinkHandler;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Drives an engine on an event loop: the loop's sockets and timers are its inputs. Used on the loop's thread only. */
final class EngineDriver {
    private static final long CLIENT_DRAIN_MS = 2_000;

    private final WorkerOptions options;
    private final EventLoop loop;
    private final Logger log;
    private final Engine engine;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private @Nullable Link gateway;
    private @Nullable Runnable cancelTimer;

    EngineDriver(WorkerOptions options, EventLoop loop, OrderJournal journal, Logger log) {
        this.options = options;
        this.loop = loop;
        this.log = log;
        this.engine = new Engine(
                new EngineSettings(
                        UpstreamSettings.of(
                                options.endpoint(),
                                options.clientId(),
                                options.serverVersionMax(),
                                options.handshakeTimeoutMs(),
                                options.messagesPerSecond()),
                        ClientSettings.withVersionMax(options.serverVersionMax())),
                new EnginePorts(
                        new GatewayLink(), journal, new EventLog(log), System::currentTimeMillis, new SplittableRandom()));
    }

    /** Completes when the engine has ended: true in order, false after a fault. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    /** Runs {@code task}, on the loop's thread, when the engine has ended. */
    void onEnded(Runnable task) {
        CompletableFuture<Void> told = ended.thenRun(task);
        told.exceptionally(e -> {
            log.error("what follows the engine's end failed", e);
            return null;
        });
    }

    void start() {
        guarded(() -> engine.start(now()));
    }

    /** Ends all sessions in order. */
    void stop() {
        guarded(() -> engine.stop(now()));
    }

    /** Takes a client's connection. */
    LinkHandler accept(Link link) {
        var client = new ClientLink(link);
        guarded(() -> client.session = engine.clientAccepted(client, now()));
        return client;
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }

    /** Runs one input, plans the next poll, and notices the engine's end. A fault ends the worker, it is never ignored. */
    private void guarded(Runnable input) {
        if (ended.isDone()) {
            return;
        }
        try {
            input.run();
            if (cancelTimer != null) {
                cancelTimer.run();
                cancelTimer = null;
            }
            if (engine.stopped()) {
                ended.complete(true);
                return;
            }
            long nanos = engine.untilNextDeadline();
            if (nanos != Long.MAX_VALUE) {
                cancelTimer = loop.schedule(() -> guarded(() -> engine.poll(now())), nanos);
            }
        } catch (RuntimeException | Error e) {
            log.error("a fault of the worker, which ends because of it; please report it with this log", e);
            ended.complete(false);
        }
    }

    /** The engine's socket to the gateway: one connection at a time. */
    private final class GatewayLink implements UpstreamLink {
        @Override
        public void connect(long epoch) {
            // Not at once: an outcome that is known at once must not come while the engine is still asking for it.
            loop.execute(() -> loop.connect(
                    options.host(), options.port(), options.handshakeTimeoutMs(), new Attempt(epoch)));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Link link = gateway;
            if (link != null) {
                link.write(bytes, offset, length);
            }
        }

        @Override
        public long queuedBytes() {
            Link link = gateway;
            return link == null ? 0 : link.queuedBytes();
        }

        @Override
        public void halfClose() {
            Link link = gateway;
            if (link != null) {
                link.halfClose();
            }
        }

        @Override
        public void close() {
            Link link = gateway;
            gateway = null;
            if (link != null) {
                link.release();
            }
        }
    }

    private final class Attempt implements ConnectHandler {
        private final long epoch;

        Attempt(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public LinkHandler onConnected(Link link) {
            gateway = link;
            guarded(() -> engine.upstreamConnected(epoch, now()));
            return new LinkHandler() {
                @Override
                public void onBytes(byte[] buffer, int offset, int length) {
                    guarded(() -> engine.upstreamBytes(epoch, buffer, offset, length, now()));
                }

                @Override
                public void onEnd(boolean reset) {
                    guarded(() -> engine.upstreamClosed(epoch, reset, now()));
                }
            };
        }

        @Override
        public void onFailed(Failure failure, String detail) {
            ConnectFailure meaning =
                    switch (failure) {
                        case REFUSED -> ConnectFailure.NOTHING_LISTENS;
                        case TIMED_OUT -> ConnectFailure.TIMED_OUT;
                        case UNREACHABLE -> ConnectFailure.UNREACHABLE;
                    };
            guarded(() -> engine.upstreamConnectFailed(epoch, meaning, detail, now()));
        }
    }

    private final class ClientLink implements DownstreamLink, LinkHandler {
        private final Link link;
        private @Nullable ClientSession session;

        ClientLink(Link link) {
            this.link = link;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            link.write(bytes, offset, length);
        }

        @Override
        public long queuedBytes() {
            return link.queuedBytes();
        }

        @Override
        public void close() {
            link.close(CLIENT_DRAIN_MS);
        }

        @Override
        public void abort() {
            link.release();
        }

        @Override
        public void onBytes(byte[] buffer, int offset, int length) {
            ClientSession mine = session;
            if (mine != null) {
                guarded(() -> engine.clientBytes(mine, buffer, offset, length, now()));
            }
        }

        @Override
        public void onEnd(boolean reset) {
            ClientSession mine = session;
            if (mine != null) {
                guarded(() -> engine.clientClosed(mine, reset, now()));
            }
        }
    }
}

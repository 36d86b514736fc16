package io.mainstay.simulator.server;

import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.fault.Listening;
import io.mainstay.simulator.session.Gateway;
import io.mainstay.simulator.session.Session;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for a gateway, and drives it on one event loop thread: epoll where the machine has it, else NIO. Methods may
 * be called by any thread but the loop's, unless they say otherwise.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final int BACKLOG = 128;
    private static final int SHORTEST_BACKLOG = 1;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(1 << 20, 4 << 20);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Gateway gateway;
    private final SimulatorClock clock;
    private final Duration stallDeadline;
    private final EventLoopGroup loop;
    private final ChannelGroup connections;
    private final boolean epoll = Epoll.isAvailable();
    private InetSocketAddress address;
    /** Where it listens unless a fault moves it. */
    private InetSocketAddress home;

    /** The port that it is to listen on by now; 0 for any free one. */
    private int wantedPort;

    private @Nullable Channel listener;
    private Listening listening = Listening.CLOSED;
    /** How often the listening socket was to change; what is under way for an older change is given up. */
    private long listeningChanges;

    private @Nullable ScheduledFuture<?> poll;
    private Instant pollDue = Instant.MAX;
    private boolean closing;

    /**
     * Prepares to serve; nothing is bound yet.
     *
     * @param stallDeadline how long a client may leave a full send queue unread
     */
    public GatewayServer(Gateway gateway, SimulatorClock clock, InetSocketAddress address, Duration stallDeadline) {
        this.gateway = gateway;
        this.clock = clock;
        this.address = address;
        this.home = address;
        this.stallDeadline = stallDeadline;
        this.loop = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("gateway-simulator", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.connections = new DefaultChannelGroup(loop.next());
    }

    /**
     * Binds the port, also when faults leave it without a listener for now: a free port is chosen once.
     *
     * @throws IOException if the address can't be bound
     */
    public void start() throws IOException {
        ChannelFuture bound = bind(Listening.NORMAL);
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Throwable cause = bound.cause();
            loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new IOException(cause == null ? "cancelled" : cause.getMessage(), cause);
        }
        call(() -> {
            listener = bound.channel();
            listening = Listening.NORMAL;
            address = (InetSocketAddress) bound.channel().localAddress();
            home = address;
            wantedPort = home.getPort();
            gateway.faults().onListeningChange(this::listen);
            listen();
            planPoll();
            return true;
        });
        awaitListening();
        clock.onStep(() -> {
            if (!loop.isShuttingDown()) {
                call(() -> {
                    poll();
                    return true;
                });
            }
        });
    }

    /** Where it listens, or would if no fault kept it from that. */
    public InetSocketAddress address() {
        return call(() -> address);
    }

    /** Has something done on the loop's thread, and waits for the result. */
    public <T> T call(Callable<T> action) {
        Future<T> result = loop.next().submit(action);
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the simulator was asked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
            throw new IllegalStateException("the simulator failed: " + e.getCause(), e.getCause());
        }
    }

    /** Like {@link #call}, and then plans what has become due and lets a moved listener settle. */
    public <T> T change(Callable<T> action) {
        T result = call(() -> {
            T value = action.call();
            planPoll();
            return value;
        });
        awaitListening();
        return result;
    }

    @Override
    public void close() {
        call(() -> {
            closing = true;
            if (listener != null) {
                listener.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
            gateway.shutdown(now());
            return true;
        });
        connections.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    Instant now() {
        return clock.now();
    }

    Duration stallDeadline() {
        return stallDeadline;
    }

    Session connect(Connection connection) {
        Session session = gateway.connect(connection, now());
        planPoll();
        return session;
    }

    /** Sees to it that the gateway is polled when something is due. On the loop's thread only. */
    void planPoll() {
        Optional<Instant> due = gateway.nextDue();
        if (due.isEmpty() || closing) {
            clock.nothingDue();
            return;
        }
        ScheduledFuture<?> planned = poll;
        if (planned != null && !planned.isDone() && !due.get().isBefore(pollDue)) {
            return;
        }
        OptionalLong nanos = clock.nanosUntil(due.get());
        if (nanos.isEmpty()) {
            return;
        }
        if (planned != null) {
            planned.cancel(false);
        }
        pollDue = due.get();
        poll = loop.next().schedule(this::poll, Math.min(nanos.getAsLong(), LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS);
    }

    private void poll() {
        poll = null;
        pollDue = Instant.MAX;
        try {
            gateway.poll(now());
        } catch (RuntimeException e) {
            LOG.error("the simulator made a mistake; what was due is lost, sessions go on", e);
        }
        planPoll();
    }

    private ChannelFuture bind(Listening how) {
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, how == Listening.FULL ? SHORTEST_BACKLOG : BACKLOG)
                .option(ChannelOption.AUTO_READ, how != Listening.FULL)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new Connection(GatewayServer.this, (DuplexChannel) channel));
                    }
                })
                .bind(address);
    }

    /** Makes the listening socket be what the faults ask for. On the loop's thread only. */
    private void listen() {
        Listening wanted = gateway.faults().listening();
        int port = gateway.faults().port().orElse(home.getPort());
        if ((wanted == listening && port == wantedPort) || closing) {
            return;
        }
        if (port != wantedPort) {
            address = new InetSocketAddress(home.getAddress(), port);
        }
        wantedPort = port;
        listening = wanted;
        long change = ++listeningChanges;
        Channel old = listener;
        listener = null;
        if (old == null) {
            reopen(wanted, change);
        } else {
            old.close().addListener(closed -> reopen(wanted, change));
        }
    }

    private void reopen(Listening wanted, long change) {
        if (wanted == Listening.CLOSED || change != listeningChanges || closing) {
            return;
        }
        bind(wanted).addListener((ChannelFuture bound) -> {
            if (!bound.isSuccess()) {
                LOG.error("port {} can't be listened on again", address.getPort(), bound.cause());
                listening = Listening.CLOSED;
            } else if (change == listeningChanges && !closing) {
                listener = bound.channel();
                address = (InetSocketAddress) bound.channel().localAddress();
            } else {
                bound.channel().close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
        });
    }

    /** Waits until closing and binding, which the loop does in steps, have come to an end. */
    private void awaitListening() {
        boolean settled = false;
        while (!settled) {
            settled = call(() -> (listener != null) == (listening != Listening.CLOSED));
        }
    }
}

package io.mainstay.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One platform thread that does all I/O and runs everything handed to it. Epoll where it is available, the JDK's selector
 * elsewhere.
 */
public final class EventLoop implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int PAGE_BYTES = 8 * 1024;
    private static final int CHUNK_PAGES_LOG2 = 5;

    private final boolean epoll;
    private final EventLoopGroup group;
    private final PooledByteBufAllocator buffers =
            new PooledByteBufAllocator(true, 1, 1, PAGE_BYTES, CHUNK_PAGES_LOG2, 0, 0, false);

    /**
     * Starts the thread.
     *
     * @param name the thread's
     */
    public EventLoop(String name) {
        epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().name(name).factory(), io);
    }

    /** Runs {@code task} on the loop's thread; any thread may call. */
    public void execute(Runnable task) {
        group.next().execute(task);
    }

    /** Runs {@code task} on the loop's thread after a time, unless the returned handle is run before. */
    public Runnable schedule(Runnable task, long nanos) {
        Future<?> scheduled = group.next().schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Listens on loopback; returns once it does, with the port. */
    public int listenTcp(int port, AcceptHandler handler) throws IOException {
        Channel channel = bind(
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                handler,
                true);
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Listens at a path, which must be free, for this user alone. */
    public void listenUnix(Path path, AcceptHandler handler) throws IOException {
        bind(
                epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class,
                epoll ? new DomainSocketAddress(path.toString()) : UnixDomainSocketAddress.of(path),
                handler,
                false);
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private Channel bind(Class<? extends ServerChannel> type, SocketAddress address, AcceptHandler handler, boolean tcp)
            throws IOException {
        var bootstrap = new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, buffers)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(initializer(handler::onAccept));
        if (tcp) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.TCP_NODELAY, true);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        return bound.channel();
    }

    /** Opens one TCP connection, to the first address of the host. Called on the loop's thread, as the handler is. */
    @SuppressWarnings("AddressSelection") // one connection is what is wanted, and an address tried in vain may cost one
    public void connect(String host, int port, long timeoutMs, ConnectHandler handler) {
        ChannelFuture attempt = new Bootstrap()
                .group(group)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, buffers)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeoutMs, Integer.MAX_VALUE))
                .handler(initializer(handler::onConnected))
                .connect(new InetSocketAddress(host, port));
        attempt.addListener(done -> {
            if (!done.isSuccess()) {
                Throwable cause = done.cause();
                handler.onFailed(failure(cause), String.valueOf(cause.getMessage()));
            }
        });
    }

    private static ConnectHandler.Failure failure(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return ConnectHandler.Failure.TIMED_OUT;
        }
        boolean refused = cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
        return refused ? ConnectHandler.Failure.REFUSED : ConnectHandler.Failure.UNREACHABLE;
    }

    private static ChannelInitializer<Channel> initializer(Function<Link, LinkHandler> opened) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Link(channel).reader(opened));
            }
        };
    }

    /** Releases every socket and ends the thread; waits for it. Not called on the loop's thread. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

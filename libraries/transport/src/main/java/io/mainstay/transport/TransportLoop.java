package io.mainstay.transport;

import io.mainstay.transport.http.HttpExchanges;
import io.mainstay.transport.http.HttpHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread that waits for sockets and time. Uses epoll where it is there and the JDK's selector elsewhere; both serve
 * TCP and Unix domain sockets.
 */
public final class TransportLoop implements AutoCloseable {
    private static final long CLOSE_MS = 5_000;

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final LoopBuffers buffers = new LoopBuffers();

    private TransportLoop(boolean epoll, ThreadFactory threads) {
        this.epoll = epoll;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, threads, io);
        this.loop = group.next();
    }

    /** The best loop of this machine. */
    public static TransportLoop open(ThreadFactory threads) {
        return new TransportLoop(Epoll.isAvailable(), threads);
    }

    /** A loop on the JDK's own selector, which every machine has and which starts faster. */
    public static TransportLoop openPortable(ThreadFactory threads) {
        return new TransportLoop(false, threads);
    }

    /** Runs a task on the loop's thread; any thread may call this. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs a task on the loop's thread after a delay. */
    public Scheduled schedule(Runnable task, long delayNanos) {
        var future = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** A task that has not run yet. */
    @FunctionalInterface
    public interface Scheduled {
        void cancel();
    }

    /** A listening socket. */
    public interface Listener extends AutoCloseable {
        /** The TCP port, or 0 for a Unix socket. */
        int port();

        /** Whether it still listens. */
        boolean open();

        @Override
        void close();
    }

    /**
     * Listens on TCP.
     *
     * @throws IOException if the address can't be bound
     */
    public Listener listenTcp(InetSocketAddress address, Acceptor acceptor) throws IOException {
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return listen(server(type, acceptor).childOption(ChannelOption.TCP_NODELAY, true), address);
    }

    /**
     * Listens on a Unix domain socket at a path where nothing is.
     *
     * @throws IOException if the path can't be bound
     */
    public Listener listenUnix(Path path, Acceptor acceptor) throws IOException {
        Class<? extends ServerChannel> type =
                epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
        return listen(server(type, acceptor), unixAddress(path));
    }

    /**
     * Listens on TCP for peers that speak TLS; who does not is closed without a byte of ours. The acceptor is asked when the
     * handshake is over.
     *
     * @throws IOException if the address can't be bound
     */
    public Listener listenTls(InetSocketAddress address, TlsServer tls, Acceptor acceptor) throws IOException {
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var handshakes = new AtomicInteger();
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(type)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LoopBuffers.BYTES))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        TlsHandshake.begin(channel, tls, acceptor, handshakes, buffers);
                    }
                });
        return listen(server, address);
    }

    /**
     * Answers HTTP requests on a Unix domain socket at a path where nothing is.
     *
     * @throws IOException if the path can't be bound
     */
    public Listener listenHttp(Path path, HttpHandler handler) throws IOException {
        Class<? extends ServerChannel> type =
                epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
        var open = new AtomicInteger();
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(type)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        HttpExchanges.serve(channel, handler, open);
                    }
                });
        return listen(server, unixAddress(path));
    }

    /** Connects over TCP; the outcome comes to the connector. */
    public void connectTcp(String host, int port, int timeoutMs, Connector connector) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs);
        connect(bootstrap, new InetSocketAddress(host, port), connector);
    }

    /** Connects to a Unix domain socket; the outcome comes to the connector. */
    public void connectUnix(Path path, int timeoutMs, Connector connector) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs);
        connect(bootstrap, unixAddress(path), connector);
    }

    /** Ends the loop and all that is open on it; waits for its thread. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_MS, TimeUnit.MILLISECONDS);
        if (group.isTerminated()) {
            buffers.release();
        }
    }

    private SocketAddress unixAddress(Path path) {
        return epoll ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
    }

    private ServerBootstrap server(Class<? extends ServerChannel> type, Acceptor acceptor) {
        return new ServerBootstrap()
                .group(loop)
                .channel(type)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        var connection = new NettyConnection((DuplexChannel) channel, buffers);
                        connection.handledBy(acceptor.accept(connection));
                        channel.pipeline().addLast(connection);
                    }
                });
    }

    private static Listener listen(ServerBootstrap server, SocketAddress address) throws IOException {
        ChannelFuture bound = server.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("can't listen on " + address + ": " + reason(bound.cause()), bound.cause());
        }
        Channel channel = bound.channel();
        return new Listener() {
            @Override
            public int port() {
                return channel.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
            }

            @Override
            public boolean open() {
                return channel.isActive();
            }

            @Override
            public void close() {
                ChannelFuture closing = channel.close();
                assert closing != null;
            }
        };
    }

    private void connect(Bootstrap bootstrap, SocketAddress address, Connector connector) {
        ChannelFuture connecting = bootstrap
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new NettyConnection((DuplexChannel) channel, buffers));
                    }
                })
                .connect(address)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        var connection = done.channel().pipeline().get(NettyConnection.class);
                        connection.handledBy(connector.onConnected(connection));
                    } else {
                        connector.onFailed(error(done.cause()), reason(done.cause()));
                    }
                });
        assert connecting != null;
    }

    private static ConnectError error(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return ConnectError.TIMED_OUT;
        }
        String text = reason(cause);
        if (text.contains("timed out")) {
            return ConnectError.TIMED_OUT;
        }
        if (text.contains("reset")) {
            return ConnectError.RESET;
        }
        boolean refused = cause instanceof ConnectException && text.contains("refused");
        return refused ? ConnectError.REFUSED : ConnectError.OTHER;
    }

    private static String reason(Throwable cause) {
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : text;
    }
}

package io.mainstay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One Netty channel as a connection. */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private final DuplexChannel channel;
    private final @Nullable SslHandler tls;
    private final LoopBuffers buffers;
    private @Nullable ConnectionHandler handler;
    private boolean outputEnded;
    private @Nullable Runnable untold;
    private boolean peerEnded;
    private boolean released;
    private boolean draining;

    NettyConnection(DuplexChannel channel, LoopBuffers buffers) {
        this(channel, null, buffers);
    }

    /** @param tls what encrypts it; null for nothing */
    NettyConnection(DuplexChannel channel, @Nullable SslHandler tls, LoopBuffers buffers) {
        this.channel = channel;
        this.tls = tls;
        this.buffers = buffers;
    }

    void handledBy(ConnectionHandler newHandler) {
        handler = newHandler;
        Runnable missed = untold;
        if (missed != null) {
            untold = null;
            // A write made while the connection was being handed over has shown that the peer is gone already.
            ignore(channel.eventLoop().submit(missed));
        }
    }

    @Override
    public RemoteEnd remote() {
        if (channel.remoteAddress() instanceof InetSocketAddress address) {
            var local = (InetSocketAddress) channel.localAddress();
            return new RemoteEnd(address, local, RemoteEnd.UNKNOWN_UID, tls == null ? "" : certificate(tls));
        }
        return new RemoteEnd(null, null, unixUid(channel), "");
    }

    private static int unixUid(DuplexChannel channel) {
        if (channel instanceof EpollDomainSocketChannel unix) {
            try {
                return unix.peerCredentials().uid();
            } catch (IOException e) {
                return RemoteEnd.UNKNOWN_UID;
            }
        }
        return RemoteEnd.UNKNOWN_UID;
    }

    private static String certificate(SslHandler tls) {
        try {
            var subject =
                    new LdapName(tls.engine().getSession().getPeerPrincipal().getName());
            return subject.getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(part -> String.valueOf(part.getValue()))
                    .findFirst()
                    .orElse("");
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            // It showed none that was verified, which is a fact and no failure.
            return "";
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (outputEnded || !channel.isActive()) {
            return;
        }
        ignore(channel.writeAndFlush(copy(bytes, offset, length), channel.voidPromise()));
    }

    private ByteBuf copy(byte[] bytes, int offset, int length) {
        return tls == null && length <= LoopBuffers.BYTES && queuedBytes() == 0
                ? buffers.outgoing(bytes, offset, length)
                : channel.alloc().buffer(length).writeBytes(bytes, offset, length);
    }

    @Override
    public long queuedBytes() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public void halfClose() {
        if (!outputEnded) {
            outputEnded = true;
            // Completes after what is queued before it.
            ChannelFuture written =
                    tls == null ? channel.writeAndFlush(channel.alloc().buffer(0)) : tls.closeOutbound();
            ignore(written.addListener(done -> ignore(channel.shutdownOutput())));
        }
    }

    @Override
    public void closeInOrder(long drainMs) {
        if (released || draining) {
            return;
        }
        draining = true;
        halfClose();
        if (peerEnded) {
            // Nothing more can come; what is queued still goes out before the socket is released.
            ignore(channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> close()));
            return;
        }
        var timer = channel.eventLoop().schedule(this::close, drainMs, TimeUnit.MILLISECONDS);
        whenReleased(() -> timer.cancel(false));
    }

    @Override
    public void whenReleased(Runnable action) {
        ignore(channel.closeFuture().addListener(closed -> action.run()));
    }

    @Override
    public void close() {
        released = true;
        outputEnded = true;
        ignore(channel.close());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            int length = in.readableBytes();
            if (released || draining || handler == null) {
                return;
            }
            byte[] bytes = buffers.received(length);
            in.readBytes(bytes, 0, length);
            handler.onBytes(bytes, 0, length);
        } finally {
            in.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            onPeerEnd(false, "");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onPeerEnd(false, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof java.io.IOException) {
            onPeerEnd(true, String.valueOf(cause.getMessage()));
            ignore(channel.close());
        } else {
            throw new IllegalStateException("a handler failed on " + channel, cause);
        }
    }

    private void onPeerEnd(boolean reset, String detail) {
        if (released || peerEnded) {
            return;
        }
        peerEnded = true;
        ConnectionHandler told = handler;
        if (draining) {
            close();
        } else if (told != null) {
            told.onClosed(reset, detail);
        } else {
            untold = () -> Objects.requireNonNull(handler).onClosed(reset, detail);
        }
    }

    /** What becomes of a write or an end shows as the channel's own end, so nobody looks at these. */
    private static void ignore(Future<?> outcome) {
        assert outcome != null;
    }
}

package io.mainstay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for the end of a TLS handshake, for a bounded time and with a bounded number of others, before anybody is told. */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final long TIMEOUT_MS = 5_000;
    private static final int UNDER_WAY_MAX = 32;

    private final SslHandler ssl;
    private final Acceptor acceptor;
    private final AtomicInteger underWay;
    private final LoopBuffers buffers;
    private boolean counted;

    private TlsHandshake(SslHandler ssl, Acceptor acceptor, AtomicInteger underWay, LoopBuffers buffers) {
        this.ssl = ssl;
        this.acceptor = acceptor;
        this.underWay = underWay;
        this.buffers = buffers;
    }

    /** Begins a handshake on a new channel, or closes it at once if too many are under way. */
    static void begin(Channel channel, TlsServer tls, Acceptor acceptor, AtomicInteger underWay, LoopBuffers buffers) {
        if (underWay.get() >= UNDER_WAY_MAX) {
            var closing = channel.close();
            assert closing != null;
            return;
        }
        SslHandler ssl = tls.context().newHandler(channel.alloc());
        ssl.setHandshakeTimeoutMillis(TIMEOUT_MS);
        var handshake = new TlsHandshake(ssl, acceptor, underWay, buffers);
        handshake.counted = true;
        underWay.incrementAndGet();
        channel.pipeline().addLast(ssl, handshake);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            over();
            if (done.isSuccess()) {
                var connection = new NettyConnection((DuplexChannel) context.channel(), ssl, buffers);
                context.pipeline().replace(this, "connection", connection);
                connection.handledBy(acceptor.accept(connection));
            } else {
                var closing = context.close();
                assert closing != null;
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        // A peer that does not speak TLS, or breaks off: there is nobody to tell.
        over();
        var closing = context.close();
        assert closing != null;
    }

    private void over() {
        if (counted) {
            counted = false;
            underWay.decrementAndGet();
        }
    }
}

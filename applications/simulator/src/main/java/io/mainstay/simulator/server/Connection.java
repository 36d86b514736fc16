package io.mainstay.simulator.server;

import io.mainstay.simulator.session.Outlet;
import io.mainstay.simulator.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One accepted socket and its session. Used by the event loop only. */
final class Connection extends ChannelInboundHandlerAdapter implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int LINGER_MS = 2000;

    private final GatewayServer server;
    private final DuplexChannel channel;
    private Session session;
    private boolean frozen;
    private boolean paused;
    private boolean finishing;
    private boolean inputEnded;
    private long stalls;

    @SuppressWarnings("NullAway.Init") // channelActive comes first
    Connection(GatewayServer server, DuplexChannel channel) {
        this.server = server;
        this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        session = server.connect(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var buffer = (ByteBuf) message;
        try {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            session.received(bytes, 0, bytes.length, server.now());
        } finally {
            buffer.release();
        }
        server.planPoll();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            session.inputEnded(server.now());
            if (finishing) {
                close();
            }
            server.planPoll();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (frozen) {
            return;
        }
        // Who does not read is not read: requests wait in the client's own socket, not in our memory.
        boolean writable = channel.isWritable();
        channel.config().setAutoRead(writable && !paused);
        stalls++;
        if (!writable) {
            long stall = stalls;
            watch(channel.eventLoop()
                    .schedule(() -> stalled(stall), server.stallDeadline().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void stalled(long stall) {
        if (stall == stalls && channel.isOpen()) {
            session.stalled(server.now());
            server.planPoll();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.broke(server.now());
        server.planPoll();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection {} broke: {}", session.number(), cause.toString());
        session.broke(server.now());
        close();
        server.planPoll();
        if (!(cause instanceof IOException)) {
            LOG.error("connection {} was ended by a mistake of the simulator", session.number(), cause);
        }
    }

    @Override
    public void send(byte[] bytes, int length, boolean byteWise) {
        if (byteWise) {
            for (int i = 0; i < length; i++) {
                watch(channel.writeAndFlush(Unpooled.copiedBuffer(bytes, i, 1)));
            }
        } else {
            watch(channel.writeAndFlush(channel.alloc().buffer(length).writeBytes(bytes, 0, length)));
        }
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    @Override
    public void finish() {
        if (frozen) {
            close();
            return;
        }
        finishing = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (!done.isSuccess() || inputEnded) {
                close();
                return;
            }
            // Closing at once would reset the connection if the client has sent more, and lose what it was told last.
            channel.shutdownOutput().addListener((ChannelFutureListener) future -> {
                if (!future.isSuccess()) {
                    close();
                }
            });
            watch(channel.eventLoop().schedule(this::close, LINGER_MS, TimeUnit.MILLISECONDS));
        });
    }

    @Override
    public void abort() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        close();
    }

    @Override
    public void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> watch(channel.shutdownOutput()));
    }

    @Override
    public void pauseReading(boolean pause) {
        paused = pause;
        channel.config().setAutoRead(!pause && channel.isWritable());
    }

    @Override
    public void freeze() {
        frozen = true;
        // Taken out of the event loop's sight: else the client's FIN alone would have the loop read.
        watch(channel.deregister());
    }

    private void close() {
        watch(channel.close());
    }

    /** A write or a close that failed says that the connection is gone, which its own event says, too. */
    private void watch(Future<?> step) {
        step.addListener(done -> {
            if (done.cause() != null) {
                LOG.debug("connection {}: {}", session.number(), done.cause().toString());
            }
        });
    }
}

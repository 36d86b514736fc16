package io.mainstay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connected socket. Used on the loop's thread only. */
// What a write or a close comes to is told by the channel's own events, not by its future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Link {
    private final DuplexChannel channel;
    private @Nullable LinkHandler handler;
    private byte[] received = new byte[8 * 1024];
    private boolean peerEnded;
    private boolean released;
    private boolean closing;

    Link(Channel channel) {
        this.channel = (DuplexChannel) channel;
    }

    /** Takes bytes to send; they are copied before this returns. What comes after our end is dropped. */
    public void write(byte[] bytes, int offset, int length) {
        if (!released && !closing && !channel.isOutputShutdown()) {
            // A failed write breaks the channel, which onEnd then tells.
            channel.writeAndFlush(Unpooled.copiedBuffer(bytes, offset, length), channel.voidPromise());
        }
    }

    /** Bytes taken by {@link #write} that the system has not taken yet. */
    public long queuedBytes() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /** Sends what is queued, then our end. The peer's side stays readable. */
    public void halfClose() {
        if (!released && !channel.isOutputShutdown()) {
            // Behind everything that is queued; a failure means that the connection is broken already.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener((ChannelFutureListener) written -> channel.shutdownOutput());
        }
    }

    /** Sends what is queued, then our end, waits for the peer's end at most {@code drainMs}, and releases the socket. */
    public void close(long drainMs) {
        if (released || closing) {
            return;
        }
        halfClose();
        closing = true;
        if (peerEnded) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFuture done) -> release());
        } else {
            channel.eventLoop().schedule(this::release, drainMs, TimeUnit.MILLISECONDS);
        }
    }

    /** Releases the socket at once; what is queued is lost. */
    public void release() {
        if (!released) {
            released = true;
            channel.close();
        }
    }

    private void ended(boolean reset) {
        if (peerEnded) {
            return;
        }
        peerEnded = true;
        if (closing) {
            release();
        }
        LinkHandler told = handler;
        if (told != null && !released) {
            told.onEnd(reset);
        }
        if (reset) {
            release();
        }
    }

    ChannelInboundHandlerAdapter reader(Function<Link, LinkHandler> opened) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                handler = opened.apply(Link.this);
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                var bytes = (ByteBuf) message;
                try {
                    while (bytes.isReadable()) {
                        int length = Math.min(bytes.readableBytes(), received.length);
                        bytes.readBytes(received, 0, length);
                        LinkHandler told = handler;
                        if (told != null && !released && !closing) {
                            told.onBytes(received, 0, length);
                        }
                    }
                } finally {
                    bytes.release();
                }
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof ChannelInputShutdownEvent) {
                    ended(false);
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                ended(!channel.isInputShutdown());
                released = true;
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                if (cause instanceof IOException) {
                    ended(true);
                    release();
                } else {
                    // A fault of the code above us: the loop's owner decides what it means.
                    release();
                    throw new IllegalStateException("a link's handler failed", cause);
                }
            }
        };
    }
}

package io.mainstay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * The memory through which the bytes of all connections of a loop pass. A loop reads one connection after the other and its
 * handlers keep nothing, so one buffer serves all; a fresh one for each read costs more than the read, since the JVM clears it
 * first. Used by the loop's thread.
 */
final class LoopBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
    /** What is read in one go, and what may be written through {@link #outgoing}, at most. */
    static final int BYTES = 1 << 16;

    private final ByteBuf in = Unpooled.directBuffer(BYTES, BYTES);
    private ByteBuf out = Unpooled.directBuffer(BYTES, BYTES);
    private byte[] received = new byte[BYTES];

    /** Where what came in is put for its handler: room for so many bytes; what was in it before is gone. */
    byte[] received(int length) {
        if (received.length < length) {
            received = new byte[length];
        }
        return received;
    }

    /** A copy of bytes that a peer with nothing in its queue will most likely take at once. */
    ByteBuf outgoing(byte[] bytes, int offset, int length) {
        if (out.refCnt() > 1) {
            // The peer that it went to last did not take all of it, and keeps it until it has or is gone.
            out.release();
            out = Unpooled.directBuffer(BYTES, BYTES);
        }
        return out.clear().writeBytes(bytes, offset, length).retain();
    }

    @Override
    public ExtendedHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return BYTES;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return in.clear().retain();
            }
        };
    }

    /** The loop has ended. */
    void release() {
        in.release();
        out.release();
    }
}

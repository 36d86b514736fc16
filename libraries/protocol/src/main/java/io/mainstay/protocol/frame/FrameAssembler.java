package io.mainstay.protocol.frame;

import java.util.Arrays;

/**
 * Cuts a byte stream into TWS frames: a 4-byte big-endian unsigned length, then that many bytes.
 *
 * <p>Frames may be split at any byte or come many in one piece. Memory grows with the bytes that have arrived, never
 * with the length that a peer announces, so a garbled prefix costs nothing. One assembler serves one direction of one
 * session and is used by one thread at a time.
 */
public final class FrameAssembler {
    /** The longest payload that the official clients accept from a gateway (a 24-bit length). */
    public static final int MAX_FROM_GATEWAY_BYTES = 0xFF_FFFF;

    /** The longest payload that we accept from a client; the largest real request is an order of a few kilobytes. */
    public static final int MAX_FROM_CLIENT_BYTES = 1 << 20;

    private static final int PREFIX_BYTES = 4;
    private static final int KEPT_BYTES = 1 << 16;
    private static final byte[] EMPTY = {};

    private final int maxPayloadBytes;
    private byte[] pending = EMPTY;
    private int pendingBytes;

    public FrameAssembler(int maxPayloadBytes) {
        if (maxPayloadBytes < 1) {
            throw new IllegalArgumentException("maxPayloadBytes must be positive: " + maxPayloadBytes);
        }
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Takes the next bytes of the stream and hands on every payload that is complete with them.
     *
     * @throws FrameException if a length prefix is 0 or above the limit; what came before it has been handed on
     */
    public void feed(byte[] bytes, int offset, int length, FrameHandler handler) {
        int at = offset;
        int end = offset + length;
        while (pendingBytes > 0 && at < end) {
            at += topUp(bytes, at, end, handler);
        }
        while (at < end) {
            if (end - at < PREFIX_BYTES) {
                break;
            }
            int payload = payloadLength(bytes, at);
            if (end - at - PREFIX_BYTES < payload) {
                break;
            }
            handler.onFrame(bytes, at + PREFIX_BYTES, payload);
            at += PREFIX_BYTES + payload;
        }
        if (at < end) {
            append(bytes, at, end - at);
        }
    }

    /** How many bytes of an unfinished frame wait here; 0 means that the stream stands between two frames. */
    public int pendingBytes() {
        return pendingBytes;
    }

    /** Moves what the pending frame still lacks out of {@code bytes}, and returns how many bytes it took. */
    private int topUp(byte[] bytes, int at, int end, FrameHandler handler) {
        int missing = pendingBytes < PREFIX_BYTES
                ? PREFIX_BYTES - pendingBytes
                : PREFIX_BYTES + payloadLength(pending, 0) - pendingBytes;
        int taken = Math.min(missing, end - at);
        append(bytes, at, taken);
        if (pendingBytes >= PREFIX_BYTES) {
            int payload = payloadLength(pending, 0);
            if (pendingBytes == PREFIX_BYTES + payload) {
                pendingBytes = 0;
                handler.onFrame(pending, PREFIX_BYTES, payload);
                if (pending.length > KEPT_BYTES) {
                    pending = EMPTY;
                }
            }
        }
        return taken;
    }

    private int payloadLength(byte[] bytes, int at) {
        int length = (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
        if (length <= 0 || length > maxPayloadBytes) {
            throw new FrameException("frame of " + Integer.toUnsignedString(length) + " bytes announced, 1 to "
                    + maxPayloadBytes + " allowed; the peer does not speak the TWS protocol or lost its place");
        }
        return length;
    }

    private void append(byte[] bytes, int at, int length) {
        if (pending.length < pendingBytes + length) {
            pending = Arrays.copyOf(pending, Math.max(pendingBytes + length, pendingBytes * 2));
        }
        System.arraycopy(bytes, at, pending, pendingBytes, length);
        pendingBytes += length;
    }
}

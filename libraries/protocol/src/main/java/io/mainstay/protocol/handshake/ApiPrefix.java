package io.mainstay.protocol.handshake;

/**
 * The four unframed bytes, {@code API} and a zero, that a client sends before its first frame. Checks them as they
 * come, so that an HTTP or TLS client is told apart at its first byte. Used by one thread.
 */
public final class ApiPrefix {
    private static final byte[] EXPECTED = {'A', 'P', 'I', 0};

    private int seenBytes;

    static byte[] bytes() {
        return EXPECTED.clone();
    }

    /** Whether all four bytes have come. */
    public boolean complete() {
        return seenBytes == EXPECTED.length;
    }

    /**
     * Takes what is still missing of the prefix.
     *
     * @return how many bytes were taken; those after them belong to frames
     * @throws HandshakeException at the first byte that is not the prefix's
     */
    public int take(byte[] buffer, int offset, int length) {
        int taken = 0;
        while (taken < length && seenBytes < EXPECTED.length) {
            if (buffer[offset + taken] != EXPECTED[seenBytes]) {
                throw new HandshakeException("byte " + seenBytes + " of the session is "
                        + (buffer[offset + taken] & 0xFF) + "; a TWS client begins with \"API\" and a zero byte");
            }
            seenBytes++;
            taken++;
        }
        return taken;
    }
}

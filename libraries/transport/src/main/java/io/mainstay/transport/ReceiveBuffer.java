package io.mainstay.transport;

/** Where what comes in is put for its handler: one for all connections of a loop, which reads one after the other. */
final class ReceiveBuffer {
    private byte[] bytes = new byte[1 << 16];

    /** Room for so many bytes; what was in it before is gone. */
    byte[] of(int length) {
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        return bytes;
    }
}

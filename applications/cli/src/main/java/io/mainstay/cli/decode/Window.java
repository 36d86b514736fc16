package io.mainstay.cli.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The part of a stream that is looked at. Holds as many bytes as were asked for and have come. */
final class Window {
    private static final int CHUNK_BYTES = 1 << 16;

    private final InputStream in;
    private byte[] bytes = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private long passed;
    private boolean ended;

    Window(InputStream in) {
        this.in = in;
    }

    /** Whether the stream has at least so many bytes from here on. */
    boolean has(int wanted) throws IOException {
        while (to - from < wanted && !ended) {
            if (from > 0 && bytes.length - to < CHUNK_BYTES) {
                System.arraycopy(bytes, from, bytes, 0, to - from);
                to -= from;
                from = 0;
            }
            if (to == bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            int read = in.read(bytes, to, Math.min(CHUNK_BYTES, bytes.length - to));
            if (read < 0) {
                ended = true;
            } else {
                to += read;
            }
        }
        return to - from >= wanted;
    }

    /** How many bytes are here now. */
    int available() {
        return to - from;
    }

    byte at(int index) {
        return bytes[from + index];
    }

    int intAt(int index) {
        return (at(index) & 0xFF) << 24
                | (at(index + 1) & 0xFF) << 16
                | (at(index + 2) & 0xFF) << 8
                | (at(index + 3) & 0xFF);
    }

    byte[] copy(int index, int length) {
        return Arrays.copyOfRange(bytes, from + index, from + index + length);
    }

    void skip(int count) {
        from += count;
        passed += count;
    }

    /** Where the window begins in the stream. */
    long offset() {
        return passed;
    }
}

package io.mainstay.transport;

/** One open socket. Used on the loop's thread. */
public interface Connection {
    /** Who is at the other end, as far as the system says. */
    RemoteEnd remote();

    /** Sends bytes; they are copied before this returns. Does nothing after an end from this side. */
    void write(byte[] bytes, int offset, int length);

    /** Bytes written here that the system has not taken yet. */
    long queuedBytes();

    /** Sends what is queued, then the end of this side. The peer's side stays readable. */
    void halfClose();

    /**
     * Sends what is queued, then the end of this side, waits at most {@code drainMs} for the peer's end while throwing
     * away what still comes, then releases the socket. A peer that is still sending would otherwise get a reset, which
     * may destroy the last bytes it has not read. The handler hears nothing more.
     */
    void closeInOrder(long drainMs);

    /** Runs once the socket is released, from whichever side; at once if it is already. */
    void whenReleased(Runnable action);

    /** Releases the socket at once. The handler hears nothing more. */
    void close();
}

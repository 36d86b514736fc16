package io.mainstay.transport;

/** What happens on a link. */
public interface LinkHandler {
    /** Bytes came; the array is reused after this returns. */
    void onBytes(byte[] buffer, int offset, int length);

    /**
     * The peer's side has ended; called once at the most, and not after we released the socket ourselves.
     *
     * @param reset whether the connection broke instead of ending in order
     */
    void onEnd(boolean reset);
}

package io.mainstay.transport;

/** Told what happens on one connection, on the loop's thread. */
public interface ConnectionHandler {
    /** Bytes came. The buffer is reused after this call returns. */
    void onBytes(byte[] buffer, int offset, int length);

    /**
     * The peer's side ended. Called at most once, and not after the connection was closed or aborted from here.
     *
     * @param reset true if it ended by an error and not in order
     */
    void onClosed(boolean reset, String detail);
}

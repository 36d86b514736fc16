package io.mainstay.engine.port;

/**
 * The one socket to the gateway. Results come back as inputs of the engine that name the same epoch; the engine ignores
 * inputs of another epoch.
 */
public interface UpstreamLink {
    /** Starts to connect. The previous epoch's socket is closed by then. */
    void connect(long epoch);

    /** Takes bytes to send; they are copied before this returns. */
    void write(byte[] bytes, int offset, int length);

    /** Bytes taken by {@link #write} that the system has not taken yet. */
    long queuedBytes();

    /** Sends what is queued, then the end of our side. The gateway's side stays readable. */
    void halfClose();

    /** Releases the socket. */
    void close();
}

package io.mainstay.engine.port;

/** The socket of one client. */
public interface DownstreamLink {
    /** Takes bytes to send; they are copied before this returns. */
    void write(byte[] bytes, int offset, int length);

    /** Bytes taken by {@link #write} that the system has not taken yet. */
    long queuedBytes();

    /** Lets what is queued go out, ends our side, waits a bounded time for the client's end, then releases the socket. */
    void close();

    /** Releases the socket at once; what is queued is lost. */
    void abort();
}

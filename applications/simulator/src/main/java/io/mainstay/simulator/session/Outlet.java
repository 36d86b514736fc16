package io.mainstay.simulator.session;

/** The gateway's end of one connection. */
public interface Outlet {
    /**
     * Sends bytes, in order; what can't be sent yet waits.
     *
     * @param byteWise whether each byte travels alone
     */
    void send(byte[] bytes, int length, boolean byteWise);

    /** How many bytes wait because the client does not read. */
    long pendingBytes();

    /** Ends the connection in order once everything sent has left. */
    void finish();

    /** Tears the connection down, with a RST where the transport has one. */
    void abort();

    /** Ends this direction with a FIN once everything sent has left; the other stays. */
    void endOutput();

    /** Stops reading, or goes on. */
    void pauseReading(boolean pause);

    /** Neither reads nor notices the client's end any more, for good. */
    void freeze();
}

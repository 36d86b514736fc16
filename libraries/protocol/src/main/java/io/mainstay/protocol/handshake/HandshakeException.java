package io.mainstay.protocol.handshake;

/** The first bytes of a session are not the TWS handshake; the session can't go on. */
public final class HandshakeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HandshakeException(String message) {
        super(message);
    }
}

package io.mainstay.protocol.frame;

/** The bytes of a session can't be a TWS frame; the session can't be resynchronised and must end. */
public final class FrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message);
    }
}

package io.mainstay.engine.port;

/** The journal could not make something durable, or could not be read. The message says what and why. */
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}

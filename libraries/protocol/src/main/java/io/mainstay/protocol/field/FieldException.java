package io.mainstay.protocol.field;

/** One message can't be understood; the session it came on is still in step and may go on. */
public final class FieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FieldException(String message) {
        super(message);
    }
}

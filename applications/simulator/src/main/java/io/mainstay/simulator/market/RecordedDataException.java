package io.mainstay.simulator.market;

/** A file of recorded prices can't be read; the message names it, and the line if one is at fault. */
public final class RecordedDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordedDataException(String message, Throwable cause) {
        super(message, cause);
    }
}

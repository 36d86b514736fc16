package io.mainstay.cli.decode;

/** What was given can't be decoded as it is; the message says what is missing. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}

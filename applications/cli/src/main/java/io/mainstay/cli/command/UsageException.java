package io.mainstay.cli.command;

/** A command line that can't be understood; the message says which part and why. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes the sentence that the user reads. */
    public UsageException(String message) {
        super(message);
    }
}

package io.mainstay.worker;

/** The worker can't start. The message is the line for whoever started it: the reason and what to do now. */
final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    StartupException(String line) {
        super(line);
    }

    StartupException(String line, Throwable cause) {
        super(line, cause);
    }
}

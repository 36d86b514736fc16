package io.mainstay.engine.access;

/** The rules' text is not as needed; the message names the line. */
public final class AccessFileException extends Exception {
    private static final long serialVersionUID = 1L;

    AccessFileException(int line, String problem) {
        super("line " + line + ": " + problem);
    }
}

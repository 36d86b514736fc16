package io.mainstay.simulator.script;

/** A script can't be read, or what it expects did not come; the text begins with the place, {@code FILE:LINE:}. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}

package io.mainstay.runner;

/** What may end a run from outside. */
public enum StopSignal {
    SIGINT(130),
    SIGTERM(143);

    private final int exitCode;

    StopSignal(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The shells' code for a process that this signal ended. */
    public int exitCode() {
        return exitCode;
    }
}

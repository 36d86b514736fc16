package io.mainstay.runner.preflight;

/** Tells from the kernel's socket table whether anything listens at an address; opens no connection. */
public interface ListenerCheck {
    /** What the socket table says. */
    enum Answer {
        LISTENING,
        NOT_LISTENING,
        /** The address is another machine's, or the table can't be read. */
        CANNOT_TELL
    }

    Answer check(String host, int port);
}

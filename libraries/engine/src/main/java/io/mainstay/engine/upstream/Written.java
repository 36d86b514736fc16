package io.mainstay.engine.upstream;

/** Told once what became of a message. */
@FunctionalInterface
public interface Written {
    Written IGNORED = sent -> {};

    /**
     * Called once for each message that was taken.
     *
     * @param sent true when the message's bytes are on their way to the socket, false when the session ended before; then not
     *     one byte of it has left
     */
    void done(boolean sent);
}

package io.mainstay.cli.decode;

import java.io.IOException;

/** Takes what was decoded, in order. */
public interface Output {
    /** A piece of a session. */
    void message(Decoded message) throws IOException;

    /** Bytes that are part of no message. */
    void damage(long offset, String what) throws IOException;

    /** Nothing more comes. */
    void end() throws IOException;
}

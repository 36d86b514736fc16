package io.mainstay.simulator.fault;

import java.util.Optional;

/** A hold on one session: what faults can do to it. Used on the simulator's one thread. */
public interface Grip {
    /** Which connection of the simulator it is, from 1. */
    long number();

    /** The id it has claimed by START_API, absent before. */
    Optional<Integer> clientId();

    /** Whether it has ended. */
    boolean isOver();

    /** Neither reads nor sends any more, for good, and does not notice its end. */
    void freeze();

    /** Goes on reading, and neither answers nor sends any more. */
    void turnMute();

    /** Stops reading, or goes on; what the client sends waits in the kernel. */
    void pauseReading(boolean pause);

    /** How a session ends in the middle of what it sends. */
    enum Cut {
        /** With a FIN. */
        CLOSE,
        /** With a RST. */
        RESET,
        /** It does not end; nothing more is sent. */
        STALL
    }

    /** Sends so many more bytes, and then no more. */
    void cutAfter(long bytes, Cut how);

    /** Sends nothing any more; reads. */
    void stopSending();

    /** Sends a FIN and goes on reading. */
    void endOutput();

    /** Ends it, with a RST or a FIN. */
    void end(boolean abort);

    /** Sends an error or notice; {@code id} is -1 where it belongs to no request. */
    void error(int id, int code, String text);
}

package io.mainstay.simulator.fault;

import io.mainstay.protocol.message.Incoming;
import java.time.Duration;

/** Where a fault puts what it makes of a message: nothing, the message, another, or several. */
public interface Output {
    void send(Incoming message);

    /** Sends it after a while, unless the session has ended until then. */
    void later(Duration delay, Incoming message);

    /** Sends a message as a frame with other content. */
    void sendAltered(Incoming message, FrameChange change);

    void error(int id, int code, String text);

    /** Makes another frame of one: the payload without its length, in and out. */
    @FunctionalInterface
    interface FrameChange {
        byte[] apply(byte[] payload);
    }
}

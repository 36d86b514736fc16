package io.mainstay.engine.upstream;

import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;

/** The gateway as the rest of the engine sees it. */
public interface Gateway {
    /** Whether there is a session in which messages flow. */
    boolean ready();

    /** Whether the gateway said in this session that it lost IB's servers, and nothing since that they are back. */
    boolean serversLost();

    /** The version spoken with the gateway in this session or, without one, in the last; 0 before the first. */
    int serverVersion();

    /** Whether the gateway's version has such a message. */
    default boolean speaks(Message message) {
        return message.sinceVersion() <= serverVersion();
    }

    /** Our client id towards the gateway. */
    int clientId();

    /** The accounts of the login as the gateway listed them; empty before it did. */
    String accounts();

    /**
     * Sends a message, or lets it wait its turn. Messages of one sender in one lane keep their order.
     *
     * @return false if there is no session or too many messages of the sender wait; then nothing was done, and nobody is told
     */
    boolean send(Dispatch dispatch);

    /** Sends a message of one sender, which nobody is told about. */
    default boolean send(Lane lane, long sender, Outgoing message) {
        return send(Dispatch.of(lane, sender, message));
    }

    /** Sends on the engine's own account. */
    default boolean send(Lane lane, Outgoing message) {
        return send(Dispatch.of(lane, Dispatch.ENGINE, message));
    }

    /**
     * Whether the gateway is known to have read what was sent at a moment of the session that stands or has just ended, because
     * it answered what it was asked later.
     */
    boolean hasRead(long sentNanos);

    /** Takes back an equal message that still waits. Returns whether one was waiting. */
    boolean takeBack(Lane lane, long sender, Outgoing message);
}

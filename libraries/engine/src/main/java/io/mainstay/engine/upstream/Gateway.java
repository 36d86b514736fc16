package io.mainstay.engine.upstream;

import io.mainstay.protocol.message.Outgoing;

/** The gateway as the rest of the engine sees it. */
public interface Gateway {
    /** Whether requests flow. */
    boolean ready();

    /** The version spoken with the gateway; meaningful while {@link #ready}. */
    int serverVersion();

    /** Our client id towards the gateway. */
    int clientId();

    /** The accounts of the login as the gateway listed them; empty before it did. */
    String accounts();

    /**
     * Sends a message, or lets it wait its turn under the gateway's rate limit. Messages of one lane keep their order.
     *
     * @return false if too many wait already; then nothing was done
     */
    boolean send(Lane lane, Outgoing message, Written written);

    /** Sends without interest in when it leaves. */
    default boolean send(Lane lane, Outgoing message) {
        return send(lane, message, Written.IGNORED);
    }

    /** Takes back an equal message that still waits. Returns whether one was waiting. */
    boolean takeBack(Outgoing message);
}

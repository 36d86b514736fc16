package io.mainstay.engine.upstream;

import io.mainstay.protocol.message.Incoming;

/** Told what the gateway says and what becomes of the session. */
public interface UpstreamListener {
    /** A message of the gateway, in its order; also those that come before READY. */
    void onMessage(Incoming message);

    /** The gateway has chosen the version of this session. */
    void onVersion();

    /** The session is READY. */
    void onReady(int nextValidId);

    /** A READY session ended. */
    void onLost(Outage outage);

    /** An attempt failed before READY. */
    void onFailed(Outage outage);
}

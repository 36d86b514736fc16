package io.mainstay.engine.routing;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.protocol.message.Outgoing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that has been opened upstream and not ended. Changed only by the thread that drives the engine. */
public final class OpenRequest {
    private final @Nullable ClientSession client;
    private final int clientReqId;
    private final int upstreamReqId;
    private final Route route;
    private final Outgoing start;
    private final long sinceNanos;
    private boolean sent;

    OpenRequest(
            @Nullable ClientSession client,
            int clientReqId,
            int upstreamReqId,
            Route route,
            Outgoing start,
            long sinceNanos) {
        this.client = client;
        this.clientReqId = clientReqId;
        this.upstreamReqId = upstreamReqId;
        this.route = route;
        this.start = start;
        this.sinceNanos = sinceNanos;
    }

    /** Who asked; empty for a request of the engine itself. */
    public Optional<ClientSession> client() {
        return Optional.ofNullable(client);
    }

    public int clientReqId() {
        return clientReqId;
    }

    public int upstreamReqId() {
        return upstreamReqId;
    }

    public Route route() {
        return route;
    }

    /** The message as it went to the gateway. */
    public Outgoing start() {
        return start;
    }

    public long sinceNanos() {
        return sinceNanos;
    }

    public boolean stream() {
        return route.isStream(start);
    }

    /** Whether it has left for the gateway. */
    public boolean sent() {
        return sent;
    }

    public void markSent() {
        sent = true;
    }
}

package io.mainstay.engine.upstream;

import java.util.EnumSet;
import java.util.Set;

/** Where the session with the gateway stands. */
public enum UpstreamState {
    /** Not started. */
    DISCONNECTED,
    /** An attempt failed or a session ended; the next attempt is due at a known time. */
    BACKING_OFF,
    /** A connection is being opened. */
    CONNECTING,
    /** Connected; our version range is sent, the gateway's choice is awaited. */
    HANDSHAKING,
    /** START_API is sent; the accounts and the next valid id are awaited. */
    STARTING,
    /** Requests flow. */
    READY,
    /** Nothing more is sent; the gateway's end is awaited for a bounded time before the socket is released. */
    DRAINING,
    /** Over for good. */
    CLOSED;

    /** Whether {@code next} may follow. */
    boolean leadsTo(UpstreamState next) {
        return successors().contains(next);
    }

    private Set<UpstreamState> successors() {
        return switch (this) {
            case DISCONNECTED -> EnumSet.of(CONNECTING, BACKING_OFF, CLOSED);
            case BACKING_OFF -> EnumSet.of(CONNECTING, CLOSED);
            case CONNECTING -> EnumSet.of(HANDSHAKING, BACKING_OFF, CLOSED);
            case HANDSHAKING -> EnumSet.of(STARTING, DRAINING, BACKING_OFF, CLOSED);
            case STARTING -> EnumSet.of(READY, DRAINING, BACKING_OFF, CLOSED);
            case READY -> EnumSet.of(DRAINING, BACKING_OFF, CLOSED);
            case DRAINING -> EnumSet.of(BACKING_OFF, CLOSED);
            case CLOSED -> EnumSet.noneOf(UpstreamState.class);
        };
    }
}

package io.mainstay.engine.upstream;

import io.mainstay.engine.port.CloseReason;
import io.mainstay.protocol.error.ErrorCatalogue;

/** Why there is no session with the gateway, in the few classes that a caller acts on. */
public enum OutageCause {
    NOTHING_LISTENS(ErrorCatalogue.NO_GATEWAY, 10),
    UNREACHABLE(ErrorCatalogue.NO_GATEWAY, 10),
    MUTE(ErrorCatalogue.NO_GATEWAY, 11),
    REFUSED(ErrorCatalogue.NO_GATEWAY, 12),
    RESET(ErrorCatalogue.NO_GATEWAY, 12),
    CLIENT_ID_IN_USE(ErrorCatalogue.CLIENT_ID_IN_USE, 12),
    LINK_DOWN(ErrorCatalogue.NO_GATEWAY, 13),
    /** The operator wants the gateway to be left alone for a time. */
    HELD(ErrorCatalogue.NO_GATEWAY, 13),
    /** The operator wants the connection to be made anew. */
    RECONNECT(ErrorCatalogue.NO_GATEWAY, 13);

    private final int errorCode;
    private final int exitCode;

    OutageCause(int errorCode, int exitCode) {
        this.errorCode = errorCode;
        this.exitCode = exitCode;
    }

    /** The TWS error code under which a client that wants to start is told. */
    public int errorCode() {
        return errorCode;
    }

    /** The exit code for a program that can't go on for this cause. */
    public int exitCode() {
        return exitCode;
    }

    static OutageCause of(CloseReason reason) {
        return switch (reason) {
            case NOTHING_LISTENS -> NOTHING_LISTENS;
            case UNREACHABLE -> UNREACHABLE;
            case CONNECT_TIMEOUT, HANDSHAKE_TIMEOUT -> MUTE;
            case HANDSHAKE_RESET -> RESET;
            case CLIENT_ID_IN_USE -> CLIENT_ID_IN_USE;
            case GATEWAY_EOF, GATEWAY_RESET, GATEWAY_GARBAGE, GATEWAY_STALLED, HALF_OPEN, RESTARTED_OFTEN, SHUTDOWN ->
                LINK_DOWN;
            case OPERATOR_HOLD -> HELD;
            case OPERATOR_RECONNECT -> RECONNECT;
            default -> REFUSED;
        };
    }

    /** Whether an attempt that ends like this may leave a dead session behind at the gateway, so that tries must be rare. */
    boolean costly() {
        return this != NOTHING_LISTENS && this != UNREACHABLE;
    }
}

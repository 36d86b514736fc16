package io.mainstay.engine.port;

/** Why a session ended. The same word appears in the log, in the status and in what clients are told. */
public enum CloseReason {
    NOTHING_LISTENS("nothing listens at the gateway's address"),
    UNREACHABLE("the gateway's address can't be reached"),
    CONNECT_TIMEOUT("the gateway's address did not accept the connection in time"),
    HANDSHAKE_TIMEOUT("the gateway accepted the connection and did not complete the handshake in time"),
    HANDSHAKE_EOF("the gateway closed the connection during the handshake"),
    HANDSHAKE_RESET("the gateway reset the connection during the handshake"),
    NOT_A_GATEWAY("what listens at the gateway's address does not speak the TWS protocol"),
    VERSION_REFUSED("the gateway chose a protocol version that was not offered"),
    CLIENT_ID_IN_USE("the gateway says that our client id is in use"),
    RESTARTED_OFTEN("workers before this one ended soon after they connected, and the gateway is given time"),
    GATEWAY_EOF("the gateway closed the connection"),
    GATEWAY_RESET("the connection to the gateway was reset"),
    GATEWAY_GARBAGE("the gateway sent bytes that are not a TWS frame"),
    GATEWAY_STALLED("the gateway stopped reading and the bytes waiting for it passed the bound"),
    OPERATOR_HOLD("the operator holds the session for a person who logs in elsewhere"),
    OPERATOR_RECONNECT("the operator has the connection made anew"),
    HALF_OPEN("the gateway answered nothing, not even the question for its time"),
    CLIENT_EOF("the client closed the connection"),
    CLIENT_RESET("the connection to the client was reset"),
    CLIENT_HANDSHAKE_TIMEOUT("the client did not complete its handshake in time"),
    NOT_A_CLIENT("the peer does not speak the TWS protocol"),
    VERSION_TOO_NEW("the client speaks only versions above ours"),
    DUPLICATE_CLIENT_ID("another session holds this client id"),
    TAKEN_OVER("a newer session took over the client id"),
    OWNER_UNKNOWN("the journal can't be used, so it is not known which orders are the client's"),
    TOO_MANY_CLIENTS("the bound on connected clients is reached"),
    UPSTREAM_UNAVAILABLE("there is no session with the gateway"),
    ACCOUNTS_CHANGED("the gateway is logged in with other accounts than the client was told of"),
    SLOW_CONSUMER("the client stopped reading: for too long, or the bytes waiting for it passed the bound"),
    PROTOCOL_ERROR("the client sent what can't be understood"),
    KILLED("the operator ended the session"),
    NOT_PERMITTED("no rule lets the client in"),
    DRAINING("the worker takes no new client, it is being ended"),
    INTERNAL_ERROR("a fault of the worker"),
    SHUTDOWN("the worker ends");

    private final String sentence;

    CloseReason(String sentence) {
        this.sentence = sentence;
    }

    /** The reason in words, without a full stop. */
    public String sentence() {
        return sentence;
    }
}

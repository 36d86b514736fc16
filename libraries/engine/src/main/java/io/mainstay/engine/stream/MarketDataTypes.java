package io.mainstay.engine.stream;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMarketDataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The market data type is a setting of the connection that applies to later requests. Clients share the connection, so it
 * is set again directly before a request that wants another one than is set.
 */
public final class MarketDataTypes {
    private static final int LIVE = 1;

    /** What a client asked for; removed with its session. */
    private final Map<ClientSession, Integer> wanted = new HashMap<>();

    private int upstream = LIVE;

    /** A client asked for a type, for its later requests. */
    public void want(ClientSession client, int type) {
        wanted.put(client, type);
    }

    /** The type that a client's requests are for. */
    public int of(ClientSession client) {
        return wanted.getOrDefault(client, LIVE);
    }

    /** What must leave directly before a request that wants a type. */
    public List<Outgoing> before(int type) {
        return type == upstream ? List.of() : List.of(new ReqMarketDataType(type));
    }

    /** A request that wants a type has left, with the messages before it. */
    public void left(int type) {
        upstream = type;
    }

    /** Forgets a client. */
    public void onClientEnded(ClientSession client) {
        wanted.remove(client);
    }

    /** A new session with the gateway begins with live data. */
    public void onUpstreamReady() {
        upstream = LIVE;
    }
}

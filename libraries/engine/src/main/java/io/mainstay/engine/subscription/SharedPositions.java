package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.upstream.Gateway;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqPositions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one subscription to positions. Who joins later gets the image and the end at once; when the last holder leaves, it
 * is cancelled, but not before its first end has come, since a late end would make the next image look complete.
 */
public final class SharedPositions {

    private record Key(String account, int conId, String localSymbol, String symbol) {}

    private final Gateway gateway;

    /** The positions that are not zero; as many as the login holds. Emptied with the subscription. */
    private final Map<Key, PositionData> image = new LinkedHashMap<>();

    /** The positions as they were before an interruption, until their image is complete again. */
    private final Map<Key, PositionData> before = new LinkedHashMap<>();

    /** Clients that get updates; removed by their cancel or end. */
    private final Set<ClientSession> holders = new LinkedHashSet<>();

    /** Holders that have not got the end of their image. */
    private final Set<ClientSession> awaitEnd = new LinkedHashSet<>();

    private boolean subscribed;
    private boolean complete;

    public SharedPositions(Gateway gateway) {
        this.gateway = gateway;
    }

    public void subscribe(ClientSession client) {
        if (!subscribed) {
            if (!gateway.send(Lane.INTERACTIVE, client.number(), new ReqPositions())) {
                client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.REQUEST_FAILED,
                        "REQ_POSITIONS was not sent: too many wait");
                return;
            }
            subscribed = true;
            complete = false;
            image.clear();
        }
        holders.add(client);
        List.copyOf(image.values()).forEach(client::send);
        if (complete) {
            client.send(new PositionEnd());
        } else {
            awaitEnd.add(client);
        }
    }

    public void unsubscribe(ClientSession client) {
        holders.remove(client);
        awaitEnd.remove(client);
        cancelIfUnused();
    }

    /** Ends it for a client that may not hold it any more, which is told to it. Returns how many that were. */
    public int endForbidden(ClientSession client) {
        if (!holders.contains(client) || !client.loses(ClientSession.NO_ID, new ReqPositions())) {
            return 0;
        }
        unsubscribe(client);
        return 1;
    }

    public void onPosition(PositionData position) {
        var contract = position.contract();
        var key = new Key(position.account(), contract.conId(), contract.localSymbol(), contract.symbol());
        if (complete && position.position() != null && position.position().signum() == 0) {
            image.remove(key);
        } else {
            image.put(key, position);
        }
        List.copyOf(holders).forEach(client -> client.send(position));
    }

    public void onEnd(PositionEnd end) {
        complete = true;
        before.keySet().removeAll(image.keySet());
        List<PositionData> closed = List.copyOf(before.values());
        before.clear();
        for (ClientSession client : List.copyOf(holders)) {
            if (!awaitEnd.contains(client)) {
                closed.forEach(position -> client.send(Closed.position(position)));
            }
        }
        List<ClientSession> due = List.copyOf(awaitEnd);
        awaitEnd.clear();
        due.forEach(client -> client.send(end));
        image.values().removeIf(p -> p.position() != null && p.position().signum() == 0);
        cancelIfUnused();
    }

    /**
     * The gateway session ended. Who has had the end of the image stays and goes on when it is back.
     *
     * @return those who have not, and are forgotten
     */
    public Set<ClientSession> onUpstreamLost() {
        Set<ClientSession> unanswered = new LinkedHashSet<>(awaitEnd);
        holders.removeAll(awaitEnd);
        awaitEnd.clear();
        interrupted();
        return unanswered;
    }

    /** The session is back, or has lost its data: what is held is asked for again. Returns whether anything was. */
    public boolean restore() {
        if (subscribed) {
            interrupted();
        }
        subscribed = !holders.isEmpty() && gateway.send(Lane.INTERACTIVE, new ReqPositions());
        return subscribed;
    }

    private void interrupted() {
        if (before.isEmpty()) {
            before.putAll(image);
        }
        image.clear();
        subscribed = false;
        complete = false;
    }

    /** How many clients hold it. */
    public int holders() {
        return holders.size();
    }

    private void cancelIfUnused() {
        if (subscribed && complete && holders.isEmpty()) {
            subscribed = false;
            complete = false;
            image.clear();
            before.clear();
            gateway.send(Lane.INTERACTIVE, new CancelPositions());
        }
    }
}

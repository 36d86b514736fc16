package io.mainstay.engine.subscription;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.pacing.Dispatch;
import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.time.Now;
import io.mainstay.engine.units.ContractIdentity;
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
 * is cancelled, but not before all its ends have come, since a late end would make the next image look complete.
 *
 * <p>Who is not told completely in time is told so and is forgotten; whoever then holds it or asks next makes that it is
 * asked for again.
 */
public final class SharedPositions {
    private static final long ANSWER_MS = 30_000;

    private record Key(String account, ContractIdentity contract) {}

    private final Gateway gateway;
    private final Now now;

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

    /** Ends that the gateway has not told yet, of as many requests. */
    private int endsAwaited;

    private long deadline = Now.NEVER;

    public SharedPositions(Gateway gateway, Now now) {
        this.gateway = gateway;
        this.now = now;
    }

    public void subscribe(ClientSession client) {
        boolean unanswered = subscribed && !complete && deadline == Now.NEVER;
        if (!subscribed || unanswered) {
            if (!ask(client.number())) {
                client.error(
                        ClientSession.NO_ID,
                        ErrorCatalogue.REQUEST_FAILED,
                        "REQ_POSITIONS was not sent: too many wait");
                return;
            }
            if (!unanswered) {
                image.clear();
            }
            subscribed = true;
            complete = false;
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
        var key = new Key(position.account(), ContractIdentity.of(position.contract()));
        if (complete && position.position() != null && position.position().signum() == 0) {
            image.remove(key);
        } else {
            image.put(key, position);
        }
        List.copyOf(holders).forEach(client -> client.send(position));
    }

    public void onEnd(PositionEnd end) {
        endsAwaited = Math.max(0, endsAwaited - 1);
        deadline = Now.NEVER;
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
        subscribed = !holders.isEmpty() && ask(Dispatch.ENGINE);
        return subscribed;
    }

    public void poll() {
        if (!now.reached(deadline)) {
            return;
        }
        deadline = Now.NEVER;
        List<ClientSession> unanswered = List.copyOf(awaitEnd);
        awaitEnd.clear();
        unanswered.forEach(holders::remove);
        unanswered.forEach(client -> client.error(
                ClientSession.NO_ID,
                ErrorCatalogue.REQUEST_FAILED,
                "the gateway did not tell the positions completely within " + ANSWER_MS / 1000
                        + " s; what it would have said is unknown, ask again"));
        if (!holders.isEmpty() && gateway.ready()) {
            ask(Dispatch.ENGINE);
        }
    }

    public long nextDeadline() {
        return deadline;
    }

    private boolean ask(long sender) {
        if (!gateway.send(Lane.INTERACTIVE, sender, new ReqPositions())) {
            return false;
        }
        endsAwaited++;
        deadline = now.inMs(ANSWER_MS);
        return true;
    }

    private void interrupted() {
        if (before.isEmpty()) {
            before.putAll(image);
        }
        image.clear();
        subscribed = false;
        complete = false;
        endsAwaited = 0;
        deadline = Now.NEVER;
    }

    /** How many clients hold it. */
    public int holders() {
        return holders.size();
    }

    private void cancelIfUnused() {
        if (subscribed && complete && endsAwaited == 0 && holders.isEmpty()) {
            subscribed = false;
            complete = false;
            image.clear();
            before.clear();
            gateway.send(Lane.INTERACTIVE, new CancelPositions());
        }
    }
}

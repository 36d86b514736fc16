package io.mainstay.engine;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.downstream.ClientState;
import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.HasOrderId;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Outgoing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says no. Who is not let in learns nothing of why, and only after a moment, so that guessing is slow; who is in and may not do
 * something learns the reason, under the id of the request.
 */
final class Doorkeeper {
    private static final long TURN_AWAY_AFTER_MS = 1_000;
    private static final String NOT_PERMITTED_JSON =
            "{\"mainstay\":{\"cause\":\"NOT_PERMITTED\",\"exit\":12,\"outcome\":\"NOT_SENT\"}}";

    private final Now now;

    /** Who is turned away and when; removed with the session. At most as many as there are sessions. */
    private final Map<ClientSession, Long> turnedAway = new LinkedHashMap<>();

    Doorkeeper(Now now) {
        this.now = now;
    }

    /** Whether it is being turned away, so that nothing it says counts any more. */
    boolean turnsAway(ClientSession client) {
        return turnedAway.containsKey(client);
    }

    void turnAway(ClientSession client) {
        turnedAway.putIfAbsent(client, now.inMs(TURN_AWAY_AFTER_MS));
    }

    void onClientEnded(ClientSession client) {
        turnedAway.remove(client);
    }

    void poll() {
        for (Map.Entry<ClientSession, Long> entry : List.copyOf(turnedAway.entrySet())) {
            ClientSession client = entry.getKey();
            if (now.reached(entry.getValue()) && client.state() != ClientState.CLOSED) {
                client.error(ClientSession.NO_ID, ErrorCatalogue.REQUEST_NOT_VALID, "access denied");
                client.end(CloseReason.NOT_PERMITTED, client.peer().text());
            }
        }
    }

    long nextDeadline() {
        return turnedAway.values().stream().mapToLong(Long::longValue).min().orElse(Now.NEVER);
    }

    /** Refuses one request of a client that is in. */
    static void refuse(ClientSession client, Outgoing message, String why) {
        int id = switch (message) {
            case HasOrderId order -> order.orderId();
            case HasReqId request -> request.reqId();
            default -> ClientSession.NO_ID;
        };
        client.error(
                id,
                ErrorCatalogue.REQUEST_NOT_VALID,
                message.wireName() + " was refused and nothing was sent: " + why,
                NOT_PERMITTED_JSON);
    }
}

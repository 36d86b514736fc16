package io.mainstay.engine.routing;

import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The open requests, by their id at the gateway and by their client's id. An id at the gateway is never given twice
 * before all others have been, so a late answer meets nobody rather than somebody else.
 *
 * <p>The gateway names requests and orders in one field of its errors. Order ids only grow, so requests take their ids
 * from the half of the numbers that new orders are not in, and none that an older order has.
 */
public final class RequestMap {
    private static final int HALF = 1_000_000_000;

    private final Now now;

    /** Every open request; ended by its last answer, an error, a cancel, its client's end or the gateway session's end. */
    private final Map<Integer, OpenRequest> byUpstream = new LinkedHashMap<>();

    /** The same, per client; bounded by {@code requestsMax} of each client. */
    private final Map<ClientSession, Map<Integer, OpenRequest>> byClient = new HashMap<>();

    private IntPredicate ofAnOrder = id -> false;
    private int first = HALF;
    private int next = HALF;
    private long lateReplies;

    public RequestMap(Now now) {
        this.now = now;
    }

    /**
     * Tells where order ids are, at the beginning of a gateway session and whenever more is known of them.
     *
     * @param nextOrderId the id that the next new order gets
     * @param ofAnOrder whether an order has an id
     */
    public void keepApartFromOrders(int nextOrderId, IntPredicate ofAnOrder) {
        this.ofAnOrder = ofAnOrder;
        int half = nextOrderId < HALF ? HALF : 1;
        if (half != first) {
            first = half;
            next = half;
        }
    }

    /** Opens a request; {@code client} is null for one of the engine's own. The start carries the new id afterwards. */
    public <M extends Outgoing & HasReqId> OpenRequest open(@Nullable ClientSession client, Route route, M message) {
        int upstreamId = freeId();
        var start = (Outgoing) message.withReqId(upstreamId);
        var request = new OpenRequest(client, message.reqId(), upstreamId, route, start, now.nanos());
        byUpstream.put(upstreamId, request);
        if (client != null) {
            byClient.computeIfAbsent(client, c -> new LinkedHashMap<>()).put(message.reqId(), request);
        }
        return request;
    }

    /** A bare id for a subscription that others keep. */
    public int freeId() {
        do {
            next = next == first + HALF - 1 ? first : next + 1;
        } while (byUpstream.containsKey(next) || ofAnOrder.test(next));
        return next;
    }

    public Optional<OpenRequest> byUpstreamId(int id) {
        return Optional.ofNullable(byUpstream.get(id));
    }

    public Optional<OpenRequest> byClientId(ClientSession client, int id) {
        return Optional.ofNullable(byClient.getOrDefault(client, Map.of()).get(id));
    }

    public List<OpenRequest> of(ClientSession client) {
        return new ArrayList<>(byClient.getOrDefault(client, Map.of()).values());
    }

    public int count(ClientSession client) {
        return byClient.getOrDefault(client, Map.of()).size();
    }

    public List<OpenRequest> all() {
        return new ArrayList<>(byUpstream.values());
    }

    public void free(OpenRequest request) {
        byUpstream.remove(request.upstreamReqId());
        request.client().ifPresent(client -> {
            Map<Integer, OpenRequest> own = byClient.get(client);
            if (own != null && own.remove(request.clientReqId(), request) && own.isEmpty()) {
                byClient.remove(client);
            }
        });
    }

    /** Whether an id lies in the numbers that requests get. */
    public boolean isRequestId(int id) {
        return id >= first && id < first + HALF;
    }

    public void countLateReply() {
        lateReplies++;
    }

    /** Answers that came after their request had ended, and were dropped. */
    public long lateReplies() {
        return lateReplies;
    }
}

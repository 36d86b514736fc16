package io.mainstay.engine.order;

import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.JournaledOrder;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.OrderPhase;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The orders of all clients and the map of their ids: (owner, client's order id) to one upstream order id, for ever.
 *
 * <p>An upstream id is above every id used before, by the journal's word and by the gateway's. A gateway that restarted
 * may announce an id that lies behind ones it once accepted; then the journal's word counts. Orders that are over fall
 * out of memory when there are very many, and are looked up in the journal when somebody speaks of them again.
 */
final class OrderRegistry {
    private static final int IN_MEMORY_MAX = 100_000;

    private record Key(int owner, int clientOrderId) {}

    private final OrderJournal journal;

    /** By upstream id, oldest first; at most about IN_MEMORY_MAX, of which those that are over leave first. */
    private final Map<Integer, OrderRecord> byUpstream = new LinkedHashMap<>();

    /** The same by the client's ids. */
    private final Map<Key, OrderRecord> byClient = new HashMap<>();

    /** The same by IB's id, as far as it is known. */
    private final Map<Long, OrderRecord> byPermId = new HashMap<>();

    /** The largest order id that each owner has used; one entry per owner. */
    private final Map<Integer, Integer> highestOfOwner = new HashMap<>();

    private boolean loaded;
    private int highestUpstreamId;
    private int gatewayNextId = 1;

    OrderRegistry(OrderJournal journal) {
        this.journal = journal;
    }

    /** Reads the journal if that has not succeeded yet. */
    void load() throws JournalException {
        if (loaded) {
            return;
        }
        highestUpstreamId = Math.max(highestUpstreamId, journal.highestUpstreamOrderId());
        for (JournaledOrder order : journal.newestOrders(IN_MEMORY_MAX)) {
            var entry = new OrderRecord(order);
            if (entry.phase() == OrderPhase.INTENT || entry.phase() == OrderPhase.SENT) {
                entry.phase(OrderPhase.UNKNOWN);
            }
            add(entry);
        }
        loaded = true;
    }

    boolean loaded() {
        return loaded;
    }

    /** The gateway's word on the next id, at the beginning of a session. */
    void gatewayNextId(int nextId) {
        gatewayNextId = nextId;
    }

    /** The id that a client is told to use next: above all it used and not below the gateway's. */
    int nextClientOrderId(int owner) {
        return Math.max(highestOfOwner.getOrDefault(owner, 0) + 1, gatewayNextId);
    }

    /** An id never used before. */
    int newUpstreamId() {
        highestUpstreamId = nextUpstreamId();
        return highestUpstreamId;
    }

    /** The id that the next new order gets. */
    int nextUpstreamId() {
        return Math.max(highestUpstreamId + 1, gatewayNextId);
    }

    /** Whether an order in memory has an upstream id; those that are not over all are. */
    boolean has(int upstreamId) {
        return byUpstream.containsKey(upstreamId);
    }

    Optional<OrderRecord> find(int owner, int clientOrderId) throws JournalException {
        load();
        OrderRecord inMemory = byClient.get(new Key(owner, clientOrderId));
        if (inMemory != null || byUpstream.size() < IN_MEMORY_MAX) {
            return Optional.ofNullable(inMemory);
        }
        return journal.byClientOrderId(owner, clientOrderId).map(this::remember);
    }

    /** The order that the gateway knows under an id; one that has fallen out of memory is looked up. */
    Optional<OrderRecord> byUpstreamId(int id) throws JournalException {
        OrderRecord inMemory = byUpstream.get(id);
        if (inMemory != null || id <= 0 || id > highestUpstreamId || byUpstream.size() < IN_MEMORY_MAX) {
            return Optional.ofNullable(inMemory);
        }
        return journal.byUpstreamOrderId(id).map(this::remember);
    }

    Optional<OrderRecord> byPermId(long permId) {
        return Optional.ofNullable(byPermId.get(permId));
    }

    /** The client's own id of an upstream id; the id itself if it is nobody's here. */
    int toClientOrderId(int upstreamId) {
        OrderRecord order = byUpstream.get(upstreamId);
        return order == null ? upstreamId : order.clientOrderId();
    }

    OrderRecord add(JournaledOrder order) {
        var entry = new OrderRecord(order);
        add(entry);
        return entry;
    }

    void permId(OrderRecord order, long permId) {
        order.permId(permId);
        byPermId.put(permId, order);
    }

    Collection<OrderRecord> all() {
        return byUpstream.values();
    }

    private OrderRecord remember(JournaledOrder order) {
        return add(order);
    }

    private void add(OrderRecord order) {
        byUpstream.put(order.upstreamOrderId(), order);
        byClient.put(new Key(order.owner(), order.clientOrderId()), order);
        if (order.permId() != 0) {
            byPermId.put(order.permId(), order);
        }
        highestOfOwner.merge(order.owner(), order.clientOrderId(), Math::max);
        highestUpstreamId = Math.max(highestUpstreamId, order.upstreamOrderId());
        if (byUpstream.size() > IN_MEMORY_MAX) {
            evictOldestDone();
        }
    }

    private void evictOldestDone() {
        for (Iterator<OrderRecord> i = byUpstream.values().iterator(); i.hasNext(); ) {
            OrderRecord order = i.next();
            if (order.phase() == OrderPhase.DONE) {
                i.remove();
                byClient.remove(new Key(order.owner(), order.clientOrderId()));
                byPermId.remove(order.permId());
                return;
            }
        }
    }
}

package io.mainstay.engine.order;

import io.mainstay.engine.downstream.ClientDirectory;
import io.mainstay.engine.downstream.ClientSession;
import io.mainstay.engine.port.EngineEvent;
import io.mainstay.engine.port.EventSink;
import io.mainstay.engine.port.JournalException;
import io.mainstay.engine.port.OrderJournal;
import io.mainstay.engine.port.StoredExecution;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.ExecDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every fill of a client's order reaches the client.
 *
 * <p>A fill is stored, once by its execId, before it is given to anybody. It counts as delivered when its bytes have
 * left for a session that was still there a moment later; until then it is given again when its owner starts anew. So a
 * fill may come twice to a client that died while it was being told, and never not at all; execId tells the copies
 * apart.
 */
public final class Fills {
    private static final long SETTLE_MS = 1_000;
    private static final long STORE_AGAIN_MS = 1_000;
    private static final int KNOWN_MAX = 50_000;
    private static final int UNSTORED_MAX = 10_000;

    /** The request id of a fill that nobody asked for. */
    private static final int UNASKED = -1;

    private final OrderJournal journal;
    private final ClientDirectory clients;
    private final EventSink events;
    private final Now now;

    /** Whose fill it is, for the newest KNOWN_MAX fills of this process. */
    private final Map<String, Integer> ownerOf = bounded(KNOWN_MAX);

    /** The newest KNOWN_MAX commission reports. */
    private final Map<String, CommissionAndFeesReport> commissions = bounded(KNOWN_MAX);

    /** Who got a fill and not yet its commission; the newest KNOWN_MAX. */
    private final Map<String, Set<ClientSession>> awaitCommission = bounded(KNOWN_MAX);

    /** Fills that came and are not durable; written at the end of the turn, or again later when the journal fails. */
    private final Map<String, StoredExecution> unstored = new LinkedHashMap<>();

    /** Fills given to a session that may still die before it has read them; emptied when they settle or it ends. */
    private final Map<ClientSession, Settling> settling = new LinkedHashMap<>();

    private long storeAgainAt = Now.NEVER;

    private static final class Settling {
        private final List<String> execIds = new ArrayList<>();
        private long deadline = Now.NEVER;
    }

    Fills(OrderJournal journal, ClientDirectory clients, EventSink events, Now now) {
        this.journal = journal;
        this.clients = clients;
        this.events = events;
        this.now = now;
    }

    /**
     * A fill of an order of ours, however it came.
     *
     * @param asOwner the message with its owner's ids
     * @param asker who asked for it under the request id it carries; null if nobody of our clients did
     */
    void onFill(ExecDetails asOwner, OrderRecord order, @Nullable ClientSession asker) {
        String execId = asOwner.execution().execId();
        if (isKnown(execId)) {
            return;
        }
        ownerOf.put(execId, order.owner());
        ExecDetails unasked = asOwner.withReqId(UNASKED);
        CommissionAndFeesReport commission = commissions.get(execId);
        if (unstored.size() >= UNSTORED_MAX) {
            String oldest = unstored.keySet().iterator().next();
            unstored.remove(oldest);
            events.accept(new EngineEvent.Trouble("the journal fails and a fill fell out of memory: " + oldest));
        }
        unstored.put(execId, new StoredExecution(order.owner(), unasked, commission));
        // Who may not see it has not been given it: it is kept for one who may.
        clients.holder(order.owner()).filter(owner -> owner.sees(unasked)).ifPresent(owner -> {
            if (owner != asker) {
                give(owner, unasked);
            }
            settle(owner, execId);
        });
    }

    /** Sends a fill, and its commission as soon as that is known. */
    void give(ClientSession client, ExecDetails fill) {
        client.send(fill);
        String execId = fill.execution().execId();
        CommissionAndFeesReport commission = commissions.get(execId);
        if (commission != null) {
            client.send(commission);
        } else {
            awaitCommission.computeIfAbsent(execId, id -> new LinkedHashSet<>()).add(client);
        }
    }

    /** A commission report, which names its fill and nobody. */
    public void onCommission(CommissionAndFeesReport report) {
        String execId = report.execId();
        CommissionAndFeesReport before = commissions.put(execId, report);
        Set<ClientSession> told = awaitCommission.remove(execId);
        Set<ClientSession> recipients = told == null ? new LinkedHashSet<>() : told;
        Integer owner = ownerOf.get(execId);
        if (owner != null && !report.equals(before)) {
            clients.holder(owner).ifPresent(recipients::add);
            storeCommission(execId, report);
        }
        recipients.stream().filter(ClientSession::ready).forEach(client -> client.send(report));
    }

    /** Gives a client that has just started what it missed. */
    public void replay(ClientSession client) {
        store();
        var missed = new LinkedHashMap<String, StoredExecution>();
        try {
            journal.undelivered(client.owner()).forEach(e -> missed.put(e.execId(), e));
        } catch (JournalException e) {
            events.accept(new EngineEvent.Trouble("the fills kept for client id " + client.clientId()
                    + " can't be read and will be given when it starts again: " + e.getMessage()));
        }
        unstored.values().stream()
                .filter(e -> e.owner() == client.owner())
                .forEach(e -> missed.putIfAbsent(e.execId(), e));
        for (StoredExecution stored : missed.values()) {
            ownerOf.put(stored.execId(), stored.owner());
            CommissionAndFeesReport commission = stored.commission();
            if (commission != null) {
                commissions.putIfAbsent(stored.execId(), commission);
            }
            if (client.sees(stored.execution())) {
                give(client, stored.execution());
                settle(client, stored.execId());
            }
        }
    }

    public void onClientEnded(ClientSession client) {
        settling.remove(client);
        awaitCommission.values().forEach(waiting -> waiting.remove(client));
    }

    /** Makes the fills of this turn durable; called before anybody is told. */
    public void store() {
        if (unstored.isEmpty() || storeAgainAt != Now.NEVER && !now.reached(storeAgainAt)) {
            return;
        }
        try {
            journal.addExecutions(List.copyOf(unstored.values()));
            unstored.clear();
            storeAgainAt = Now.NEVER;
        } catch (JournalException e) {
            storeAgainAt = now.inMs(STORE_AGAIN_MS);
            events.accept(new EngineEvent.Trouble(
                    unstored.size() + " fills are only in memory and are written again later: " + e.getMessage()));
        }
    }

    public void poll() {
        store();
        for (Map.Entry<ClientSession, Settling> entry : List.copyOf(settling.entrySet())) {
            Settling given = entry.getValue();
            if (!now.reached(given.deadline)) {
                continue;
            }
            if (entry.getKey().queuedBytes() > 0 || !unstored.isEmpty()) {
                given.deadline = now.inMs(SETTLE_MS);
                continue;
            }
            settling.remove(entry.getKey());
            try {
                journal.delivered(given.execIds);
            } catch (JournalException e) {
                events.accept(new EngineEvent.Trouble(
                        "delivered fills could not be marked and may be given twice: " + e.getMessage()));
            }
        }
    }

    public long nextDeadline() {
        long next = unstored.isEmpty() ? Now.NEVER : storeAgainAt;
        for (Settling given : settling.values()) {
            next = Math.min(next, given.deadline);
        }
        return next;
    }

    private void settle(ClientSession client, String execId) {
        Settling given = settling.computeIfAbsent(client, c -> new Settling());
        given.execIds.add(execId);
        given.deadline = now.inMs(SETTLE_MS);
    }

    private boolean isKnown(String execId) {
        if (ownerOf.containsKey(execId)) {
            return true;
        }
        try {
            return journal.knowsExecution(execId);
        } catch (JournalException e) {
            // Better twice than not at all.
            events.accept(new EngineEvent.Trouble("whether a fill was seen before is unknown: " + e.getMessage()));
            return false;
        }
    }

    private void storeCommission(String execId, CommissionAndFeesReport report) {
        StoredExecution waiting = unstored.get(execId);
        if (waiting != null) {
            unstored.put(execId, new StoredExecution(waiting.owner(), waiting.execution(), report));
            return;
        }
        try {
            journal.addCommission(report);
        } catch (JournalException e) {
            events.accept(new EngineEvent.Trouble("a commission could not be stored: " + e.getMessage()));
        }
    }

    private static <V> Map<String, V> bounded(int max) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }
}

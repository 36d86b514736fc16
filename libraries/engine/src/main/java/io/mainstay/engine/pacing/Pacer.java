package io.mainstay.engine.pacing;

import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Messages on their way to the gateway: by lane, fair among senders within one, within the gateway's rate. */
public final class Pacer {
    /** Messages of one sender that may wait in one lane; beyond that the sender is refused. */
    static final int WAITING_MAX = 2_000;

    private record Waiting(Dispatch dispatch, long sinceNanos) {}

    private static final class Queue {
        private final FairQueue<Waiting> waiting = new FairQueue<>();
        private long sent;
        private long waitedTotalMs;
        private long waitedLongestMs;
    }

    private final Now now;
    private final RateLimit rate;

    /** A queue for each lane, the most urgent first; each bounded by WAITING_MAX of each sender. */
    private final Map<Lane, Queue> queues = new EnumMap<>(Lane.class);

    public Pacer(Now now, int messagesPerSecond) {
        this.now = now;
        this.rate = new RateLimit(now, messagesPerSecond);
        for (Lane lane : Lane.values()) {
            queues.put(lane, new Queue());
        }
    }

    /** Takes a message; returns false, with nothing done, if too many of its sender wait. */
    public boolean offer(Dispatch dispatch) {
        FairQueue<Waiting> waiting = queue(dispatch.lane()).waiting;
        if (waiting.size(dispatch.sender()) >= WAITING_MAX) {
            return false;
        }
        waiting.add(dispatch.sender(), new Waiting(dispatch, now.nanos()));
        return true;
    }

    /** Takes the message that leaves next, if one may now. The caller counts each message that it writes. */
    public Optional<Dispatch> next(Predicate<Lane> open) {
        for (Map.Entry<Lane, Queue> entry : queues.entrySet()) {
            Queue queue = entry.getValue();
            if (queue.waiting.isEmpty() || !open.test(entry.getKey()) || now.nanos() < openAt(queue)) {
                continue;
            }
            Optional<Waiting> taken = queue.waiting.take(w -> true);
            if (taken.isPresent()) {
                long waitedMs = now.msSince(taken.get().sinceNanos());
                queue.sent++;
                queue.waitedTotalMs += waitedMs;
                queue.waitedLongestMs = Math.max(queue.waitedLongestMs, waitedMs);
                return taken.map(Waiting::dispatch);
            }
        }
        return Optional.empty();
    }

    public void countSent() {
        rate.countSent();
    }

    /** Takes back an equal message that still waits. Returns whether one did. */
    public boolean takeBack(Lane lane, long sender, Outgoing message) {
        return queue(lane).waiting.remove(sender, w -> w.dispatch().message().equals(message));
    }

    /** Removes what waits in a lane. */
    public List<Dispatch> drain(Lane lane) {
        return queue(lane).waiting.drain(w -> true).stream()
                .map(Waiting::dispatch)
                .toList();
    }

    /** Removes what is not kept while the servers are lost. */
    public List<Dispatch> drainWithoutServers() {
        var drained = new ArrayList<Dispatch>();
        for (Queue queue : queues.values()) {
            queue.waiting.drain(w -> !w.dispatch().keptWithoutServers()).forEach(w -> drained.add(w.dispatch()));
        }
        return drained;
    }

    /** Removes everything, for a session that ended, and forgets what it sent. */
    public List<Dispatch> clear() {
        var drained = new ArrayList<Dispatch>();
        for (Lane lane : Lane.values()) {
            drained.addAll(drain(lane));
        }
        rate.reset();
        return drained;
    }

    public boolean waits(Lane lane) {
        return !queue(lane).waiting.isEmpty();
    }

    public int waiting() {
        return queues.values().stream().mapToInt(q -> q.waiting.size()).sum();
    }

    public int waiting(long sender) {
        return queues.values().stream().mapToInt(q -> q.waiting.size(sender)).sum();
    }

    /** When the next message may leave, of the lanes that are open. */
    public long deadline(Predicate<Lane> open) {
        long next = Now.NEVER;
        for (Map.Entry<Lane, Queue> entry : queues.entrySet()) {
            if (!entry.getValue().waiting.isEmpty() && open.test(entry.getKey())) {
                next = Math.min(next, openAt(entry.getValue()));
            }
        }
        return next;
    }

    public List<LaneStatus> status() {
        return queues.entrySet().stream()
                .map(e -> new LaneStatus(
                        e.getKey(),
                        e.getValue().waiting.size(),
                        e.getValue().waiting.heads().stream()
                                .mapToLong(w -> now.msSince(w.sinceNanos()))
                                .max()
                                .orElse(0),
                        e.getValue().sent,
                        e.getValue().waitedTotalMs,
                        e.getValue().waitedLongestMs))
                .toList();
    }

    private long openAt(Queue queue) {
        Optional<Waiting> head = queue.waiting.peek();
        if (head.isEmpty()) {
            return 0;
        }
        Dispatch dispatch = head.get().dispatch();
        return rate.openAt(dispatch.lane(), 1 + dispatch.before().size());
    }

    private Queue queue(Lane lane) {
        Queue queue = queues.get(lane);
        if (queue == null) {
            throw new IllegalStateException("no queue for " + lane);
        }
        return queue;
    }
}

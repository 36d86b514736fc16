package io.mainstay.engine.upstream;

import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the gateway's rate limit over all clients together: never more than {@code limit} messages in any second, of
 * which a few are kept for orders. What can't go now waits, orders before data.
 */
final class Pacer {
    /** Messages that may wait in one lane; beyond that a sender is refused. */
    static final int WAITING_MAX = 5_000;

    private static final long WINDOW_MS = 1_000;
    private static final int KEPT_FOR_ORDERS_DIVISOR = 9;

    record Waiting(Outgoing message, Written written) {}

    private final Now now;
    private final int limit;
    private final int dataLimit;

    /** When the last {@code limit} messages left; as long as the limit at most, the oldest falls out. */
    private final ArrayDeque<Long> sentAt = new ArrayDeque<>();

    /** Waiting orders and cancels of orders; leave by {@link #next} or {@link #takeBack}; at most WAITING_MAX. */
    private final ArrayDeque<Waiting> orders = new ArrayDeque<>();

    /** All else that waits; same ways out, same bound. */
    private final ArrayDeque<Waiting> data = new ArrayDeque<>();

    Pacer(Now now, int limit) {
        this.now = now;
        this.limit = limit;
        this.dataLimit = Math.max(1, limit - Math.max(1, limit / KEPT_FOR_ORDERS_DIVISOR));
    }

    /** Whether a message of the lane may leave at once, with nothing before it. */
    boolean open(Lane lane) {
        return lane(lane).isEmpty() && room(lane);
    }

    void countSent() {
        sentAt.addLast(now.nanos());
        if (sentAt.size() > limit) {
            sentAt.removeFirst();
        }
    }

    boolean enqueue(Lane lane, Waiting waiting) {
        if (lane(lane).size() >= WAITING_MAX) {
            return false;
        }
        lane(lane).addLast(waiting);
        return true;
    }

    /** The next message that may leave now, or null. */
    @Nullable
    Waiting next() {
        if (!orders.isEmpty() && room(Lane.ORDER)) {
            return orders.removeFirst();
        }
        if (!data.isEmpty() && room(Lane.DATA)) {
            return data.removeFirst();
        }
        return null;
    }

    boolean takeBack(Outgoing message) {
        for (ArrayDeque<Waiting> lane : List.of(orders, data)) {
            for (Iterator<Waiting> i = lane.iterator(); i.hasNext(); ) {
                if (i.next().message().equals(message)) {
                    i.remove();
                    return true;
                }
            }
        }
        return false;
    }

    /** Empties both lanes, for a session that ended, and forgets what it sent. */
    List<Waiting> clear() {
        var all = new ArrayList<>(orders);
        all.addAll(data);
        orders.clear();
        data.clear();
        sentAt.clear();
        return all;
    }

    int waiting() {
        return orders.size() + data.size();
    }

    /** When the next waiting message may leave. */
    long deadline() {
        long orderAt = orders.isEmpty() ? Now.NEVER : openAt(limit);
        long dataAt = data.isEmpty() ? Now.NEVER : openAt(dataLimit);
        return Math.min(orderAt, dataAt);
    }

    private boolean room(Lane lane) {
        return now.nanos() >= openAt(lane == Lane.ORDER ? limit : dataLimit);
    }

    private long openAt(int most) {
        if (sentAt.size() < most) {
            return 0;
        }
        Iterator<Long> newestFirst = sentAt.descendingIterator();
        long at = 0;
        for (int i = 0; i < most; i++) {
            at = newestFirst.next();
        }
        return at + WINDOW_MS * 1_000_000;
    }

    private ArrayDeque<Waiting> lane(Lane lane) {
        return lane == Lane.ORDER ? orders : data;
    }
}

package io.mainstay.engine.access;

import io.mainstay.engine.time.Now;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts orders in any second. */
final class OrderRate {
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final Now now;
    private final int most;

    /** When those of the last second came, oldest first; at most {@code most}, or the bound before it. */
    private final Deque<Long> taken = new ArrayDeque<>();

    /** @param most orders in any second; 0 for no bound */
    OrderRate(Now now, int most) {
        this.now = now;
        this.most = most;
    }

    /** The same with another bound, and what it has counted. */
    OrderRate atMost(int others) {
        var changed = new OrderRate(now, others);
        changed.taken.addAll(taken);
        return changed;
    }

    /** Counts one more. Returns false, with nothing counted, if it would be too many. */
    boolean take() {
        if (most == 0) {
            return true;
        }
        while (!taken.isEmpty() && now.nanos() - taken.getFirst() >= WINDOW_NANOS) {
            taken.removeFirst();
        }
        if (taken.size() >= most) {
            return false;
        }
        taken.addLast(now.nanos());
        return true;
    }
}

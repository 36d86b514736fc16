package io.mainstay.simulator.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What is to be done later, in order of time and, at the same time, of planning. Whoever drives it knows the time. */
final class Agenda {
    /** One thing to do; it can be called off until it is done. */
    static final class Entry {
        private final Instant due;
        private final long number;
        private final Runnable action;
        private boolean cancelled;

        private Entry(Instant due, long number, Runnable action) {
            this.due = due;
            this.number = number;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }
    }

    /** Bounded by sessions and their streams and by delayed requests, which their owners bound. */
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing((Entry e) -> e.due).thenComparingLong(e -> e.number));

    private static final int MOST_MADE_UP = 1000;

    private long planned;
    private Instant latest = Instant.EPOCH;

    Entry at(Instant due, Runnable action) {
        var entry = new Entry(due, planned++, action);
        entries.add(entry);
        return entry;
    }

    /**
     * Does something again and again, the first time at {@code first}. When time has jumped, what was missed is made up
     * for, but not more than {@link #MOST_MADE_UP} times.
     *
     * @param action is given the time it was due
     */
    Repeat every(Instant first, Duration period, Consumer<Instant> action) {
        var repeat = new Repeat(period, action);
        repeat.plan(first);
        return repeat;
    }

    /** Something that is done again and again until it is called off. */
    final class Repeat {
        private final Duration period;
        private final Consumer<Instant> action;
        private boolean cancelled;

        private Repeat(Duration period, Consumer<Instant> action) {
            this.period = period;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        private void plan(Instant due) {
            at(due, () -> {
                if (!cancelled) {
                    Instant next = due.plus(period);
                    Instant oldest = latest.minus(period.multipliedBy(MOST_MADE_UP));
                    plan(next.isBefore(oldest) ? oldest : next);
                    action.accept(due);
                }
            });
        }
    }

    /** Does the first thing that is due, and says whether there was one. */
    boolean runNext(Instant now) {
        latest = now;
        dropCancelled();
        Entry first = entries.peek();
        if (first == null || first.due.isAfter(now)) {
            return false;
        }
        entries.remove();
        first.action.run();
        return true;
    }

    Optional<Instant> nextDue() {
        dropCancelled();
        return Optional.ofNullable(entries.peek()).map(entry -> entry.due);
    }

    private void dropCancelled() {
        Entry first = entries.peek();
        while (first != null && first.cancelled) {
            entries.remove();
            first = entries.peek();
        }
    }
}

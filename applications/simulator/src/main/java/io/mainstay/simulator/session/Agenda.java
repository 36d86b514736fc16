package io.mainstay.simulator.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is to be done later, in order of time and, at the same time, of planning. Whoever drives it knows the time. */
final class Agenda {
    /** Something planned that can be called off until it is done. */
    interface Planned {
        void cancel();
    }

    /** How far back something repeated is made up for when time has jumped. */
    private static final int MOST_MADE_UP = 1000;

    private static final Duration LONGEST_MADE_UP = Duration.ofSeconds(250);

    /** Bounded by sessions and their streams, orders, and delayed requests, which their owners bound. */
    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing((Entry e) -> e.due).thenComparingLong(e -> e.number));

    private long planned;
    private Instant latest = Instant.EPOCH;

    private final class Entry implements Planned {
        private final Instant due;
        private final long number;
        private final Runnable action;

        private Entry(Instant due, long number, Runnable action) {
            this.due = due;
            this.number = number;
            this.action = action;
        }

        @Override
        public void cancel() {
            entries.remove(this);
        }
    }

    Planned at(Instant due, Runnable action) {
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
    Planned every(Instant first, Duration period, Consumer<Instant> action) {
        Duration madeUp = period.multipliedBy(MOST_MADE_UP);
        return new Repeat(Optional.of(first), madeUp, due -> Optional.of(due.plus(period)), action);
    }

    /**
     * Does something whenever it is due again, until it is not any more. When time has jumped, no more than
     * {@link #LONGEST_MADE_UP} are made up for.
     *
     * @param next is given the time it was due and says when it is due again, later than that
     */
    Planned whenever(Optional<Instant> first, Function<Instant, Optional<Instant>> next, Consumer<Instant> action) {
        return new Repeat(first, LONGEST_MADE_UP, next, action);
    }

    private final class Repeat implements Planned {
        private final Duration madeUp;
        private final Function<Instant, Optional<Instant>> next;
        private final Consumer<Instant> action;
        private Optional<Planned> entry = Optional.empty();

        private Repeat(
                Optional<Instant> first,
                Duration madeUp,
                Function<Instant, Optional<Instant>> next,
                Consumer<Instant> action) {
            this.madeUp = madeUp;
            this.next = next;
            this.action = action;
            plan(first);
        }

        @Override
        public void cancel() {
            entry.ifPresent(Planned::cancel);
        }

        private void plan(Optional<Instant> due) {
            entry = due.map(time -> at(time, () -> {
                Instant oldest = latest.minus(madeUp);
                plan(next.apply(time.isBefore(oldest) ? oldest : time));
                action.accept(time);
            }));
        }
    }

    /** Takes out the first thing that is due, absent if there is none; it must be done then. */
    Optional<Due> take(Instant now) {
        latest = now;
        if (entries.isEmpty() || entries.first().due.isAfter(now)) {
            return Optional.empty();
        }
        Entry first = entries.removeFirst();
        return Optional.of(new Due(first.due, first.action));
    }

    /** Something and the moment it was planned for. */
    record Due(Instant time, Runnable action) {}

    Optional<Instant> nextDue() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().due);
    }
}

package io.mainstay.engine.routing;

import io.mainstay.engine.time.Now;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each of many things may stay silent. Things with the same limit are kept in the order in which they were last
 * heard of, so hearing of one and finding those that are due costs the same however many there are.
 */
public final class Deadlines<T> {
    private final Now now;

    /** By limit in milliseconds, of which there are a few; within one the deadline that comes first is first. */
    private final Map<Long, LinkedHashMap<T, Long>> byLimit = new HashMap<>();

    public Deadlines(Now now) {
        this.now = now;
    }

    /** Gives it its full time from now on. */
    public void restart(T thing, long limitMs) {
        LinkedHashMap<T, Long> same = byLimit.computeIfAbsent(limitMs, limit -> new LinkedHashMap<>());
        same.remove(thing);
        same.put(thing, now.inMs(limitMs));
    }

    /** It has no deadline any more. */
    public void stop(T thing, long limitMs) {
        LinkedHashMap<T, Long> same = byLimit.get(limitMs);
        if (same != null) {
            same.remove(thing);
        }
    }

    /** None has a deadline any more. */
    public void clear() {
        byLimit.clear();
    }

    /** Removes and returns those whose time is over. */
    public List<T> takeDue() {
        var due = new ArrayList<T>();
        for (LinkedHashMap<T, Long> same : byLimit.values()) {
            while (!same.isEmpty() && now.reached(same.firstEntry().getValue())) {
                due.add(same.pollFirstEntry().getKey());
            }
        }
        return due;
    }

    /** When the next one is due. */
    public long next() {
        long next = Now.NEVER;
        for (LinkedHashMap<T, Long> same : byLimit.values()) {
            next = same.isEmpty() ? next : Math.min(next, same.firstEntry().getValue());
        }
        return next;
    }
}

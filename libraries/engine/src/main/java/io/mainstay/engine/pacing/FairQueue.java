package io.mainstay.engine.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A queue in which senders take turns, one element each; the elements of one sender keep their order. */
public final class FairQueue<T> {
    /** The sender whose turn it is comes first; none is empty. */
    private final Map<Long, ArrayDeque<T>> bySender = new LinkedHashMap<>();

    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** How many elements of one sender wait. */
    public int size(long sender) {
        ArrayDeque<T> own = bySender.get(sender);
        return own == null ? 0 : own.size();
    }

    public void add(long sender, T element) {
        bySender.computeIfAbsent(sender, s -> new ArrayDeque<>()).addLast(element);
        size++;
    }

    /** The oldest element of each sender, the one whose turn it is first. */
    public List<T> heads() {
        return bySender.values().stream().map(ArrayDeque::getFirst).toList();
    }

    /** The element whose turn it is, left in its place. */
    public Optional<T> peek() {
        return size == 0
                ? Optional.empty()
                : Optional.of(bySender.values().iterator().next().getFirst());
    }

    /** Takes the oldest element of the first sender in turn for whom it is fit; that sender is last from now on. */
    public Optional<T> take(Predicate<T> fit) {
        for (Iterator<Map.Entry<Long, ArrayDeque<T>>> turns =
                        bySender.entrySet().iterator();
                turns.hasNext(); ) {
            Map.Entry<Long, ArrayDeque<T>> turn = turns.next();
            ArrayDeque<T> own = turn.getValue();
            if (fit.test(own.getFirst())) {
                T taken = own.removeFirst();
                size--;
                turns.remove();
                if (!own.isEmpty()) {
                    bySender.put(turn.getKey(), own);
                }
                return Optional.of(taken);
            }
        }
        return Optional.empty();
    }

    /** Removes the first element of a sender that matches. Returns whether there was one. */
    public boolean remove(long sender, Predicate<T> match) {
        ArrayDeque<T> own = bySender.get(sender);
        if (own == null) {
            return false;
        }
        for (Iterator<T> i = own.iterator(); i.hasNext(); ) {
            if (match.test(i.next())) {
                i.remove();
                size--;
                if (own.isEmpty()) {
                    bySender.remove(sender);
                }
                return true;
            }
        }
        return false;
    }

    /** Removes and returns all elements that match, those of one sender in their order. */
    public List<T> drain(Predicate<T> match) {
        var drained = new ArrayList<T>();
        for (ArrayDeque<T> own : bySender.values()) {
            own.removeIf(element -> match.test(element) && drained.add(element));
        }
        bySender.values().removeIf(ArrayDeque::isEmpty);
        size -= drained.size();
        return drained;
    }
}

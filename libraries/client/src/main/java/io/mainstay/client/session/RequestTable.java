package io.mainstay.client.session;

import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way, by id. An id is used once in a session's life: what comes under the id of a request that has
 * ended finds nobody, is counted and dropped, and can never serve another request. Safe for use by several threads.
 */
public final class RequestTable {
    /** Request ids and order ids share a field of error messages, so their ranges must not meet. */
    private static final int HIGH_IDS = 1_000_000_000;

    private final Map<Integer, Request> open = new ConcurrentHashMap<>();
    private final AtomicInteger nextId = new AtomicInteger(HIGH_IDS);
    private final AtomicLong late = new AtomicLong();
    private volatile @Nullable Failure ended;

    void keepClearOf(int nextOrderId) {
        if (nextOrderId >= HIGH_IDS / 2) {
            nextId.set(1);
        }
    }

    /** Registers a request under a fresh id. If the session has ended, the request hears so before this returns. */
    public int open(Request request) {
        int id = nextId.getAndIncrement();
        open.put(id, request);
        Failure why = ended;
        if (why != null && open.remove(id) != null) {
            request.onEnd(why);
        }
        return id;
    }

    /** Ends a request: nothing that comes under its id will reach it any more. False if it had ended before. */
    public boolean close(int id) {
        return open.remove(id) != null;
    }

    /** How many answers came for requests that had ended. */
    public long lateAnswers() {
        return late.get();
    }

    public int size() {
        return open.size();
    }

    void deliver(int id, Incoming message) {
        Request request = open.get(id);
        if (request != null) {
            request.onMessage(message);
        } else if (id >= 0) {
            late.incrementAndGet();
        }
    }

    /** True if the error's id is one of the requests', ended or not. */
    boolean error(ErrorMessage error) {
        Request request = open.get(error.id());
        if (request != null) {
            request.onError(error);
            return true;
        }
        int next = nextId.get();
        int first = next >= HIGH_IDS ? HIGH_IDS : 1;
        if (error.id() >= first && error.id() < next) {
            late.incrementAndGet();
            return true;
        }
        return false;
    }

    /** Fails the first of some requests that is open; the others, if any, go on. */
    void failOneOf(List<Integer> ids, Failure why) {
        for (int id : ids) {
            Request named = open.remove(id);
            if (named != null) {
                named.onEnd(why);
                return;
            }
        }
    }

    void end(Failure why) {
        ended = why;
        for (Iterator<Map.Entry<Integer, Request>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Integer, Request> entry = all.next();
            if (open.remove(entry.getKey(), entry.getValue())) {
                entry.getValue().onEnd(why);
            }
        }
    }
}

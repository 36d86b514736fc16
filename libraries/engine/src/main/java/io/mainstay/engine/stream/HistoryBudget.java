package io.mainstay.engine.stream;

import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.ReqHistoricalData;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The gateway's rules for history. For bars of 30 seconds or less: nothing identical within 15 seconds, fewer than 6
 * requests in 2 seconds for one contract, exchange and kind of data, and no more than 60 in 10 minutes, where bid and ask
 * together count twice. For all bars: 50 open requests.
 */
final class HistoryBudget {
    /** How long an answer stands for an identical request. */
    static final long IDENTICAL_MS = 15_000;

    /** Requests that may be open. */
    static final int OPEN_MAX = 50;

    private static final long BURST_MS = 2_000;
    private static final int BURST_MAX = 5;
    private static final long WINDOW_MS = 600_000;
    private static final int WINDOW_MAX = 60;
    private static final Set<String> SMALL_BARS = Set.of("1 secs", "1 sec", "5 secs", "10 secs", "15 secs", "30 secs");
    private static final String COUNTS_TWICE = "BID_ASK";

    private record Source(Object contract, String whatToShow) {}

    private final Now now;

    /** When each unit of the long window was used, oldest first; emptied of what is older than the window. */
    private final ArrayDeque<Long> used = new ArrayDeque<>();

    /** The same for the short window, by source; sources without one are removed. */
    private final Map<Source, ArrayDeque<Long>> bursts = new HashMap<>();

    /** When each request was last made, oldest first; emptied of what is older than 15 s. */
    private final LinkedHashMap<StreamKey, Long> identical = new LinkedHashMap<>();

    private int open;

    HistoryBudget(Now now) {
        this.now = now;
    }

    static boolean isSmall(ReqHistoricalData request) {
        return SMALL_BARS.contains(request.barSizeSetting());
    }

    /** When a request may be made; {@link Now#NEVER} while too many are open, until one ends. */
    long openAt(StreamKey key, ReqHistoricalData request) {
        if (isFull()) {
            return Now.NEVER;
        }
        if (!isSmall(request)) {
            return 0;
        }
        forgetOld();
        long at = 0;
        Long last = identical.get(key);
        if (last != null) {
            at = last + IDENTICAL_MS * 1_000_000;
        }
        int weight = weight(request);
        at = Math.max(at, roomAt(used, WINDOW_MAX, weight, WINDOW_MS));
        ArrayDeque<Long> burst = bursts.get(source(request));
        return burst == null ? at : Math.max(at, roomAt(burst, BURST_MAX, weight, BURST_MS));
    }

    /** Whether no more may be open. */
    boolean isFull() {
        return open >= OPEN_MAX;
    }

    void made(StreamKey key, ReqHistoricalData request) {
        open++;
        if (isSmall(request)) {
            ArrayDeque<Long> burst = bursts.computeIfAbsent(source(request), s -> new ArrayDeque<>());
            for (int i = 0; i < weight(request); i++) {
                used.addLast(now.nanos());
                burst.addLast(now.nanos());
            }
            identical.remove(key);
            identical.put(key, now.nanos());
        }
    }

    /** A request that was made is over. */
    void ended() {
        open--;
    }

    /** The gateway knows of no open request any more; what was asked still counts. */
    void onUpstreamLost() {
        open = 0;
    }

    private void forgetOld() {
        drop(used, WINDOW_MS);
        bursts.values().removeIf(burst -> {
            drop(burst, BURST_MS);
            return burst.isEmpty();
        });
        identical.values().removeIf(at -> now.msSince(at) >= IDENTICAL_MS);
    }

    private void drop(ArrayDeque<Long> times, long windowMs) {
        while (!times.isEmpty() && now.msSince(times.getFirst()) >= windowMs) {
            times.removeFirst();
        }
    }

    private static long roomAt(ArrayDeque<Long> times, int most, int weight, long windowMs) {
        int tooMany = times.size() + weight - most;
        if (tooMany <= 0) {
            return 0;
        }
        long at = 0;
        int i = 0;
        for (long time : times) {
            if (i++ == tooMany) {
                break;
            }
            at = time;
        }
        return at + windowMs * 1_000_000;
    }

    private static int weight(ReqHistoricalData request) {
        return request.whatToShow().equals(COUNTS_TWICE) ? 2 : 1;
    }

    private static Source source(ReqHistoricalData request) {
        return new Source(request.contract(), request.whatToShow());
    }
}

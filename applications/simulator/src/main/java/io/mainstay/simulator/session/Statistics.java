package io.mainstay.simulator.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What happened so far, in numbers. Used by the gateway's thread. */
final class Statistics {
    long accepted;
    long handshakes;
    long aborted;
    long zombies;

    /** Requests by IB's name; bounded by the names that exist. */
    private final Map<String, Long> requests = new TreeMap<>();
    /** Errors and notices sent, by code; bounded by the codes that the gateway uses. */
    private final Map<Integer, Long> errors = new TreeMap<>();

    private final Map<EndReason, Long> ends = new EnumMap<>(EndReason.class);

    void request(String wireName) {
        requests.merge(wireName, 1L, Long::sum);
    }

    void error(int code) {
        errors.merge(code, 1L, Long::sum);
    }

    void end(EndReason reason) {
        ends.merge(reason, 1L, Long::sum);
    }

    Map<String, Long> requests() {
        return Map.copyOf(requests);
    }

    Map<Integer, Long> errors() {
        return Map.copyOf(errors);
    }

    Map<EndReason, Long> ends() {
        return Map.copyOf(ends);
    }
}

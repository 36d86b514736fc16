package io.mainstay.worker;

import java.util.LinkedHashMap;
import java.util.Map;

/** One light of the status: what is known, and since when. Green only on evidence of the last ten seconds. */
final class Lamp {
    /** Evidence older than this lights no lamp green. */
    private static final long FRESH_MS = 10_000;

    private final String state;
    private final String reason;
    private final long asOfMs;

    private Lamp(String state, String reason, long asOfMs) {
        this.state = state;
        this.reason = reason;
        this.asOfMs = asOfMs;
    }

    /**
     * Green if what shows it is fresh.
     *
     * @param agoMs the age of the evidence; negative if there is none
     * @param nowMs milliseconds since 1970
     */
    static Lamp shownBy(String what, long agoMs, long nowMs) {
        if (agoMs < 0) {
            return unknown("nothing has shown it yet: " + what, nowMs);
        }
        return agoMs < FRESH_MS
                ? new Lamp("ok", what, nowMs - agoMs)
                : new Lamp("unknown", "nothing has shown it for " + agoMs / 1_000 + " s: " + what, nowMs - agoMs);
    }

    static Lamp bad(String reason, long nowMs) {
        return new Lamp("bad", reason, nowMs);
    }

    static Lamp unknown(String reason, long nowMs) {
        return new Lamp("unknown", reason, nowMs);
    }

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("state", state);
        document.put("reason", reason);
        document.put("asOf", java.time.Instant.ofEpochMilli(asOfMs).toString());
        return document;
    }
}

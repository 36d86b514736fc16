package io.mainstay.engine.upstream;

import io.mainstay.engine.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told about an outage: a sentence for people and, for programs, one JSON object in the error's
 * {@code advancedOrderRejectJson} field, which clients from version 166 on read.
 */
public final class OutageNotice {
    private static final long MS_PER_S = 1_000;

    private final String endpoint;
    private final Now now;

    public OutageNotice(String endpoint, Now now) {
        this.endpoint = endpoint;
        this.now = now;
    }

    /** What is the case, since when, and when the next attempt comes. */
    public String text(Outage outage) {
        String detail = outage.detail().isEmpty() ? "" : " (" + outage.detail() + ")";
        return "no session with the gateway at " + endpoint + ": "
                + outage.reason().sentence() + detail + "; since "
                + seconds(now.msSince(outage.sinceNanos())) + ", next attempt "
                + (now.reached(outage.retryAtNanos()) ? "under way" : "in " + seconds(retryInMs(outage)));
    }

    /** The machine-readable form. */
    public String json(Outage outage) {
        return json(outage, null);
    }

    /** The machine-readable form with what it means for one order: {@code NOT_SENT} or {@code UNKNOWN}. */
    public String json(Outage outage, @Nullable String outcome) {
        return "{\"mainstay\":{\"cause\":\"" + outage.cause() + "\",\"exit\":"
                + outage.cause().exitCode() + ",\"sinceMs\":" + now.msSince(outage.sinceNanos()) + ",\"retryInMs\":"
                + retryInMs(outage) + (outcome == null ? "" : ",\"outcome\":\"" + outcome + "\"") + "}}";
    }

    private long retryInMs(Outage outage) {
        return now.msUntil(outage.retryAtNanos());
    }

    private static String seconds(long ms) {
        return ms / MS_PER_S + "." + ms % MS_PER_S / 100 + " s";
    }
}

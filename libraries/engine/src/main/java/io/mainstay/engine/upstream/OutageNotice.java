package io.mainstay.engine.upstream;

import io.mainstay.engine.time.Now;

/**
 * What clients are told about an outage: a sentence for people and, for programs, one JSON object in the error's
 * {@code advancedOrderRejectJson} field, which clients from version 166 on read.
 */
public final class OutageNotice {
    private static final long MS_PER_S = 1_000;

    /** As when the link to IB is down: wait, it will come back. */
    private static final int OPERATOR_EXIT_CODE = 13;

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
        return json(outage, "");
    }

    /** The machine-readable form with what it means for one order: {@code NOT_SENT} or {@code UNKNOWN}. */
    public String json(Outage outage, String outcome) {
        return json(
                outage.cause().name(),
                outage.cause().exitCode(),
                now.msSince(outage.sinceNanos()),
                ",\"retryInMs\":" + retryInMs(outage) + outcome(outcome));
    }

    /** What is the case while there is a session and the gateway has lost IB's servers. */
    public String serversLostText(long sinceNanos) {
        return "the gateway at " + endpoint
                + " has lost IB's servers (1100); this lasts until it says that they are back"
                + " (1101 or 1102) or its answers show it; since " + seconds(now.msSince(sinceNanos));
    }

    /** The same for programs; {@code outcome} may be empty. */
    public String serversLostJson(long sinceNanos, String outcome) {
        return json("SERVERS_LOST", OutageCause.LINK_DOWN.exitCode(), now.msSince(sinceNanos), outcome(outcome));
    }

    /** What the operator wants, for programs; {@code outcome} may be empty. */
    String operatorJson(String cause, long sinceNanos, String outcome) {
        return json(cause, OPERATOR_EXIT_CODE, now.msSince(sinceNanos), outcome(outcome));
    }

    private static String json(String cause, int exit, long sinceMs, String more) {
        return "{\"mainstay\":{\"cause\":\"" + cause + "\",\"exit\":" + exit + ",\"sinceMs\":" + sinceMs + more + "}}";
    }

    private static String outcome(String outcome) {
        return outcome.isEmpty() ? "" : ",\"outcome\":\"" + outcome + "\"";
    }

    private long retryInMs(Outage outage) {
        return now.msUntil(outage.retryAtNanos());
    }

    private static String seconds(long ms) {
        return ms / MS_PER_S + "." + ms % MS_PER_S / 100 + " s";
    }
}

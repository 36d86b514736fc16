package io.mainstay.engine.upstream;

import io.mainstay.engine.time.Now;

/**
 * Whether the gateway lives, by round trips: every few seconds it is asked something that it answers at once by itself.
 * Any byte from it is a sign of life; silence after a question is the end of the session.
 */
final class Liveness {
    /** An order may leave when the last sign of life is at most this old. */
    private static final long PROOF_MS = 2_000;

    /** How long an order waits for a new sign of life. */
    private static final long PROOF_WAIT_MS = 1_000;

    private final Now now;
    private final long intervalMs;
    private final long answerMs;
    private long lastHeard;
    private long lastAnswered;
    private boolean asked;
    private long askedAt;

    /** When the first of the questions that are not answered was asked; a late answer may be to any of them. */
    private long firstAskedAt;

    private long readUntil;
    private long silentUntil = Now.NEVER;
    private long proofDue = Now.NEVER;
    private long roundTripNanos = -1;

    Liveness(Now now, long intervalMs, long answerMs) {
        this.now = now;
        this.intervalMs = intervalMs;
        this.answerMs = answerMs;
    }

    /** A connection begins. */
    void begin() {
        lastHeard = now.nanos();
        lastAnswered = now.nanos();
        asked = false;
        readUntil = now.nanos();
        silentUntil = Now.NEVER;
        proofDue = Now.NEVER;
        roundTripNanos = -1;
    }

    /** Bytes came. */
    void heard() {
        lastHeard = now.nanos();
        silentUntil = Now.NEVER;
        proofDue = Now.NEVER;
    }

    /** The question was handed to the lane that takes it to the gateway. */
    void asked() {
        if (!asked) {
            firstAskedAt = now.nanos();
        }
        asked = true;
        askedAt = now.nanos();
        if (silentUntil == Now.NEVER) {
            silentUntil = now.inMs(answerMs);
        }
    }

    void answered() {
        if (asked) {
            asked = false;
            readUntil = firstAskedAt;
            roundTripNanos = now.nanos() - askedAt;
        }
        lastAnswered = now.nanos();
    }

    /** An order waits for proof. */
    void proofWanted() {
        if (proofDue == Now.NEVER) {
            proofDue = now.inMs(PROOF_WAIT_MS);
        }
    }

    boolean proven() {
        return now.msSince(lastHeard) <= PROOF_MS;
    }

    /** Whether it is time for a question; also when the last one was swallowed by a gateway that says other things. */
    boolean questionDue() {
        return now.reached(questionAt());
    }

    boolean isAsked() {
        return asked;
    }

    /** The gateway has been silent since a question for as long as it may be. */
    boolean dead() {
        return now.reached(silentUntil);
    }

    /** Orders have waited for proof for as long as they may; true once. */
    boolean takeProofMissed() {
        boolean missed = now.reached(proofDue);
        if (missed) {
            proofDue = Now.NEVER;
        }
        return missed;
    }

    long lastHeardNanos() {
        return lastHeard;
    }

    /** How long the last round trip took; negative if none was made. */
    long roundTripNanos() {
        return roundTripNanos;
    }

    long lastAnsweredNanos() {
        return lastAnswered;
    }

    /** Until when the gateway is known to have read what was sent to it; the beginning, if it has answered nothing yet. */
    long readUntilNanos() {
        return readUntil;
    }

    long deadline() {
        long next = Math.min(silentUntil, proofDue);
        return Math.min(next, questionAt());
    }

    private long questionAt() {
        return asked ? askedAt + answerMs * 1_000_000 : lastAnswered + intervalMs * 1_000_000;
    }
}

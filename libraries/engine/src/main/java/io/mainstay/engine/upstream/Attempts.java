package io.mainstay.engine.upstream;

import io.mainstay.engine.port.CloseReason;
import io.mainstay.engine.time.Now;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to reach the gateway: why there is no session, when the next attempt is due, and whether a client should wait
 * for it.
 */
final class Attempts {
    /** A client that attaches may trigger an attempt at a port where nothing listened, this often. */
    private static final long EAGER_RETRY_MS = 250;

    /** The longest wait before a first attempt that a client sits out. */
    private static final long RESTART_WAIT_MOST_MS = 5_000;

    private final Backoff backoff;
    private final Now now;
    private long count;
    private long startedAt;
    private boolean eagerRetryDue;
    private @Nullable Outage outage;

    Attempts(Backoff backoff, Now now) {
        this.backoff = backoff;
        this.now = now;
    }

    /** How long the first attempt waits because of those of earlier processes, in milliseconds; a wait is an outage. */
    long firstWaitMs() {
        long waitMs = backoff.firstMs();
        if (waitMs > 0) {
            outage = outage(CloseReason.RESTARTED_OFTEN, "", now.nanos(), waitMs);
        }
        return waitMs;
    }

    /** One begins now. */
    void begin() {
        count++;
        startedAt = now.nanos();
        eagerRetryDue = false;
    }

    /** How many were begun. */
    long count() {
        return count;
    }

    /** When the last one began. */
    long startedAtNanos() {
        return startedAt;
    }

    /** A connection stands, which may cost the gateway something. */
    void connected() {
        backoff.attempt();
    }

    /** The session is READY. */
    void succeeded() {
        outage = null;
    }

    /** The session has stood long enough for its end to count as a first failure. */
    void stood() {
        backoff.reset();
    }

    /** An attempt or a session ended; the wait follows from the failures so far. */
    Outage failed(CloseReason reason, String detail, boolean wasReady) {
        return failed(reason, detail, wasReady, backoff.nextMs(OutageCause.of(reason)));
    }

    /** An attempt or a session ended, with this wait until the next. */
    Outage failed(CloseReason reason, String detail, boolean wasReady, long waitMs) {
        Outage last = outage;
        long began = wasReady ? now.nanos() : startedAt;
        Outage failed = outage(reason, detail, last == null ? began : last.sinceNanos(), waitMs);
        outage = failed;
        return failed;
    }

    /** Gives the outage that lasts another reason and end. */
    void putOff(CloseReason reason, String detail, long awayMs) {
        Outage last = outage;
        outage = outage(reason, detail, last == null ? now.nanos() : last.sinceNanos(), awayMs);
        eagerRetryDue = false;
    }

    /** Makes the next attempt due now if the operator had put it off. Returns whether it had been. */
    boolean endHold() {
        Outage last = outage;
        if (last == null || last.cause() != OutageCause.HELD) {
            return false;
        }
        outage = new Outage(last.cause(), last.reason(), last.detail(), last.sinceNanos(), now.nanos());
        return true;
    }

    /** The outage that lasts or is being mended; empty when READY and before the first failure. */
    Optional<Outage> outage() {
        return Optional.ofNullable(outage);
    }

    /** When the next is due by the outage's word; now if there is none. */
    long retryAtNanos() {
        Outage last = outage;
        return last == null ? now.nanos() : Math.max(now.nanos(), last.retryAtNanos());
    }

    /** From when on a waiting client may have the next attempt made; empty where a try may cost the gateway something. */
    OptionalLong eagerlyAtNanos() {
        Outage last = outage;
        return last == null || last.cause().costly()
                ? OptionalLong.empty()
                : OptionalLong.of(startedAt + EAGER_RETRY_MS * 1_000_000);
    }

    /** A client waits for an attempt that is made earlier for it. */
    void awaitedEagerly() {
        eagerRetryDue = true;
    }

    /** Whether a client that comes in this state of the session should wait. */
    boolean worthWaiting(UpstreamState state) {
        Outage last = outage;
        return switch (state) {
            case DISCONNECTED -> true;
            case CONNECTING, HANDSHAKING, STARTING ->
                last == null || !last.cause().costly() || last.cause() == OutageCause.LINK_DOWN;
            case BACKING_OFF -> eagerRetryDue || soonAfterRestart();
            case READY, DRAINING, CLOSED -> false;
        };
    }

    /** A worker that was killed and started again makes its clients wait for a moment rather than fail. */
    private boolean soonAfterRestart() {
        Outage last = outage;
        return last != null
                && last.reason() == CloseReason.RESTARTED_OFTEN
                && now.msUntil(last.retryAtNanos()) <= RESTART_WAIT_MOST_MS;
    }

    private Outage outage(CloseReason reason, String detail, long sinceNanos, long waitMs) {
        return new Outage(OutageCause.of(reason), reason, detail, sinceNanos, now.inMs(waitMs));
    }
}

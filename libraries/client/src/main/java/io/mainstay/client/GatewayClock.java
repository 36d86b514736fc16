package io.mainstay.client;

import io.mainstay.client.session.Channel;
import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Failure;
import io.mainstay.client.session.Reply;
import io.mainstay.client.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the gateway's time; callers at the same moment share one round trip.
 *
 * <p>Gateways leave a question unanswered that comes within some four seconds of the last one, so without a worker in
 * between, questions keep a distance. Callers wait for the next turn together, and a caller whose deadline comes before it
 * is told so at once.
 */
final class GatewayClock {
    /** Above the 4.25 seconds at which real gateways were seen to be silent. */
    static final Duration DISTANCE = Duration.ofMillis(4_500);

    private static final String WHAT = "the gateway's time";

    private final Session session;
    private final long distanceNanos;
    private final AtomicReference<@Nullable Reply<Instant>> turn = new AtomicReference<>();

    /** Used by the caller whose turn it is, one at a time. */
    private volatile long nextTurnNanos;

    /**
     * @param distance between two questions; zero if whoever answers needs none
     */
    GatewayClock(Session session, Duration distance) {
        this.session = session;
        this.distanceNanos = distance.toNanos();
        this.nextTurnNanos = System.nanoTime();
    }

    Instant ask(Deadline deadline) {
        if (distanceNanos == 0) {
            return roundTrip(deadline);
        }
        while (true) {
            var mine = new Reply<Instant>();
            Reply<Instant> others = turn.compareAndExchange(null, mine);
            if (others == null) {
                return takeTurn(mine, deadline);
            }
            Instant shared = share(others, deadline);
            if (shared != null) {
                return shared;
            }
        }
    }

    private Instant takeTurn(Reply<Instant> mine, Deadline deadline) {
        try {
            awaitTurn(deadline);
            nextTurnNanos = System.nanoTime() + distanceNanos;
            Instant time = roundTrip(deadline);
            mine.complete(time);
            return time;
        } finally {
            turn.set(null);
            mine.fail(new Failure.Closed("the caller whose turn it was has no answer"));
        }
    }

    /** Another caller's answer; null if that caller got none, which says nothing about this one's chances. */
    private static @Nullable Instant share(Reply<Instant> others, Deadline deadline) {
        try {
            if (!others.await(deadline)) {
                throw Calls.timedOut(deadline, WHAT);
            }
        } catch (InterruptedException e) {
            throw Calls.interrupted(WHAT);
        }
        return others.failure() == null ? others.value() : null;
    }

    private void awaitTurn(Deadline deadline) {
        long waitNanos = nextTurnNanos - System.nanoTime();
        if (waitNanos <= 0) {
            return;
        }
        if (waitNanos >= deadline.remainingNanos()) {
            throw new MainstayException.TimedOut(
                    "The gateway's time was not asked for: gateways leave such a question unanswered within "
                            + DISTANCE.toMillis() + " ms of the last one, and the deadline comes before that. Ask"
                            + " later, or through a worker.",
                    deadline.waited());
        }
        try {
            // The end of the session is the only news; the question after it will tell of it.
            session.awaitEnd(deadline.butAtMost(Duration.ofNanos(waitNanos)));
        } catch (InterruptedException e) {
            throw Calls.interrupted(WHAT);
        }
    }

    private Instant roundTrip(Deadline deadline) {
        try (Channel<Long>.Share share = session.channels().currentTime().ask()) {
            return Instant.ofEpochSecond(Calls.await(share.reply(), deadline, WHAT));
        }
    }
}

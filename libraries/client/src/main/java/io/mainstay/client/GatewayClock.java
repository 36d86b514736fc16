package io.mainstay.client;

import io.mainstay.client.session.Channel;
import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for the gateway's time. Gateways leave a question unanswered that comes within some four seconds of the last one,
 * so without a worker in between, questions keep a distance; callers meanwhile wait their turn, by their deadline.
 */
final class GatewayClock {
    /** Above the 4.25 seconds at which real gateways were seen to be silent. */
    static final Duration DISTANCE = Duration.ofMillis(4_500);

    private final Session session;
    private final long distanceNanos;
    private final AtomicLong nextTurnNanos;

    GatewayClock(Session session, Duration distance) {
        this.session = session;
        this.distanceNanos = distance.toNanos();
        this.nextTurnNanos = new AtomicLong(System.nanoTime());
    }

    Instant ask(Deadline deadline) {
        String what = "the gateway's time";
        if (distanceNanos > 0) {
            awaitTurn(deadline, what);
        }
        try (Channel<Long>.Share share = session.channels().currentTime().ask()) {
            return Instant.ofEpochSecond(Calls.await(share.reply(), deadline, what));
        }
    }

    private void awaitTurn(Deadline deadline, String what) {
        long now = System.nanoTime();
        long before = nextTurnNanos.get();
        long turn = Math.max(now - before, 0) + before;
        while (!nextTurnNanos.compareAndSet(before, turn + distanceNanos)) {
            before = nextTurnNanos.get();
            turn = Math.max(now - before, 0) + before;
        }
        long wait = turn - now;
        if (wait <= 0) {
            return;
        }
        try {
            boolean late = wait >= deadline.remainingNanos();
            boolean ended = session.awaitEnd(deadline.butAtMost(Duration.ofNanos(wait)));
            if (late && !ended) {
                throw Calls.timedOut(deadline, what);
            }
        } catch (InterruptedException e) {
            throw Calls.interrupted(what);
        }
    }
}

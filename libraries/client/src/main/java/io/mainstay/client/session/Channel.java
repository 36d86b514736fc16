package io.mainstay.client.session;

import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One kind of question whose answers carry no id, such as "all positions": a connection has one answer of the kind under
 * way, and only the order of the end markers tells which question an answer belongs to.
 *
 * <p>So questions are asked one after the other; callers that come meanwhile share the next one, whose answer is younger
 * than their call. A question that nobody waits for any more still owes its end marker: what comes until then is dropped,
 * and the next answer begins after it. When two are owed, the gateway does not answer this kind at all, and nothing more
 * is asked until it has caught up. Safe for use by several threads.
 */
public final class Channel<T> {
    private static final int MAX_OWED = 2;

    private final Session session;
    private final Outgoing question;
    private final @Nullable Outgoing goodbye;
    private final Supplier<Collector<T>> collectors;
    private final boolean anyAnswerServes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Flight> asked = new ArrayDeque<>();
    private @Nullable Flight next;
    private @Nullable Failure ended;

    /** One question and those who wait for its answer. */
    private final class Flight {
        final Reply<T> reply = new Reply<>();
        final Collector<T> collector = collectors.get();
        int waiters;

        boolean abandoned() {
            return waiters == 0;
        }
    }

    /** A caller's share of a question. To be closed when the caller waits no longer, whatever came of it. */
    public final class Share implements AutoCloseable {
        private final Flight flight;

        private Share(Flight flight) {
            this.flight = flight;
        }

        public Reply<T> reply() {
            return flight.reply;
        }

        @Override
        public void close() {
            leave(flight);
        }
    }

    /**
     * @param goodbye what to send when an answer is complete and nobody asks again, if anything
     * @param anyAnswerServes whether a caller may share a question that was asked before it called
     */
    Channel(
            Session session,
            Outgoing question,
            @Nullable Outgoing goodbye,
            Supplier<Collector<T>> collectors,
            boolean anyAnswerServes) {
        this.session = session;
        this.question = question;
        this.goodbye = goodbye;
        this.collectors = collectors;
        this.anyAnswerServes = anyAnswerServes;
    }

    /** Asks, or joins those who will be answered together. */
    public Share ask() {
        lock.lock();
        try {
            Flight flight = joinable();
            flight.waiters++;
            if (ended != null) {
                flight.reply.fail(ended);
            }
            return new Share(flight);
        } finally {
            lock.unlock();
        }
    }

    private Flight joinable() {
        Flight last = asked.peekLast();
        if (anyAnswerServes && last != null && !last.abandoned()) {
            return last;
        }
        if (next == null) {
            next = new Flight();
        }
        Flight joined = next;
        askNextIfFree();
        return joined;
    }

    private void askNextIfFree() {
        Flight flight = next;
        Flight last = asked.peekLast();
        boolean free = last == null || last.abandoned() && asked.size() < MAX_OWED;
        if (flight == null || !free || ended != null) {
            return;
        }
        next = null;
        switch (session.send(question)) {
            case SENT, BROKEN -> asked.addLast(flight);
            case NOT_CONNECTED -> flight.reply.fail(new Failure.Lost("the connection has ended"));
            case QUEUE_FULL -> flight.reply.fail(new Failure.Lost("the other side does not read what is sent"));
        }
    }

    private void leave(Flight flight) {
        lock.lock();
        try {
            flight.waiters--;
            if (flight.abandoned() && !flight.reply.isEnded()) {
                if (flight == next) {
                    next = null;
                } else {
                    askNextIfFree();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void onMessage(Incoming message) {
        lock.lock();
        try {
            Flight flight = asked.peekFirst();
            T answer = flight == null ? null : flight.collector.take(message);
            if (flight == null || answer == null) {
                return;
            }
            asked.removeFirst();
            flight.reply.complete(answer);
            if (asked.isEmpty() && next == null && goodbye != null) {
                session.send(goodbye);
            }
            askNextIfFree();
        } finally {
            lock.unlock();
        }
    }

    /** Fails the questions under way. {@code willBeAnswered} says whether their end markers may still come. */
    void refuse(Failure why, boolean willBeAnswered) {
        lock.lock();
        try {
            for (Iterator<Flight> all = asked.iterator(); all.hasNext(); ) {
                all.next().reply.fail(why);
                if (!willBeAnswered) {
                    all.remove();
                }
            }
            if (!willBeAnswered) {
                askNextIfFree();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean busy() {
        lock.lock();
        try {
            return !asked.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void end(Failure why) {
        lock.lock();
        try {
            ended = why;
            refuse(why, false);
            if (next != null) {
                next.reply.fail(why);
                next = null;
            }
        } finally {
            lock.unlock();
        }
    }
}

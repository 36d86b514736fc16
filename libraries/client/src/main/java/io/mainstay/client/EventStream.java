package io.mainstay.client;

import io.mainstay.client.session.Failure;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A stream's reader side: waiting, ending, iterating. What waits to be read is the subclass's. */
abstract class EventStream<T> implements Subscription<T> {
    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private @Nullable Failure failure;

    EventStream(String what) {
        this.what = what;
    }

    /** The next event if there is one. Runs under the lock. */
    abstract @Nullable T take();

    /** Runs an action under the lock, unless the stream has ended, and wakes the readers. */
    final void change(Runnable action) {
        lock.lock();
        try {
            if (changeQuietly(action)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs an action under the lock unless the stream has ended, and leaves the readers asleep; true if it ran. */
    final boolean changeQuietly(Runnable action) {
        lock.lock();
        try {
            boolean open = !closed && failure == null;
            if (open) {
                action.run();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the readers after {@link #changeQuietly}. */
    final void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream with an error; events that came before it are still read. */
    final void fail(Failure why) {
        lock.lock();
        try {
            if (!closed && failure == null) {
                failure = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Marks the stream as closed; false if it was. */
    final boolean markClosed() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final Optional<T> next(Duration within) {
        return await(Math.max(0, within.toNanos()), false);
    }

    /** The next event; nothing if the time has passed or the stream is closed. */
    private Optional<T> await(long nanos, boolean forEver) {
        long rest = nanos;
        try {
            lock.lockInterruptibly();
            try {
                while (!closed) {
                    T event = take();
                    if (event != null) {
                        return Optional.of(event);
                    }
                    if (failure != null) {
                        throw Explain.call(failure, what);
                    }
                    if (forEver) {
                        changed.await();
                    } else if (rest <= 0) {
                        return Optional.empty();
                    } else {
                        rest = changed.awaitNanos(rest);
                    }
                }
                return Optional.empty();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw Calls.interrupted(what);
        }
    }

    @Override
    public final Iterator<T> iterator() {
        return new Iterator<>() {
            private @Nullable T ahead;

            @Override
            public boolean hasNext() {
                if (ahead == null) {
                    ahead = await(0, true).orElse(null);
                }
                return ahead != null;
            }

            @Override
            public T next() {
                if (!hasNext() || ahead == null) {
                    throw new NoSuchElementException("the stream of " + what + " is closed");
                }
                T event = ahead;
                ahead = null;
                return event;
            }
        };
    }
}

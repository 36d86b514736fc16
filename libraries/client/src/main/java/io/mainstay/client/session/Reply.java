package io.mainstay.client.session;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a caller waits for: a value or a failure, whichever comes first; it never changes afterwards. Safe for use by
 * several threads, virtual or platform; needs no pool of its own.
 */
public final class Reply<T> {
    private sealed interface End<T> {
        record Value<T>(T value) implements End<T> {}

        record Failed<T>(Failure failure) implements End<T> {}
    }

    private final AtomicReference<@Nullable End<T>> end = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Ends it with a value; false if it had ended before. */
    public boolean complete(T value) {
        return end(new End.Value<>(value));
    }

    /** Ends it with a failure; false if it had ended before. */
    public boolean fail(Failure failure) {
        return end(new End.Failed<>(failure));
    }

    private boolean end(End<T> how) {
        boolean first = end.compareAndSet(null, how);
        ended.countDown();
        return first;
    }

    public boolean isEnded() {
        return end.get() != null;
    }

    /** Waits until it has ended; false if the deadline came first. */
    public boolean await(Deadline deadline) throws InterruptedException {
        return ended.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    /** The failure it ended with; null if it has not ended or has a value. */
    public @Nullable Failure failure() {
        return end.get() instanceof End.Failed<T> failed ? failed.failure() : null;
    }

    /**
     * The value it ended with.
     *
     * @throws IllegalStateException if there is none
     */
    public T value() {
        if (Objects.requireNonNull(end.get(), "not ended") instanceof End.Value<T> value) {
            return value.value();
        }
        throw new IllegalStateException("ended without a value");
    }
}

package io.mainstay.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * A standing request. {@link #close} ends it at the gateway too. The queue is bounded: a slow reader of quotes gets the
 * newest image, a slow reader of notices is told how many it missed.
 */
public interface Subscription<T> extends Iterable<T>, AutoCloseable {
    /**
     * The next event, or nothing if none came in time.
     *
     * @throws MainstayException if the stream has ended with an error
     */
    Optional<T> next(Duration within);

    /** Blocks for each event; ends when the subscription is closed. */
    @Override
    Iterator<T> iterator();

    @Override
    void close();
}

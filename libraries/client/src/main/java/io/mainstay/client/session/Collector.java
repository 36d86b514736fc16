package io.mainstay.client.session;

import io.mainstay.protocol.message.Incoming;
import org.jspecify.annotations.Nullable;

/** Gathers the messages of one answer that carries no id. Used under the lock of its {@link Channel}. */
interface Collector<T> {
    /** Takes the next message; the finished answer if this was its end marker, else null. */
    @Nullable
    T take(Incoming message);
}

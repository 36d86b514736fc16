package io.mainstay.engine.support;

import io.mainstay.engine.port.ConnectHistory;

/** Remembers attempts over the end of an engine. */
public final class MemoryConnects implements ConnectHistory {
    public Attempts attempts = Attempts.NONE;

    @Override
    public Attempts read() {
        return attempts;
    }

    @Override
    public void write(Attempts latest) {
        attempts = latest;
    }
}

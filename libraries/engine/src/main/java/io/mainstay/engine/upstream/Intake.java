package io.mainstay.engine.upstream;

import io.mainstay.engine.time.Now;

/** Whether the operator lets new requests through to the gateway. */
public final class Intake {
    /** What the operator wants. */
    public enum State {
        /** Everything goes. */
        OPEN,
        /** Nothing new goes; clients stay, what runs goes on, cancels go. */
        PAUSED,
        /** Nothing new goes and no new client comes in; the worker ends when what runs has ended. */
        DRAINING
    }

    private State state = State.OPEN;
    private String why = "";
    private long since;

    public State state() {
        return state;
    }

    /** What the operator said; may be empty. */
    public String why() {
        return why;
    }

    public long sinceNanos() {
        return since;
    }

    boolean open() {
        return state == State.OPEN;
    }

    boolean paused() {
        return state == State.PAUSED;
    }

    void become(State next, String reason, Now now) {
        state = next;
        why = reason;
        since = now.nanos();
    }

    /** The sentence for those who are refused. */
    String text() {
        String verb = state == State.DRAINING
                ? "the operator is ending this worker, which takes nothing new"
                : "the operator has paused this worker, which takes nothing new until resumed";
        return why.isEmpty() ? verb : verb + " (" + why + ")";
    }
}

package io.mainstay.engine.pacing;

import io.mainstay.protocol.message.Outgoing;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A message for the gateway and how it is to leave. Immutable. */
public final class Dispatch {
    /** The sender of what the engine sends on its own account. */
    public static final long ENGINE = 0;

    /** Keeps owners, which are any int, apart from session numbers and {@link #ENGINE}, which are not negative. */
    private static final long OWNERS_BELOW_SESSIONS = 1L << 32;

    private final Lane lane;
    private final long sender;
    private final Outgoing message;
    private final Supplier<List<Outgoing>> before;
    private final @Nullable Consumer<SendOutcome> done;

    /**
     * The sender of what is sent about the orders of an owner, from whichever of its sessions: a change or a child must not
     * overtake what waits since before its client connected anew.
     */
    public static long ofOwner(int owner) {
        return owner - OWNERS_BELOW_SESSIONS;
    }

    private Dispatch(
            Lane lane,
            long sender,
            Outgoing message,
            Supplier<List<Outgoing>> before,
            @Nullable Consumer<SendOutcome> done) {
        this.lane = lane;
        this.sender = sender;
        this.message = message;
        this.before = before;
        this.done = done;
    }

    /**
     * A message nobody is told about; it is kept while the servers are lost.
     *
     * @param sender whose turn it takes within the lane: a client session's number, {@link #ofOwner an owner of orders} or
     *     {@link #ENGINE}
     */
    public static Dispatch of(Lane lane, long sender, Outgoing message) {
        return new Dispatch(lane, sender, message, List::of, null);
    }

    /** The same with messages that must leave directly before it; they are asked for at the moment of leaving. */
    public Dispatch after(Supplier<List<Outgoing>> settings) {
        return new Dispatch(lane, sender, message, settings, done);
    }

    /**
     * The same with someone who is told once what became of it, and so is given up when it can't leave: at once when the
     * servers are lost, unless it is a cancel.
     */
    public Dispatch whenDone(Consumer<SendOutcome> told) {
        return new Dispatch(lane, sender, message, before, told);
    }

    public Lane lane() {
        return lane;
    }

    public long sender() {
        return sender;
    }

    public Outgoing message() {
        return message;
    }

    /** What must leave directly before it, as of now. */
    public List<Outgoing> before() {
        return before.get();
    }

    /** Whether it waits for the servers' return instead of being given up. */
    boolean keptWithoutServers() {
        return done == null || lane == Lane.CANCEL || lane == Lane.HEALTH;
    }

    public void done(SendOutcome outcome) {
        if (done != null) {
            done.accept(outcome);
        }
    }
}

package io.mainstay.engine.stream;

import io.mainstay.protocol.message.HistoricalTicks;
import io.mainstay.protocol.message.HistoricalTicksBidAsk;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.TickByTick;
import java.util.ArrayList;
import java.util.List;

/**
 * A tick-by-tick stream that begins with ticks of the past. They are held back until all of them have come, so that a loss
 * in between leaves nothing half told: until then the stream is asked for with them again, and without them ever after.
 * Ticks are events, so there is no image of them.
 */
final class PastTicksImage implements Image {
    private final int asked;

    /** The past ticks so far; at most as many as were asked for. Emptied when they are complete or lost. */
    private final List<Incoming> held = new ArrayList<>();

    private int heldTicks;
    private boolean told;

    /** @param asked the past ticks that are asked for, at most */
    PastTicksImage(int asked) {
        this.asked = asked;
    }

    @Override
    public void update(Incoming message) {
        // Events only.
    }

    @Override
    public List<Incoming> messages() {
        return List.of();
    }

    @Override
    public void clear() {
        held.clear();
        heldTicks = 0;
    }

    @Override
    public List<Incoming> toTell(Incoming message) {
        if (told) {
            return List.of(message);
        }
        held.add(message);
        if (isLast(message)) {
            told = true;
            List<Incoming> all = List.copyOf(held);
            clear();
            return all;
        }
        return List.of();
    }

    @Override
    public Outgoing toAsk(Outgoing start) {
        return told && start instanceof ReqTickByTickData ticks
                ? new ReqTickByTickData(ticks.reqId(), ticks.contract(), ticks.tickType(), 0, ticks.ignoreSize())
                : start;
    }

    /** Whether the past ticks are complete with it: it says so, is none of them any more, or they are as many as were asked for. */
    private boolean isLast(Incoming message) {
        return switch (message) {
            case HistoricalTicks ticks -> isLast(ticks.ticks().size(), ticks.done());
            case HistoricalTicksBidAsk ticks -> isLast(ticks.ticks().size(), ticks.done());
            case HistoricalTicksLast ticks -> isLast(ticks.ticks().size(), ticks.done());
            case TickByTick tick -> true;
            default -> false;
        };
    }

    private boolean isLast(int ticks, boolean done) {
        heldTicks += Math.max(1, ticks);
        return done || heldTicks >= asked;
    }
}

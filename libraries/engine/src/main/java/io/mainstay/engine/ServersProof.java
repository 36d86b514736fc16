package io.mainstay.engine;

import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a gateway that said that it lost IB's servers gives reason to believe that it has them back. Only what can't come
 * from the gateway itself counts: fills that nobody asked for, and prices. And since what was on its way still trickles
 * in after the loss, and one message may be late for any reason, it counts only from a while after the loss on, and twice with
 * a while between.
 */
final class ServersProof {
    /** How long after the loss what comes says nothing. */
    private static final long TRICKLE_MS = 5_000;

    /** How long after the first sign a second one must come. */
    private static final long LASTING_MS = 3_000;

    /** Bid, ask and last, live and delayed; others, such as the close, may have been computed or kept by the gateway. */
    private static final Set<Integer> LIVE_TICKS = Set.of(1, 2, 4, 66, 67, 68);

    private static final int UNASKED = -1;

    private final Now now;
    private long lostAt;
    private long firstSignAt = Now.NEVER;

    ServersProof(Now now) {
        this.now = now;
    }

    /** The gateway said that they are lost, perhaps again: all that came before says nothing. */
    void onLost() {
        lostAt = now.nanos();
        firstSignAt = Now.NEVER;
    }

    /** Takes what came after the loss. Returns whether it is proof, together with what came before. */
    boolean isGivenBy(Incoming message) {
        if (now.msSince(lostAt) < TRICKLE_MS || !isSign(message)) {
            return false;
        }
        if (firstSignAt == Now.NEVER) {
            firstSignAt = now.nanos();
        }
        return now.msSince(firstSignAt) >= LASTING_MS;
    }

    /**
     * A price of 0 or -1 means that there is none. A bar counts when trades made it; bars of history that are kept up to date
     * do not, since a gateway may repeat the last one.
     */
    private static boolean isSign(Incoming message) {
        return switch (message) {
            case ExecDetails fill -> fill.reqId() == UNASKED;
            case TickPrice tick -> LIVE_TICKS.contains(tick.tickType()) && isReal(tick.price());
            case TickByTick tick -> isReal(tick.price()) || isReal(tick.bidPrice()) || isReal(tick.midPoint());
            case RealtimeBar bar -> bar.count() > 0 && isReal(bar.close());
            case UpdateMktDepth row -> isReal(row.price());
            case UpdateMktDepthL2 row -> isReal(row.price());
            default -> false;
        };
    }

    private static boolean isReal(@Nullable BigDecimal price) {
        return price != null && price.signum() > 0;
    }
}

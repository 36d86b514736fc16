package io.mainstay.simulator.fault;

import java.time.Instant;
import java.util.List;

/**
 * A fault that is or was switched on.
 *
 * @param switched whether it still is
 * @param on whether its moment has come; false also while it waits
 * @param strikes how often it has struck
 * @param latest the latest of these, oldest first
 */
public record FaultStatus(Fault fault, boolean switched, boolean on, long strikes, List<Struck> latest) {
    /**
     * One strike.
     *
     * @param connection the number of the connection that it struck; 0 if it struck the gateway as a whole
     */
    public record Struck(Instant at, long connection) {}

    public FaultStatus {
        latest = List.copyOf(latest);
    }
}

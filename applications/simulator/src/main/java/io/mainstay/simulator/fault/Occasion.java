package io.mainstay.simulator.fault;

import io.mainstay.protocol.message.Message;
import org.jspecify.annotations.Nullable;

/** An opportunity for a fault to strike. Valid during the call that gets it. */
public interface Occasion {
    /** Whether the fault strikes here; asked only when it would act, because each yes is counted. */
    boolean strikes();

    /**
     * The session that it is about.
     *
     * @throws IllegalStateException if it is about none
     */
    Grip session();

    /** The request that is being answered, null if something is sent unasked. */
    @Nullable
    Message request();

    Levers gateway();

    /** The next of this fault's own random numbers, from 0 to below 1; the simulator's seed decides. */
    double random();
}

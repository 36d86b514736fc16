package io.mainstay.runner.risk;

import java.math.BigDecimal;

/** What may be ordered. */
public sealed interface Verdict {
    /**
     * This much may be ordered, {@code increase} of it beyond what closes a position.
     *
     * @param cut why it is less than was proposed; empty if it is not
     */
    record Allowed(BigDecimal quantity, BigDecimal increase, String cut) implements Verdict {}

    /** Nothing may be ordered. */
    record Refused(Limit limit, String reason) implements Verdict {}
}

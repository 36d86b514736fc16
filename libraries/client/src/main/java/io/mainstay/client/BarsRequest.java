package io.mainstay.client;

import java.time.Duration;
import java.time.Instant;

/** A request for historical bars, made complete step by step. Immutable; each step gives a new one. */
public interface BarsRequest {
    /** How far back, in IB's words such as {@code 10 D}, {@code 1 W}, {@code 3600 S}; {@code 1 D} if never said. */
    BarsRequest last(String durationStr);

    /** The bars' length, in IB's words such as {@code 30 mins} or {@code 1 day}; {@code 5 mins} if never said. */
    BarsRequest every(String barSizeSetting);

    /** {@code TRADES} if never said; {@code MIDPOINT}, {@code BID}, {@code ASK} and IB's others. */
    BarsRequest show(String whatToShow);

    /** Whether only the regular session counts; true if never said. */
    BarsRequest regularHours(boolean only);

    /** The end of the period; now if never said. */
    BarsRequest until(Instant end);

    /** Another deadline than the connection's. */
    BarsRequest within(Duration timeout);

    /**
     * Waits for the bars.
     *
     * @throws MainstayException.NoData if the gateway says that there are none
     */
    Bars fetch();
}

package io.mainstay.simulator.market;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** What is recorded of one instrument. Bars are in order of time; those of a day are empty if it is not recorded. */
interface RecordedSeries {
    /** The days whose course within the day is recorded. */
    NavigableSet<LocalDate> minuteDays();

    /** Minutes of one day, hours around the regular ones included. */
    List<Bar> minutes(LocalDate day, PriceKind kind);

    /** Seconds of one day. */
    List<Bar> seconds(LocalDate day, PriceKind kind);

    /** Hours of regular sessions, all days. */
    List<Bar> hours(PriceKind kind);

    /** Days, all of them. */
    List<Bar> days(PriceKind kind);

    /** The end of what is recorded within days, or else of the last day. */
    Optional<Instant> end();
}

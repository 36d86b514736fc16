package io.mainstay.simulator.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * Something that befalls the gateway on some days of the week at a time of day.
 *
 * @param days at least one
 * @param time by the clocks of {@code zone}; one that they skip in spring is as much later
 * @param fault which fault it is, as the catalogue of faults names it
 * @param lasting how long; absent where it lasts until somebody switches the fault off
 */
public record CalendarEvent(
        Set<DayOfWeek> days, LocalTime time, ZoneId zone, String fault, Optional<Duration> lasting) {
    private static final int DAYS_A_WEEK = 7;

    public CalendarEvent {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("an event without a day");
        }
    }

    /** The first time that it happens after a moment. */
    public Instant next(Instant after) {
        LocalDate today = after.atZone(zone).toLocalDate();
        for (int i = 0; i <= DAYS_A_WEEK; i++) {
            LocalDate date = today.plusDays(i);
            Instant moment = date.atTime(time).atZone(zone).toInstant();
            if (days.contains(date.getDayOfWeek()) && moment.isAfter(after)) {
                return moment;
            }
        }
        throw new IllegalStateException("no day of " + days + " in the week after " + after);
    }
}

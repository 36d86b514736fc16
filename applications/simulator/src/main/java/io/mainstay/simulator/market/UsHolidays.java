package io.mainstay.simulator.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;

/** The days on which New York's stock exchanges are closed or close at 13:00, by their rules since 1998. */
final class UsHolidays {
    /** Mourning, a hurricane, an attack: closed outside any rule. */
    private static final Set<LocalDate> EXTRAORDINARY = Set.of(
            LocalDate.of(2001, 9, 11),
            LocalDate.of(2001, 9, 12),
            LocalDate.of(2001, 9, 13),
            LocalDate.of(2001, 9, 14),
            LocalDate.of(2004, 6, 11),
            LocalDate.of(2007, 1, 2),
            LocalDate.of(2012, 10, 29),
            LocalDate.of(2012, 10, 30),
            LocalDate.of(2018, 12, 5),
            LocalDate.of(2025, 1, 9));

    private static final int JUNETEENTH_SINCE_YEAR = 2022;

    private UsHolidays() {}

    static boolean isClosed(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        if (day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY || EXTRAORDINARY.contains(date)) {
            return true;
        }
        int year = date.getYear();
        // A New Year's Day on a Saturday is not made up for: the Friday before belongs to the old year's books.
        LocalDate newYear = LocalDate.of(year, 1, 1);
        return date.equals(newYear.getDayOfWeek() == DayOfWeek.SUNDAY ? newYear.plusDays(1) : newYear)
                || date.equals(nth(year, Month.JANUARY, 3, DayOfWeek.MONDAY))
                || date.equals(nth(year, Month.FEBRUARY, 3, DayOfWeek.MONDAY))
                || date.equals(easterSunday(year).minusDays(2))
                || date.equals(LocalDate.of(year, 5, 31).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                || (year >= JUNETEENTH_SINCE_YEAR && date.equals(observed(LocalDate.of(year, 6, 19))))
                || date.equals(observed(LocalDate.of(year, 7, 4)))
                || date.equals(nth(year, Month.SEPTEMBER, 1, DayOfWeek.MONDAY))
                || date.equals(nth(year, Month.NOVEMBER, 4, DayOfWeek.THURSDAY))
                || date.equals(observed(LocalDate.of(year, 12, 25)));
    }

    static boolean isHalfDay(LocalDate date) {
        if (isClosed(date)) {
            return false;
        }
        int year = date.getYear();
        boolean beforeIndependence = date.equals(LocalDate.of(year, 7, 3));
        boolean beforeChristmas = date.equals(LocalDate.of(year, 12, 24));
        return beforeIndependence
                || beforeChristmas
                || date.equals(nth(year, Month.NOVEMBER, 4, DayOfWeek.THURSDAY).plusDays(1));
    }

    private static LocalDate nth(int year, Month month, int n, DayOfWeek day) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, day));
    }

    private static LocalDate observed(LocalDate date) {
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> date.minusDays(1);
            case SUNDAY -> date.plusDays(1);
            default -> date;
        };
    }

    /** The Gregorian computus of Meeus, Jones and Butcher. */
    private static LocalDate easterSunday(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }
}

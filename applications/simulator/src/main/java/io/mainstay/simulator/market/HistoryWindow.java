package io.mainstay.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration in IB's form, a number and one of S, D, W, M and Y. Seconds are seconds of trading, days are trading days
 * (the one under way counts), weeks, months and years are the calendar's.
 */
public record HistoryWindow(int amount, char unit) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*([SDWMY])");
    private static final int MOST_YEARS = 68;

    /**
     * Reads {@code 10 D} and the like.
     *
     * @throws IllegalArgumentException with the reason if the text is no duration that a gateway accepts
     */
    public static HistoryWindow parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "Invalid duration '" + text + "': a number and S, D, W, M or Y is needed");
        }
        int amount = Integer.parseInt(form.group(1));
        char unit = form.group(2).charAt(0);
        int most = switch (unit) {
            case 'S' -> 86_400;
            case 'D' -> 365;
            case 'W' -> 52 * MOST_YEARS;
            case 'M' -> 12 * MOST_YEARS;
            default -> MOST_YEARS;
        };
        if (amount < 1 || amount > most) {
            throw new IllegalArgumentException(
                    "Invalid duration '" + text + "': 1 to " + most + " " + unit + " allowed");
        }
        return new HistoryWindow(amount, unit);
    }

    /** Where a request that ends at {@code end} begins. */
    public Instant from(Instant end, TradingCalendar calendar, boolean regularHoursOnly) {
        Session session = calendar.lastBegun(end, regularHoursOnly);
        LocalDate today = session.date();
        return switch (unit) {
            case 'S' -> seconds(end, session, calendar, regularHoursOnly);
            case 'D' -> {
                for (int i = 1; i < amount; i++) {
                    session = calendar.before(session.date());
                }
                yield session.start(regularHoursOnly);
            }
            case 'W' -> startOf(today.minusWeeks(amount).plusDays(1), calendar, regularHoursOnly);
            case 'M' -> startOf(today.minus(Period.ofMonths(amount)).plusDays(1), calendar, regularHoursOnly);
            default -> startOf(today.minus(Period.ofYears(amount)).plusDays(1), calendar, regularHoursOnly);
        };
    }

    private Instant seconds(Instant end, Session last, TradingCalendar calendar, boolean regularHoursOnly) {
        Session session = last;
        Instant until = end.isBefore(session.end(regularHoursOnly)) ? end : session.end(regularHoursOnly);
        Duration left = Duration.ofSeconds(amount);
        while (true) {
            Duration available = Duration.between(session.start(regularHoursOnly), until);
            if (available.compareTo(left) >= 0) {
                return until.minus(left);
            }
            left = left.minus(available);
            session = calendar.before(session.date());
            until = session.end(regularHoursOnly);
        }
    }

    private static Instant startOf(LocalDate date, TradingCalendar calendar, boolean regularHoursOnly) {
        return calendar.currentOrNext(date.atStartOfDay(Instrument.ZONE).toInstant())
                .start(regularHoursOnly);
    }
}

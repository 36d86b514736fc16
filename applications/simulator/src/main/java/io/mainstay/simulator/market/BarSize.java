package io.mainstay.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The bar sizes that IB's history knows, under its own names. */
public enum BarSize {
    S1("1 secs", 1),
    S5("5 secs", 5),
    S10("10 secs", 10),
    S15("15 secs", 15),
    S30("30 secs", 30),
    M1("1 min", 60),
    M2("2 mins", 120),
    M3("3 mins", 180),
    M5("5 mins", 300),
    M10("10 mins", 600),
    M15("15 mins", 900),
    M20("20 mins", 1200),
    M30("30 mins", 1800),
    H1("1 hour", 3600),
    H2("2 hours", 7200),
    H3("3 hours", 10_800),
    H4("4 hours", 14_400),
    H8("8 hours", 28_800),
    D1("1 day", 0),
    W1("1 week", 0),
    MONTH1("1 month", 0);

    private final String ibName;
    private final int seconds;

    BarSize(String ibName, int seconds) {
        this.ibName = ibName;
        this.seconds = seconds;
    }

    /** Accepts IB's names and the spellings that gateways tolerate, such as {@code 1 sec}, {@code 1 mins}, {@code 1W}. */
    public static Optional<BarSize> parse(String text) {
        String name = text.trim().replaceAll("\\s+", " ");
        return switch (name) {
            case "1 sec" -> Optional.of(S1);
            case "1 mins" -> Optional.of(M1);
            case "1 hours" -> Optional.of(H1);
            case "1 days", "1D" -> Optional.of(D1);
            case "1W", "1 W" -> Optional.of(W1);
            case "1M", "1 M" -> Optional.of(MONTH1);
            default ->
                Arrays.stream(values()).filter(size -> size.ibName.equals(name)).findFirst();
        };
    }

    /** All names, for an error message. */
    public static String known() {
        return Arrays.stream(values()).map(BarSize::ibName).collect(Collectors.joining(", "));
    }

    public String ibName() {
        return ibName;
    }

    public boolean isIntraday() {
        return seconds > 0;
    }

    /** How long an intraday bar is. */
    public Duration length() {
        return Duration.ofSeconds(seconds);
    }

    /**
     * When the bar that contains {@code time} begins: intraday on the New York clock's multiples of its size but not
     * before the session, else at the start of the day, of Monday's or of the month.
     */
    Instant bucket(Instant time, Session session, boolean regularHoursOnly) {
        if (!isIntraday()) {
            return startOf(session.date()).atStartOfDay(Instrument.ZONE).toInstant();
        }
        ZonedDateTime local = time.atZone(Instrument.ZONE);
        int second = local.toLocalTime().toSecondOfDay();
        Instant start =
                local.with(LocalTime.ofSecondOfDay(second - second % seconds)).toInstant();
        Instant sessionStart = session.start(regularHoursOnly);
        return start.isBefore(sessionStart) ? sessionStart : start;
    }

    private LocalDate startOf(LocalDate date) {
        return switch (this) {
            case W1 -> date.minusDays(date.getDayOfWeek().getValue() - 1L);
            case MONTH1 -> date.withDayOfMonth(1);
            default -> date;
        };
    }

    /** Whether two days belong to the same bar. */
    boolean sameBar(LocalDate a, LocalDate b) {
        return switch (this) {
            case W1 ->
                a.get(IsoFields.WEEK_BASED_YEAR) == b.get(IsoFields.WEEK_BASED_YEAR)
                        && a.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) == b.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH1 -> a.withDayOfMonth(1).equals(b.withDayOfMonth(1));
            default -> a.equals(b);
        };
    }
}

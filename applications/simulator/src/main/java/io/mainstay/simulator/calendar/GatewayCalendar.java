package io.mainstay.simulator.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What befalls a gateway by plan. As text, an event is a line {@code DAYS TIME ZONE FAULT [LASTING]}; # begins a comment. */
public record GatewayCalendar(List<CalendarEvent> events) {
    /** A gateway that is never away. */
    public static final GatewayCalendar NONE = new GatewayCalendar(List.of());

    /** The calendars that come with the simulator, by the region whose servers the account is on. */
    public static final List<String> NAMED = List.of("us", "europe", "asia");

    private static final String FORM =
            "DAYS TIME ZONE FAULT [LASTING], as in" + " \"Sun-Fri 00:30 America/New_York nightly-reset=5m\"";
    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "Mon", DayOfWeek.MONDAY,
            "Tue", DayOfWeek.TUESDAY,
            "Wed", DayOfWeek.WEDNESDAY,
            "Thu", DayOfWeek.THURSDAY,
            "Fri", DayOfWeek.FRIDAY,
            "Sat", DayOfWeek.SATURDAY,
            "Sun", DayOfWeek.SUNDAY);
    private static final Pattern LASTING = Pattern.compile("(\\d{1,5})([smh])");
    private static final int MOST_EVENTS = 1000;

    public GatewayCalendar {
        events = List.copyOf(events);
    }

    /**
     * The calendar that a name or a file gives; {@code none} is empty.
     *
     * @throws IllegalArgumentException if there is neither, or a line of the file is wrong; the message says which
     */
    public static GatewayCalendar of(String nameOrFile) {
        if (nameOrFile.equals("none")) {
            return NONE;
        }
        try {
            if (NAMED.contains(nameOrFile)) {
                String resource = "calendar-" + nameOrFile + ".txt";
                try (InputStream in =
                        Objects.requireNonNull(GatewayCalendar.class.getResourceAsStream(resource), resource)) {
                    return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return parse(Files.readString(Path.of(nameOrFile)));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "calendar " + nameOrFile + " is none of none, " + String.join(", ", NAMED)
                            + ", and no file that can be read",
                    e);
        }
    }

    /**
     * Reads a calendar.
     *
     * @throws IllegalArgumentException with the number of the line that is wrong, and why
     */
    public static GatewayCalendar parse(String text) {
        var events = new ArrayList<CalendarEvent>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].split("#", 2)[0].strip();
            if (!line.isEmpty()) {
                events.add(event(i + 1, line));
            }
        }
        if (events.size() > MOST_EVENTS) {
            throw new IllegalArgumentException("a calendar has at most " + MOST_EVENTS + " events");
        }
        return new GatewayCalendar(events);
    }

    private static CalendarEvent event(int number, String line) {
        String[] parts = line.split("\\s+");
        if (parts.length != 4 && parts.length != 5) {
            throw new IllegalArgumentException("calendar line " + number + ": " + FORM + " is needed");
        }
        try {
            return new CalendarEvent(
                    days(parts[0]),
                    LocalTime.parse(parts[1]),
                    ZoneId.of(parts[2]),
                    parts[3],
                    parts.length == 5 ? Optional.of(lasting(parts[4])) : Optional.empty());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("calendar line " + number + ": " + e.getMessage() + "; " + FORM, e);
        }
    }

    /** {@code Mon}, {@code Mon,Wed}, {@code Sun-Fri}. */
    private static Set<DayOfWeek> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", 2);
            DayOfWeek last = day(ends[ends.length - 1]);
            for (DayOfWeek day = day(ends[0]); day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        DayOfWeek day = DAYS.get(text);
        if (day == null) {
            throw new IllegalArgumentException(text + " is no day; they are Mon, Tue, Wed, Thu, Fri, Sat, Sun");
        }
        return day;
    }

    private static Duration lasting(String text) {
        Matcher form = LASTING.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException(text + " is no duration such as 30s, 5m or 4h");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}

package io.mainstay.client.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sessions in a text such as {@code 20261124:0930-20261124:1600;20261125:CLOSED}; the older form leaves the second
 * date out: {@code 20261124:0930-1600,1700-1800}. A day without a session leaves nothing behind.
 */
public final class Sessions {
    private Sessions() {}

    /** From {@code open}, inclusive, to {@code close}, exclusive. */
    public record Span(Instant open, Instant close) {}

    /**
     * Reads the sessions, in time's order, each once.
     *
     * @throws DateTimeException if the text is not of the form; an empty text has no sessions
     */
    public static List<Span> parse(String text, ZoneId zone) {
        var spans = new ArrayList<Span>();
        int from = 0;
        while (from < text.length()) {
            int semicolon = text.indexOf(';', from);
            int to = semicolon < 0 ? text.length() : semicolon;
            String day = text.substring(from, to).strip();
            try {
                day(day, zone, spans);
            } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
                throw new DateTimeException("trading hours \"" + day + "\" are not in a known form", e);
            }
            from = to + 1;
        }
        spans.sort(Comparator.comparing(Span::open));
        return List.copyOf(spans);
    }

    private static void day(String day, ZoneId zone, List<Span> spans) {
        if (day.isEmpty() || day.endsWith(":CLOSED")) {
            return;
        }
        LocalDate date = date(day, 0);
        if (day.charAt(8) != ':') {
            throw new DateTimeException("no colon after the date");
        }
        int from = 9;
        while (from < day.length()) {
            int comma = day.indexOf(',', from);
            int to = comma < 0 ? day.length() : comma;
            int dash = day.indexOf('-', from);
            Span span =
                    new Span(at(date, day.substring(from, dash), zone), at(date, day.substring(dash + 1, to), zone));
            if (!span.open().isBefore(span.close()) && day.indexOf(':', from) < 0) {
                // the older form names the day of the close; a session that opens later began the evening before
                span = new Span(at(date.minusDays(1), day.substring(from, dash), zone), span.close());
            }
            if (!span.open().isBefore(span.close())) {
                throw new DateTimeException("the session ends before it begins");
            }
            if (!spans.contains(span)) {
                spans.add(span);
            }
            from = to + 1;
        }
    }

    /** {@code hhmm}, or {@code yyyymmdd:hhmm}. */
    private static Instant at(LocalDate day, String text, ZoneId zone) {
        int colon = text.indexOf(':');
        LocalDate date = colon < 0 ? day : date(text, 0);
        String time = text.substring(colon + 1);
        if (time.length() != 4) {
            throw new DateTimeException("no time of four digits");
        }
        int hour = Integer.parseInt(time.substring(0, 2));
        int minute = Integer.parseInt(time.substring(2));
        return hour == 24 && minute == 0
                ? date.plusDays(1).atStartOfDay(zone).toInstant()
                : date.atTime(LocalTime.of(hour, minute)).atZone(zone).toInstant();
    }

    private static LocalDate date(String text, int from) {
        return LocalDate.of(
                Integer.parseInt(text.substring(from, from + 4)),
                Integer.parseInt(text.substring(from + 4, from + 6)),
                Integer.parseInt(text.substring(from + 6, from + 8)));
    }
}

package io.mainstay.client.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The forms in which gateways write a moment. */
public final class TwsTime {
    private static final int DATE_LENGTH = 8;

    private TwsTime() {}

    /**
     * Reads {@code yyyymmdd}, {@code yyyymmdd hh:mm:ss} with one or two blanks, with or without a zone, {@code
     * yyyymmdd-hh:mm:ss} (UTC) with or without a Z, {@code yyyy-mm-dd hh:mm:ss} with or without a fraction, and seconds
     * since 1970.
     *
     * @param zone for texts that name none; a bare date is the start of its day there
     * @throws DateTimeException if the text is none of these
     */
    public static Instant parse(String text, ZoneId zone) {
        try {
            return read(text.strip(), zone);
        } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new DateTimeException("\"" + text + "\" is no time in a form that gateways write", e);
        }
    }

    /** Writes a moment in the form that needs no zone: {@code yyyymmdd-hh:mm:ss}, in UTC. */
    public static String formatUtc(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        var out = new StringBuilder(17);
        digits(out, utc.getYear(), 4);
        digits(out, utc.getMonthValue(), 2);
        digits(out, utc.getDayOfMonth(), 2);
        out.append('-');
        digits(out, utc.getHour(), 2);
        out.append(':');
        digits(out, utc.getMinute(), 2);
        out.append(':');
        digits(out, utc.getSecond(), 2);
        return out.toString();
    }

    private static Instant read(String text, ZoneId zone) {
        if (digitsOnly(text)) {
            return text.length() == DATE_LENGTH
                    ? date(text).atStartOfDay(zone).toInstant()
                    : Instant.ofEpochSecond(Long.parseLong(text));
        }
        if (text.charAt(4) == '-') {
            LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            return at(date, text, 10, zone);
        }
        LocalDate date = date(text.substring(0, DATE_LENGTH));
        if (text.charAt(DATE_LENGTH) == '-') {
            String time = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
            return at(date, time, DATE_LENGTH, ZoneOffset.UTC);
        }
        return at(date, text, DATE_LENGTH, zone);
    }

    /** The rest of a text from the blank or hyphen after its date on: a time, perhaps a fraction, perhaps a zone. */
    private static Instant at(LocalDate date, String text, int separator, ZoneId zone) {
        int from = separator + 1;
        while (text.charAt(from) == ' ') {
            from++;
        }
        if (text.charAt(from + 2) != ':' || text.charAt(from + 5) != ':') {
            throw new DateTimeException("no time after the date");
        }
        LocalTime time = LocalTime.of(
                number(text, from, from + 2), number(text, from + 3, from + 5), number(text, from + 6, from + 8));
        int end = from + 8;
        if (end < text.length() && text.charAt(end) == '.') {
            do {
                end++;
            } while (end < text.length() && Character.isDigit(text.charAt(end)));
        }
        String rest = text.substring(end).strip();
        return date.atTime(time)
                .atZone(rest.isEmpty() ? zone : Zones.parse(rest))
                .toInstant();
    }

    private static LocalDate date(String text) {
        return LocalDate.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8));
    }

    private static int number(String text, int from, int to) {
        String part = text.substring(from, to);
        if (!digitsOnly(part)) {
            throw new NumberFormatException(part);
        }
        return Integer.parseInt(part);
    }

    private static boolean digitsOnly(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static void digits(StringBuilder out, int value, int width) {
        String text = Integer.toString(value);
        out.repeat('0', width - text.length()).append(text);
    }
}

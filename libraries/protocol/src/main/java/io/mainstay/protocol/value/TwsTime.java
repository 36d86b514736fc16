package io.mainstay.protocol.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A time as gateways write it, and the only reader and writer of such texts.
 *
 * @param zone the zone that the text was read in: its own, UTC where its form says so, or the assumed one
 * @param zoneAssumed whether the text leaves its zone open, so that another reader may come to another instant
 */
public record TwsTime(Instant instant, ZoneId zone, boolean zoneAssumed, Form form) {
    private static final int DATE_LENGTH = 8;
    private static final int TIME_LENGTH = 8;
    private static final int MOST_FRACTION_DIGITS = 9;

    /** The forms that gateways use. */
    public enum Form {
        /** {@code yyyymmdd}; the instant is the start of that day. */
        DATE,
        /** {@code yyyymmdd hh:mm:ss}, with one or two blanks, and perhaps a zone. */
        DATE_TIME,
        /** {@code yyyymmdd-hh:mm:ss}, in UTC, perhaps with a Z. */
        UTC,
        /** {@code yyyy-mm-dd hh:mm:ss}, perhaps with a fraction and a zone. */
        ISO,
        /** Seconds since 1970. */
        EPOCH_SECONDS
    }

    /**
     * Reads a text of any form.
     *
     * @param assumed the zone of texts that name none
     * @throws DateTimeException if the text is of no form, or names a zone that is not known: a guess could be hours off
     */
    public static TwsTime parse(String text, ZoneId assumed) {
        try {
            return read(text.strip(), assumed);
        } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new DateTimeException("\"" + text + "\" is no time in a form that gateways write", e);
        }
    }

    /** Writes a moment in the form that needs no zone: {@code yyyymmdd-hh:mm:ss}, in UTC. */
    public static String formatUtc(Instant instant) {
        return format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), "-");
    }

    /** Writes {@code yyyymmdd} and {@code hh:mm:ss} with something between them; the zone is the caller's to add. */
    public static String format(LocalDateTime time, String separator) {
        var out = new StringBuilder(DATE_LENGTH + separator.length() + TIME_LENGTH);
        out.append(format(time.toLocalDate())).append(separator);
        digits(out, time.getHour(), 2);
        out.append(':');
        digits(out, time.getMinute(), 2);
        out.append(':');
        digits(out, time.getSecond(), 2);
        return out.toString();
    }

    /** Writes {@code yyyymmdd}. */
    public static String format(LocalDate date) {
        var out = new StringBuilder(DATE_LENGTH);
        digits(out, date.getYear(), 4);
        digits(out, date.getMonthValue(), 2);
        digits(out, date.getDayOfMonth(), 2);
        return out.toString();
    }

    private static TwsTime read(String text, ZoneId assumed) {
        if (digitsOnly(text)) {
            return text.length() == DATE_LENGTH
                    ? new TwsTime(date(text).atStartOfDay(assumed).toInstant(), assumed, true, Form.DATE)
                    : new TwsTime(
                            Instant.ofEpochSecond(Long.parseLong(text)), ZoneOffset.UTC, false, Form.EPOCH_SECONDS);
        }
        if (text.charAt(4) == '-') {
            if (text.charAt(7) != '-' || text.charAt(10) != ' ' && text.charAt(10) != 'T') {
                throw new DateTimeException("not yyyy-mm-dd and a time");
            }
            LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            return at(date, text, 11, assumed, Form.ISO);
        }
        LocalDate date = date(text.substring(0, DATE_LENGTH));
        char separator = text.charAt(DATE_LENGTH);
        if (separator == '-') {
            String time = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
            TwsTime utc = at(date, time, DATE_LENGTH + 1, ZoneOffset.UTC, Form.UTC);
            if (!utc.zoneAssumed()) {
                throw new DateTimeException("a zone after a time that is in UTC by its form");
            }
            return new TwsTime(utc.instant(), ZoneOffset.UTC, false, Form.UTC);
        }
        if (separator != ' ') {
            throw new DateTimeException("neither a blank nor a hyphen after the date");
        }
        int from = text.charAt(DATE_LENGTH + 1) == ' ' ? DATE_LENGTH + 2 : DATE_LENGTH + 1;
        return at(date, text, from, assumed, Form.DATE_TIME);
    }

    /** The rest of a text after its date: a time, perhaps a fraction, perhaps a zone. */
    private static TwsTime at(LocalDate date, String text, int from, ZoneId assumed, Form form) {
        if (text.charAt(from + 2) != ':' || text.charAt(from + 5) != ':') {
            throw new DateTimeException("no time after the date");
        }
        int end = from + TIME_LENGTH;
        int nanos = 0;
        if (end < text.length() && text.charAt(end) == '.') {
            int first = end + 1;
            end = first;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            String fraction = text.substring(first, Math.min(end, first + MOST_FRACTION_DIGITS));
            nanos = Integer.parseInt(fraction + "0".repeat(MOST_FRACTION_DIGITS - fraction.length()));
        }
        LocalTime time = LocalTime.of(
                number(text, from, from + 2),
                number(text, from + 3, from + 5),
                number(text, from + 6, from + 8),
                nanos);
        String rest = text.substring(end).strip();
        ZoneId zone = rest.isEmpty() ? assumed : Zones.parse(rest);
        return new TwsTime(date.atTime(time).atZone(zone).toInstant(), zone, rest.isEmpty(), form);
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

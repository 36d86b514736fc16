package io.mainstay.engine.units;

import io.mainstay.protocol.value.TwsTime;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Times of bars, executions and orders as other versions write them. Stateless. */
final class Times {
    private static final int DATE_LENGTH = 8;
    private static final int DATE_AND_TIME_LENGTH = 17;
    private static final char IN_UTC = '-';

    private Times() {}

    /**
     * A time as a gateway of a version would write it: with its zone, or before zones in the gateway's own and with two
     * blanks; without a Z before there was one. Dates and seconds since 1970 are the same at all versions, and a text that
     * is no time stays as it is.
     *
     * @param gateways the zone of times without one
     */
    static String told(String text, int version, ZoneId gateways) {
        if (version >= UnitVersions.UTC_MARK || text.length() < DATE_AND_TIME_LENGTH) {
            return text;
        }
        if (version >= UnitVersions.ZONES) {
            return withoutMark(text);
        }
        boolean names = text.charAt(DATE_LENGTH) == IN_UTC
                || text.charAt(DATE_LENGTH) == ' '
                        && text.charAt(DATE_LENGTH + 1) != ' '
                        && text.length() > DATE_AND_TIME_LENGTH;
        if (!names) {
            return text;
        }
        try {
            TwsTime time = TwsTime.parse(text, ZoneOffset.UTC);
            return switch (time.form()) {
                case DATE_TIME, UTC -> TwsTime.format(LocalDateTime.ofInstant(time.instant(), gateways), "  ");
                case DATE, ISO, EPOCH_SECONDS -> text;
            };
        } catch (DateTimeException e) {
            // In a zone that nobody knows; left out it would name another hour, so the client sees what it can't read.
            return text;
        }
    }

    /** A time that is in UTC at all versions, without the Z where a version has none. */
    static String utc(String text, int version) {
        return version >= UnitVersions.UTC_MARK ? text : withoutMark(text);
    }

    private static String withoutMark(String text) {
        return text.length() == DATE_AND_TIME_LENGTH + 1 && text.charAt(DATE_LENGTH) == IN_UTC && text.endsWith("Z")
                ? text.substring(0, DATE_AND_TIME_LENGTH)
                : text;
    }
}

package io.mainstay.simulator.session;

import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.Instrument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as a gateway in New York writes and reads them. Stateless. */
final class WireTime {
    private static final int ZONES_SINCE_VERSION = 174;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter ONE_BLANK = DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TWO_BLANKS = DateTimeFormatter.ofPattern("yyyyMMdd  HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DASHED = DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter GREETING =
            DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss zzz", Locale.ENGLISH);
    private static final Pattern FORM =
            Pattern.compile("(\\d{8})(-| {1,2})(\\d{1,2}:\\d{2}:\\d{2})(?: ([A-Za-z][A-Za-z0-9/_+-]*))?Z?");

    private WireTime() {}

    /** The time in the gateway's greeting, such as {@code 20260611 13:30:02 EST}. */
    static String greeting(Instant time) {
        return GREETING.format(time.atZone(Instrument.ZONE));
    }

    /** The time of bars and executions, with the zone where the version knows it. */
    static String full(Instant time, int version) {
        return version >= ZONES_SINCE_VERSION
                ? ONE_BLANK.format(time.atZone(Instrument.ZONE)) + " " + Instrument.ZONE_ID
                : TWO_BLANKS.format(time.atZone(Instrument.ZONE));
    }

    /** A session's bound in a schedule, in the schedule's zone. */
    static String dashed(Instant time) {
        return DASHED.format(time.atZone(Instrument.ZONE));
    }

    static String dashedUtc(Instant time) {
        return DASHED.format(time.atZone(ZoneOffset.UTC));
    }

    static String bar(Bar bar, BarSize size, int formatDate, int version) {
        if (!size.isIntraday()) {
            return DAY.format(bar.day());
        }
        return formatDate == 2 ? Long.toString(bar.start().getEpochSecond()) : full(bar.start(), version);
    }

    /**
     * A time in a request, with a zone, or in UTC with a dash, or without a zone: then New York's.
     *
     * @return absent if the text is no such time
     */
    static Optional<Instant> parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean utc = form.group(2).equals("-");
        String zone = form.group(4);
        if (utc && zone != null) {
            return Optional.empty();
        }
        try {
            var local = LocalDateTime.parse(
                    form.group(1) + " " + form.group(3), DateTimeFormatter.ofPattern("yyyyMMdd H:mm:ss", Locale.ROOT));
            ZoneId where = utc ? ZoneOffset.UTC : zone == null ? Instrument.ZONE : ZoneId.of(zone, ZoneId.SHORT_IDS);
            return Optional.of(local.atZone(where).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a time in a request names its zone; without one a gateway warns with 2174. */
    static boolean namesZone(String text) {
        Matcher form = FORM.matcher(text.trim());
        return form.matches() && (form.group(2).equals("-") || form.group(4) != null);
    }
}

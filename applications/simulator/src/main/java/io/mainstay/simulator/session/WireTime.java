package io.mainstay.simulator.session;

import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.Instrument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times as a gateway in New York writes and reads them. Stateless. */
final class WireTime {
    private static final int ZONES_SINCE_VERSION = 174;
    private static final int UTC_MARK_SINCE_VERSION = 214;
    private static final DateTimeFormatter GREETING =
            DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss zzz", Locale.ENGLISH);

    private WireTime() {}

    /** The time in the gateway's greeting, such as {@code 20260611 13:30:02 EST}. */
    static String greeting(Instant time) {
        return GREETING.format(time.atZone(Instrument.ZONE));
    }

    /** The time of bars and executions, with the zone where the version knows it. */
    static String full(Instant time, int version) {
        return version >= ZONES_SINCE_VERSION
                ? TwsTime.format(inNewYork(time), " ") + " " + Instrument.ZONE_ID
                : TwsTime.format(inNewYork(time), "  ");
    }

    /** A session's bound in a schedule, in the schedule's zone. */
    static String dashed(Instant time) {
        return TwsTime.format(inNewYork(time), "-");
    }

    /** A time in UTC, which says so by a Z where the version knows that. */
    static String dashedUtc(Instant time, int version) {
        return version >= UTC_MARK_SINCE_VERSION ? TwsTime.formatUtc(time) + "Z" : TwsTime.formatUtc(time);
    }

    static String bar(Bar bar, BarSize size, int formatDate, int version) {
        if (!size.isIntraday()) {
            return TwsTime.format(bar.day());
        }
        return formatDate == 2 ? Long.toString(bar.start().getEpochSecond()) : full(bar.start(), version);
    }

    /**
     * A time in a request, with a zone, or in UTC with a dash, or without a zone: then New York's, of which a gateway
     * warns with 2174.
     *
     * @return absent if the text is no such time
     */
    static Optional<TwsTime> parse(String text) {
        try {
            TwsTime time = TwsTime.parse(text, Instrument.ZONE);
            return switch (time.form()) {
                case DATE_TIME, UTC -> Optional.of(time);
                case DATE, ISO, EPOCH_SECONDS -> Optional.empty();
            };
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDateTime inNewYork(Instant time) {
        return LocalDateTime.ofInstant(time, Instrument.ZONE);
    }
}

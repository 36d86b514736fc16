package io.mainstay.runner.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as text of one width, so that they sort as they should. */
public final class Times {
    /** The exchanges' day that daily limits count by. */
    public static final ZoneId TRADING_ZONE = ZoneId.of("America/New_York");

    private static final DateTimeFormatter STORED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm zzz");

    private Times() {}

    /** To the millisecond, in UTC; read back by {@link Instant#parse}. */
    public static String stored(Instant at) {
        return STORED.format(at);
    }

    /** For people, in an exchange's zone. */
    public static String shown(Instant at, ZoneId zone) {
        return SHOWN.format(at.atZone(zone));
    }

    public static LocalDate tradingDay(Instant at) {
        return at.atZone(TRADING_ZONE).toLocalDate();
    }
}

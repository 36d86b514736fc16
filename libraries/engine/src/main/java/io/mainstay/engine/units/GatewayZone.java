package io.mainstay.engine.units;

import io.mainstay.protocol.value.TwsTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time zone that a gateway names in its greeting: that of the times in which it names none.
 *
 * @param zone UTC where what the gateway wrote is no zone that is known here
 * @param text as the gateway wrote it
 */
record GatewayZone(ZoneId zone, String text) {
    /** While no gateway has been heard of. */
    static final GatewayZone NONE = new GatewayZone(ZoneOffset.UTC, "UTC");

    private static final int DATE_AND_TIME_LENGTH = 17;

    /** The zone in a greeting's time, such as {@code 20260611 13:30:02 EST}. */
    static GatewayZone of(String connectionTime) {
        try {
            TwsTime time = TwsTime.parse(connectionTime, ZoneOffset.UTC);
            return time.zoneAssumed()
                    ? NONE
                    : new GatewayZone(
                            time.zone(),
                            connectionTime
                                    .strip()
                                    .substring(DATE_AND_TIME_LENGTH)
                                    .strip());
        } catch (DateTimeException e) {
            // A zone that nobody knows: then all times without one are told in UTC, as the greeting to clients says.
            return NONE;
        }
    }

    /** A moment as a greeting tells it. */
    String greeting(Instant moment) {
        return TwsTime.format(LocalDateTime.ofInstant(moment, zone), " ") + " " + text;
    }
}

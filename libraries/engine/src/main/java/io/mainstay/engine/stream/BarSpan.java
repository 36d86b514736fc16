package io.mainstay.engine.stream;

import io.mainstay.protocol.message.ReqHistoricalData;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far back a request for bars reaches.
 *
 * @param seconds the most that its duration can be; absent if its words can't be read
 */
record BarSpan(OptionalLong seconds) {
    private static final Pattern DURATION = Pattern.compile("\\s*(\\d{1,9})\\s*([SDWMY])\\s*");
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:[ -]+(\\d\\d):(\\d\\d):(\\d\\d).*)?");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{9,12}");
    private static final long DAY_S = 86_400;
    private static final Map<String, Long> UNITS =
            Map.of("S", 1L, "D", DAY_S, "W", 7 * DAY_S, "M", 31 * DAY_S, "Y", 366 * DAY_S);

    static BarSpan of(ReqHistoricalData request) {
        Matcher words = DURATION.matcher(request.durationStr());
        return new BarSpan(
                words.matches()
                        ? OptionalLong.of(Long.parseLong(words.group(1)) * UNITS.getOrDefault(words.group(2), DAY_S))
                        : OptionalLong.empty());
    }

    /** Whether it reaches from its newest bar back to an older one, as far as it and their dates can be read. */
    boolean reaches(String newest, String older) {
        OptionalLong from = second(older);
        OptionalLong to = second(newest);
        return seconds.isEmpty()
                || from.isEmpty()
                || to.isEmpty()
                || to.getAsLong() - from.getAsLong() < seconds.getAsLong();
    }

    /** A bar's date as seconds. All bars of a request are in one zone, which therefore does not matter for distances. */
    private static OptionalLong second(String date) {
        if (EPOCH_SECONDS.matcher(date).matches()) {
            return OptionalLong.of(Long.parseLong(date));
        }
        Matcher parts = DATE.matcher(date);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        try {
            long day = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3))
                    .toEpochDay();
            return OptionalLong.of(day * DAY_S + number(parts, 4) * 3_600L + number(parts, 5) * 60L + number(parts, 6));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static int number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}

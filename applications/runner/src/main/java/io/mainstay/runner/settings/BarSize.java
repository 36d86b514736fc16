package io.mainstay.runner.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bar's length in IB's words.
 *
 * @param words such as {@code 30 mins}
 * @param length from a bar's start to its end; for weeks and months the longest that it can be
 */
public record BarSize(String words, Duration length) {
    private static final Map<String, Duration> KNOWN = known();

    /**
     * The bars that IB's words mean.
     *
     * @throws InvalidSettings if IB has no such bars
     */
    public static BarSize of(String words) {
        Duration length = KNOWN.get(words.strip());
        if (length == null) {
            throw new InvalidSettings(List.of(
                    "bar size \"" + words + "\" is none of IB's; use one of: " + String.join(", ", KNOWN.keySet())));
        }
        return new BarSize(words.strip(), length);
    }

    public boolean intraday() {
        return length.compareTo(Duration.ofDays(1)) < 0;
    }

    private static Map<String, Duration> known() {
        var known = new LinkedHashMap<String, Duration>();
        for (int seconds : new int[] {1, 5, 10, 15, 30}) {
            known.put(seconds + " secs", Duration.ofSeconds(seconds));
        }
        known.put("1 min", Duration.ofMinutes(1));
        for (int minutes : new int[] {2, 3, 5, 10, 15, 20, 30}) {
            known.put(minutes + " mins", Duration.ofMinutes(minutes));
        }
        known.put("1 hour", Duration.ofHours(1));
        for (int hours : new int[] {2, 3, 4, 8}) {
            known.put(hours + " hours", Duration.ofHours(hours));
        }
        known.put("1 day", Duration.ofDays(1));
        known.put("1 week", Duration.ofDays(7));
        known.put("1 month", Duration.ofDays(31));
        return known;
    }
}

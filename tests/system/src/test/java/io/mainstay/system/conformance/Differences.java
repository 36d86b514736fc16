package io.mainstay.system.conformance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where what clients were told through the worker is not what the gateway itself told them. These differences are meant:
 *
 * <ul>
 *   <li>What the worker refuses by itself has the gateway's code and a text of its own, which begins with {@code
 *       Mainstay:}, so that people see who speaks.
 *   <li>Who joins a subscription that another client has gets an image first: the same values as from the gateway, each once
 *       and in an order of its own. So of such a subscription each value by itself is compared, without repetitions. The period
 *       that such bars name is that of the client which was there first.
 *   <li>Who joins a stream of single ticks gets those to come; a gateway begins with the present one.
 *   <li>Where there is no number a gateway writes sometimes nothing and sometimes 2147483647 or the largest double; the worker
 *       writes nothing.
 *   <li>Zeros at the end of a fraction are lost on the way from a gateway that speaks protobuf, which carries doubles.
 * </ul>
 */
final class Differences {
    private static final String END_OF_BARS = "finished";
    private static final Set<String> NO_NUMBER = Set.of("2147483647", "1.7976931348623157E308");
    private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d+");
    private static final String OURS = "Mainstay: ";

    private Differences() {}

    /** A line for each client and request that were told something else. The first client joins nobody. */
    static List<String> between(List<Map<String, List<Object>>> direct, List<Map<String, List<Object>>> shared) {
        var found = new ArrayList<String>();
        for (int client = 0; client < direct.size(); client++) {
            var places = new TreeSet<>(direct.get(client).keySet());
            places.addAll(shared.get(client).keySet());
            for (String place : places) {
                List<Object> expected = direct.get(client).getOrDefault(place, List.of());
                List<Object> actual = shared.get(client).getOrDefault(place, List.of());
                String who = "client " + (client + 1) + ", " + place + ": ";
                boolean joins = client > 0 || Subscription.TOLD_ONCE.contains(place);
                Subscription joined = joins ? Subscription.BY_PLACE.get(place) : null;
                if (joined == null) {
                    compare(who, expected, actual, found);
                } else {
                    compareValues(who, joined, expected, actual, found);
                }
            }
        }
        return found;
    }

    private static void compareValues(
            String who, Subscription joined, List<Object> direct, List<Object> shared, List<String> found) {
        Map<Object, List<Object>> expected = byValue(joined, direct);
        Map<Object, List<Object>> actual = byValue(joined, shared);
        var values = new ArrayList<>(expected.keySet());
        actual.keySet().stream().filter(key -> !expected.containsKey(key)).forEach(values::add);
        for (Object value : values) {
            List<Object> of = expected.getOrDefault(value, List.of());
            List<Object> told = actual.getOrDefault(value, List.of());
            boolean beginsLater = joined.beginsWithTheNext() && !of.isEmpty() && told.size() < of.size();
            compare(who + value + ": ", beginsLater ? of.subList(1, of.size()) : of, told, found);
        }
    }

    private static Map<Object, List<Object>> byValue(Subscription joined, List<Object> events) {
        var values = new LinkedHashMap<Object, List<Object>>();
        for (Object each : events) {
            List<?> event = withoutPeriod((List<?>) each);
            var key = new ArrayList<Object>();
            key.add(event.getFirst());
            if (!event.getFirst().equals("error")) {
                joined.key().forEach(index -> key.add(index < event.size() ? event.get(index) : ""));
            }
            List<Object> told = values.computeIfAbsent(key, k -> new ArrayList<>());
            if (told.isEmpty() || !told.getLast().equals(event)) {
                told.add(event);
            }
        }
        return values;
    }

    private static List<?> withoutPeriod(List<?> event) {
        boolean end = event.size() > 2 && event.get(2) instanceof String text && text.startsWith(END_OF_BARS);
        return end ? List.of(event.getFirst(), END_OF_BARS) : event;
    }

    private static void compare(String who, List<Object> expected, List<Object> actual, List<String> found) {
        int at = 0;
        while (at < expected.size() && at < actual.size() && same(expected.get(at), actual.get(at))) {
            at++;
        }
        if (at < expected.size() || at < actual.size()) {
            found.add(who + "event " + at + " of " + expected.size() + " is " + at(expected, at)
                    + "\n    through the worker, of " + actual.size() + ", " + at(actual, at));
        }
    }

    private static boolean same(Object expected, Object actual) {
        List<?> told = (List<?>) actual;
        return expected.equals(actual) || plain((List<?>) expected, told).equals(plain(told, told));
    }

    /** An event without the text that the worker has of its own, if it has one there, and with numbers in one form. */
    private static List<?> plain(List<?> event, List<?> actual) {
        var rest = new ArrayList<Object>(event);
        for (int i = 0; i < rest.size(); i++) {
            boolean ours = i < actual.size() && actual.get(i) instanceof String text && text.startsWith(OURS);
            if (ours || rest.get(i) instanceof String mark && NO_NUMBER.contains(mark)) {
                rest.set(i, "");
            } else if (rest.get(i) instanceof String number
                    && FRACTION.matcher(number).matches()) {
                rest.set(i, new BigDecimal(number).stripTrailingZeros().toPlainString());
            }
        }
        return rest;
    }

    private static String at(List<Object> events, int index) {
        return index < events.size() ? events.get(index).toString() : "not there";
    }
}

package io.mainstay.system.oracle;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The arguments of one call of another client, by the names of our fields. */
final class Arguments {
    private static final Pattern OPTION = Pattern.compile("(\\w+Options)\\.\\d+");

    private final SortedMap<String, String> fields = new TreeMap<>();
    private String period = "undefined";
    private String periodUnit = "";

    /** The arguments of a call whose arguments are all empty. */
    Arguments() {}

    /** The arguments of a call of @stoqey/ib whose arguments are all empty. */
    Arguments(String message) {
        if (message.equals("ReqHistogramData")) {
            putTimePeriod();
        }
    }

    /** Fills one argument field, given by its path in the client's words. */
    void put(String path, Object value) {
        var option = OPTION.matcher(path);
        if (option.matches() && value instanceof Map<?, ?> tag) {
            // Options are one field: tag=value; and so on.
            fields.merge(option.group(1), tag.get("tag") + "=" + tag.get("value") + ";", String::concat);
        } else if (path.equals("period")) {
            period = value.toString();
            putTimePeriod();
        } else if (path.equals("periodUnit")) {
            periodUnit = value.toString();
            putTimePeriod();
        } else if (path.equals("subscription.scanCode")) {
            fields.put("scanCode", "TOP_PERC_GAIN");
        } else {
            Fields.addJson(name(path), value, fields);
        }
    }

    /** What our message has to hold. */
    SortedMap<String, String> fields() {
        return fields;
    }

    /** The client makes one text of a number and a unit, also of none. */
    private void putTimePeriod() {
        fields.put("timePeriod", period + " " + periodUnit.toLowerCase(Locale.ROOT) + "s");
    }

    private static String name(String path) {
        return path.replaceFirst("^(cancel|filter|subscription|event)\\.", "")
                .replaceFirst("^contract\\.primaryExch$", "contract.primaryExchange")
                .replaceFirst("^order\\.softDollarTier\\.value$", "order.softDollarTier.val")
                .replaceFirst("^order\\.orderComboLegs\\.(\\d+)\\.price$", "contract.comboLegs.$1.perLegPrice")
                .replaceFirst("\\.conjunctionConnection$", ".conjunction")
                .replaceFirst("\\.strValue$", ".value");
    }
}

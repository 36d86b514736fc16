package io.mainstay.simulator.script;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a script has set, by name. A value is as written, or {@code $name}, to which a number may be added. */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)([+-]\\d+(?:\\.\\d+)?)?");

    private final Map<String, String> values = new HashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    /** The name that a written value would set, because it has no value yet; empty if it is none. */
    String unset(String written) {
        Matcher reference = REFERENCE.matcher(written);
        return reference.matches() && reference.group(2) == null && !values.containsKey(reference.group(1))
                ? reference.group(1)
                : "";
    }

    /**
     * The value that is meant.
     *
     * @throws IllegalArgumentException if a variable is not set, or is no number where one is needed
     */
    String of(String written) {
        Matcher reference = REFERENCE.matcher(written);
        if (!reference.matches()) {
            return written;
        }
        String value = values.get(reference.group(1));
        if (value == null) {
            throw new IllegalArgumentException("$" + reference.group(1) + " is not set");
        }
        if (reference.group(2) == null) {
            return value;
        }
        try {
            return new BigDecimal(value).add(new BigDecimal(reference.group(2))).toPlainString();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    written + " can't be computed: $" + reference.group(1) + " is \"" + value + "\"", e);
        }
    }

    Map<String, String> of(Map<String, String> written) {
        var meant = new LinkedHashMap<String, String>();
        written.forEach((name, value) -> meant.put(name, of(value)));
        return meant;
    }
}

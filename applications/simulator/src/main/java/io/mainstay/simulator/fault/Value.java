package io.mainstay.simulator.fault;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind a fault's equals sign: parts, divided by colons. */
record Value(String fault, String text) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m|h)");

    /** The part with that number, from 0; {@code otherwise} where there are fewer. */
    String part(int number, String otherwise) {
        String[] parts = text.split(":", -1);
        return number < parts.length ? parts[number] : otherwise;
    }

    /** A part and everything behind it, colons included. */
    String from(int number, String otherwise) {
        String[] parts = text.split(":", number + 1);
        return number < parts.length ? parts[number] : otherwise;
    }

    Duration duration(int number, String otherwise) {
        String part = part(number, otherwise);
        if (part.equals("forever")) {
            return Duration.ofDays(36_500);
        }
        return duration(fault, part);
    }

    int whole(int number, String otherwise, int least) {
        String part = part(number, otherwise);
        if (!part.matches("\\d{1,9}") || Integer.parseInt(part) < least) {
            throw wrong("a whole number from " + least + " on");
        }
        return Integer.parseInt(part);
    }

    /** One of some words. */
    String word(int number, List<String> words) {
        String part = part(number, words.getFirst());
        if (!words.contains(part)) {
            throw wrong("one of " + String.join(", ", words));
        }
        return part;
    }

    /** The name of a message, such as {@code REQ_MKT_DATA}. */
    String message(int number, String otherwise) {
        String part = part(number, otherwise);
        if (!part.matches("[A-Z][A-Z0-9_]{2,60}")) {
            throw wrong("a message's name such as " + otherwise);
        }
        return part;
    }

    IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException("fault " + fault + "=" + text + ": here comes " + wanted);
    }

    static Duration duration(String where, String text) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(where + ": \"" + text + "\" is not a duration such as 500ms, 10s or 2m");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}

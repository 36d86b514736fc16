package io.mainstay.simulator.recording;

import io.mainstay.protocol.message.Message;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts other names into payloads in place of accounts and users, the same one each time and of the same length, so that a
 * payload stays what it was otherwise. Whatever looks like an account is masked, and whatever a message has called an account
 * or a user before. Amounts, positions and order references stay. Not safe for use by several threads.
 */
final class Masking {
    /** Letters as in U, DU, F, DF, I, DI and DUH, then digits. */
    private static final Pattern ACCOUNT = Pattern.compile("(?<![A-Za-z0-9])([DFIU][A-Z]{0,2})(\\d{5,9})(?!\\d)");

    private static final Pattern NAMING_FIELD =
            Pattern.compile(".*(acct|account|submitter|externaluserid|advisor).*", Pattern.CASE_INSENSITIVE);

    /** An advisor's aliases and groups; people's names stand in them. */
    private static final Pattern XML_NAME = Pattern.compile(
            "<(?:alias|account|acct|acctId|String|name)(?:\\s[^>]*)?>([^<]{2,})<", Pattern.CASE_INSENSITIVE);

    private static final int SHORTEST_NAME = 3;
    private static final int DEEPEST = 12;

    private final Map<String, String> accounts = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Remembers what a message calls accounts or users. */
    void learn(Message message) {
        learn((Record) message);
    }

    private void learn(Record structure) {
        for (RecordComponent component : structure.getClass().getRecordComponents()) {
            Object value = value(component, structure);
            switch (value) {
                case null -> {}
                case Record inner -> learn(inner);
                case List<?> list ->
                    list.forEach(each -> {
                        if (each instanceof Record inner) {
                            learn(inner);
                        }
                    });
                case String text -> {
                    if (NAMING_FIELD.matcher(component.getName()).matches()) {
                        Arrays.stream(text.split(",", -1)).forEach(this::name);
                    }
                    XML_NAME.matcher(text).results().forEach(found -> name(found.group(1)));
                }
                default -> {}
            }
        }
    }

    private static @Nullable Object value(RecordComponent component, Record structure) {
        try {
            return component.getAccessor().invoke(structure);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    private void name(String said) {
        String name = latin(said.trim());
        boolean group = name.toLowerCase(Locale.ROOT).equals("all");
        boolean number = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-');
        if (name.length() >= SHORTEST_NAME
                && !group
                && !number
                && !ACCOUNT.matcher(name).matches()) {
            names.computeIfAbsent(name, n -> standIn(n.length(), names.size() + 1));
        }
    }

    private static String standIn(int length, int number) {
        String digits = Integer.toString(number);
        return digits.length() >= length ? "x".repeat(length) : "x".repeat(length - digits.length()) + digits;
    }

    /**
     * The payload with other names in it, of the same length.
     *
     * @param binaryId whether it begins with a binary message id, as from version 201 on
     */
    byte[] mask(byte[] payload, boolean binaryId) {
        byte[] masked = payload.clone();
        boolean protobuf = binaryId && payload.length >= 4 && (payload[0] | payload[1] | payload[2]) == 0
                ? (payload[3] & 0xFF) > 200
                : binaryId;
        if (!protobuf) {
            maskText(masked, 0, masked.length);
        } else if (!maskProtobuf(masked, 4, masked.length, 0)) {
            // Not protobuf after all: rather too much is masked than too little.
            maskText(masked, 0, masked.length);
        }
        return masked;
    }

    /** Masks the text in every field, by its own bounds; false if these bytes are no protobuf. */
    private boolean maskProtobuf(byte[] bytes, int from, int to, int depth) {
        if (depth > DEEPEST || !isProtobuf(bytes, from, to)) {
            return false;
        }
        var at = new Position(from);
        while (at.index < to) {
            int wireType = (int) (at.varint(bytes, to) & 7);
            switch (wireType) {
                case 0 -> at.varint(bytes, to);
                case 1 -> at.index += 8;
                case 5 -> at.index += 4;
                default -> {
                    int length = (int) at.varint(bytes, to);
                    if (isText(bytes, at.index, at.index + length)
                            || !maskProtobuf(bytes, at.index, at.index + length, depth + 1)) {
                        maskText(bytes, at.index, at.index + length);
                    }
                    at.index += length;
                }
            }
        }
        return true;
    }

    private static boolean isText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static boolean isProtobuf(byte[] bytes, int from, int to) {
        var at = new Position(from);
        while (at.index < to) {
            long tag = at.varint(bytes, to);
            long skip = switch ((int) (tag & 7)) {
                case 0 -> at.varint(bytes, to) == -1 ? to : 0;
                case 1 -> 8;
                case 5 -> 4;
                case 2 -> {
                    long length = at.varint(bytes, to);
                    yield length < 0 ? to : length;
                }
                default -> Integer.MAX_VALUE;
            };
            if (tag <= 7 || skip > to - at.index) {
                return false;
            }
            at.index += (int) skip;
        }
        return true;
    }

    /** A place in bytes that varints are read from. */
    private static final class Position {
        private int index;

        Position(int index) {
            this.index = index;
        }

        /** The next varint; -1, which is no tag and no length, if it does not end. */
        long varint(byte[] bytes, int to) {
            long value = 0;
            for (int shift = 0; shift < 64 && index < to; shift += 7) {
                byte b = bytes[index++];
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            index = to;
            return -1;
        }
    }

    private void maskText(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        String masked = ACCOUNT.matcher(text).replaceAll(this::account);
        for (Map.Entry<String, String> each : names.entrySet()) {
            if (masked.contains(each.getKey())) {
                masked = Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(each.getKey()) + "(?![A-Za-z0-9])")
                        .matcher(masked)
                        .replaceAll(Matcher.quoteReplacement(each.getValue()));
            }
        }
        if (!masked.equals(text)) {
            System.arraycopy(masked.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, from, to - from);
        }
    }

    private String account(MatchResult found) {
        return accounts.computeIfAbsent(found.group(), whole -> {
            String number = Integer.toString(accounts.size() + 1);
            int digits = found.group(2).length();
            String padded = "0".repeat(Math.max(0, digits - number.length())) + number;
            return found.group(1) + padded.substring(padded.length() - digits);
        });
    }

    /** The bytes of a text, each as a character, as texts are looked through here. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

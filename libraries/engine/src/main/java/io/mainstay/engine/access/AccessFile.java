package io.mainstay.engine.access;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules as an operator writes them: a section {@code [name]} each, {@code key = value} lines below it, comments after
 * {@code #} at a line's start.
 */
public final class AccessFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HASH = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final int RULES_MAX = 1_000;
    private static final List<String> KEYS = List.of(
            "from",
            "user",
            "token",
            "certificate",
            "role",
            "accounts",
            "symbols",
            "max-order-quantity",
            "max-order-value",
            "orders-per-second");

    private record Value(String text, int line) {}

    private record Section(String name, int line, Map<String, Value> values) {}

    private final Function<String, OptionalInt> uidOf;

    private AccessFile(Function<String, OptionalInt> uidOf) {
        this.uidOf = uidOf;
    }

    /**
     * Reads the text of a file of rules.
     *
     * @param ownUid the worker's own user
     * @param uidOf finds the number of a user's name; empty if there is no such user
     * @throws AccessFileException for the first thing that is not understood
     */
    public static AccessRules read(String text, int ownUid, Function<String, OptionalInt> uidOf)
            throws AccessFileException {
        var reader = new AccessFile(uidOf);
        var rules = new ArrayList<AccessRule>();
        for (Section section : sections(text)) {
            rules.add(reader.rule(section));
        }
        return AccessRules.of(rules, ownUid);
    }

    private static List<Section> sections(String text) throws AccessFileException {
        var sections = new LinkedHashMap<String, Section>();
        @Nullable Section current = null;
        int number = 0;
        for (String raw : text.split("\\R", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                current = section(line, number);
                Section twin = sections.putIfAbsent(current.name(), current);
                if (twin != null) {
                    throw new AccessFileException(
                            number, "the rule " + current.name() + " stands in line " + twin.line() + " too");
                }
                if (sections.size() > RULES_MAX) {
                    throw new AccessFileException(number, "more than " + RULES_MAX + " rules");
                }
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                // Without the line itself, which goes into a log and may be a token.
                throw new AccessFileException(number, "neither [name] nor key = value");
            }
            if (current == null) {
                throw new AccessFileException(number, "stands before the first [name]");
            }
            String key = line.substring(0, equals).strip();
            if (!KEYS.contains(key)) {
                throw new AccessFileException(number, "unknown key " + key + "; known are " + String.join(", ", KEYS));
            }
            var value = new Value(line.substring(equals + 1).strip(), number);
            if (value.text().isEmpty()) {
                throw new AccessFileException(number, key + " has no value; leave the line out instead");
            }
            if (current.values().put(key, value) != null) {
                throw new AccessFileException(number, key + " is given twice in [" + current.name() + "]");
            }
        }
        return List.copyOf(sections.values());
    }

    private static Section section(String line, int number) throws AccessFileException {
        String name = line.endsWith("]") ? line.substring(1, line.length() - 1).strip() : "";
        if (!NAME.matcher(name).matches()) {
            throw new AccessFileException(
                    number, "a rule begins with [name], of letters, digits, dots, dashes and underscores: " + line);
        }
        return new Section(name, number, new LinkedHashMap<>());
    }

    private AccessRule rule(Section section) throws AccessFileException {
        Map<String, Value> values = section.values();
        Value role = values.get("role");
        if (role == null) {
            throw new AccessFileException(
                    section.line(), "[" + section.name() + "] has no role; choose one of " + Role.words());
        }
        Value token = values.get("token");
        Value certificate = values.get("certificate");
        boolean proof = token != null || certificate != null;
        var rule = new AccessRule(
                section.name(),
                from(values.get("from"), certificate != null),
                users(values.get("user"), proof),
                token == null ? "" : hash(token),
                certificate == null ? "" : certificate.text(),
                role(role),
                words(values.get("accounts")),
                limits(section));
        Value from = values.get("from");
        if (from != null && rule.from().equals(Set.of(Via.NETWORK)) && !proof) {
            throw new AccessFileException(
                    from.line(), "[" + section.name() + "] is for the network, so it needs a token or a certificate");
        }
        return rule;
    }

    private static Set<Via> from(@Nullable Value value, boolean needsCertificate) throws AccessFileException {
        if (value == null) {
            return needsCertificate ? EnumSet.of(Via.NETWORK) : EnumSet.allOf(Via.class);
        }
        var found = EnumSet.noneOf(Via.class);
        for (String word : words(value)) {
            found.add(Arrays.stream(Via.values())
                    .filter(via -> via.word().equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new AccessFileException(value.line(), "from is unix, loopback or network, not " + word)));
        }
        return found;
    }

    private Users users(@Nullable Value value, boolean proof) throws AccessFileException {
        if (value == null) {
            return proof ? Users.ANY : Users.OWN;
        }
        if (value.text().equals("any")) {
            return Users.ANY;
        }
        var uids = new HashSet<Integer>();
        for (String word : words(value)) {
            OptionalInt uid = word.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(word)) : uidOf.apply(word);
            uids.add(uid.orElseThrow(
                    () -> new AccessFileException(value.line(), "there is no user " + word + " on this machine")));
        }
        return new Users(false, false, uids);
    }

    private static String hash(Value value) throws AccessFileException {
        var matcher = HASH.matcher(value.text());
        if (!matcher.matches()) {
            throw new AccessFileException(
                    value.line(),
                    "token is sha256: and 64 hexadecimal digits, as mainstay worker token writes it, never the token"
                            + " itself");
        }
        return matcher.group(1);
    }

    private static Role role(Value value) throws AccessFileException {
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(value.text()))
                .findFirst()
                .orElseThrow(() -> new AccessFileException(
                        value.line(), "role is one of " + Role.words() + ", not " + value.text()));
    }

    private static OrderLimits limits(Section section) throws AccessFileException {
        Map<String, Value> values = section.values();
        Value worth = values.get("max-order-value");
        if (worth != null && !values.containsKey("max-order-quantity")) {
            throw new AccessFileException(
                    worth.line(),
                    "max-order-value bounds what is bought; give max-order-quantity too, which bounds what is sold");
        }
        Value rate = values.get("orders-per-second");
        if (rate != null && !rate.text().matches("[1-9]\\d{0,4}")) {
            throw new AccessFileException(
                    rate.line(), "orders-per-second is a whole number from 1 to 99999, not " + rate.text());
        }
        return new OrderLimits(
                words(values.get("symbols")),
                amount(values.get("max-order-quantity")),
                amount(worth),
                rate == null ? 0 : Integer.parseInt(rate.text()));
    }

    private static @Nullable BigDecimal amount(@Nullable Value value) throws AccessFileException {
        if (value == null) {
            return null;
        }
        if (value.text().matches("\\d{1,15}(\\.\\d{1,9})?")) {
            var number = new BigDecimal(value.text());
            if (number.signum() > 0) {
                return number;
            }
        }
        throw new AccessFileException(value.line(), "a number above 0 is needed, not " + value.text());
    }

    private static Set<String> words(@Nullable Value value) throws AccessFileException {
        if (value == null) {
            return Set.of();
        }
        List<String> words =
                Arrays.stream(value.text().split(",", -1)).map(String::strip).toList();
        if (words.contains("")) {
            // An empty list would mean no bound at all.
            throw new AccessFileException(value.line(), "a word is missing beside a comma: " + value.text());
        }
        return Set.copyOf(words);
    }
}

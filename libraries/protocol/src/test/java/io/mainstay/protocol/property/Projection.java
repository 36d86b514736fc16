package io.mainstay.protocol.property;

import io.mainstay.protocol.field.Decimals;
import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Term;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a message once it has been written at one version and read back: an interpreter of the descriptions
 * that shares no code with the generator's output or the field classes, so that it can contradict them.
 *
 * <p>A field that the version does not carry, or whose condition does not hold, comes back absent; a field that is
 * written twice comes back as the second says; decimals come back with their digits, the exponent written out; the
 * numbers that IB uses for absence come back as absence.
 */
final class Projection {
    static final int FIRST_ESCAPED_TEXT = 153;
    static final int FIRST_STRIKE_OF_ZERO = 202;

    /** Beyond it, an exponent is written as such: its zeros would be longer than any number that is read. */
    private static final int LARGEST_PLAIN_EXPONENT = 40;

    private static final Pattern ESCAPE = Pattern.compile("\\\\u(?!0000)([0-9a-fA-F]{4})");
    private static final Set<String> DECIMAL_SENTINELS =
            Set.of("2147483647", "9223372036854775807", "-9223372036854775808", "1.7976931348623157E+308");

    private final int version;
    private final Consumer<Field> carried;

    private Projection(int version, Consumer<Field> carried) {
        this.version = version;
        this.carried = carried;
    }

    /**
     * The tree that reading yields at {@code version}.
     *
     * @param carried is told each field that is on the wire and not absent
     */
    static Map<String, @Nullable Object> of(
            Schema.Message message, Map<String, @Nullable Object> tree, int version, Consumer<Field> carried) {
        return new Projection(version, carried)
                .fields(message.fields(), tree, absent(Descriptions.components(message)));
    }

    private Map<String, @Nullable Object> fields(
            List<Field> fields, Map<String, @Nullable Object> from, Map<String, @Nullable Object> to) {
        for (Field field : fields) {
            if (field.range().from() <= version && version <= field.range().until() && holds(field, from)) {
                Object value = value(field, Trees.get(from, field.path()));
                Trees.put(to, field.path(), value);
                if (value != null
                        && !value.equals(0)
                        && !value.equals(0L)
                        && !value.equals(false)
                        && !value.equals("")
                        && !value.equals(List.of())) {
                    carried.accept(field);
                }
            }
        }
        return to;
    }

    private @Nullable Object value(Field field, @Nullable Object value) {
        return switch (field.type()) {
            case LIST -> {
                var elements = new ArrayList<Object>();
                for (Object element : (List<?>) Objects.requireNonNull(value)) {
                    elements.add(struct(field, element));
                }
                yield elements;
            }
            case OPTIONAL -> value == null ? null : struct(field, value);
            case VALUES -> {
                var elements = new ArrayList<@Nullable Object>();
                for (Object element : (List<?>) Objects.requireNonNull(value)) {
                    elements.add(simple(FieldType.named(field.detail()), element));
                }
                yield elements;
            }
            case STRUCT -> throw new AssertionError("a struct has no place of its own on the wire: " + field);
            default -> simple(field.type(), value);
        };
    }

    private Map<String, @Nullable Object> struct(Field field, Object element) {
        return fields(field.members(), Trees.tree(element), absent(Descriptions.components(field.detail())));
    }

    private @Nullable Object simple(FieldType type, @Nullable Object value) {
        return switch (type) {
            case TEXT -> version < FIRST_ESCAPED_TEXT ? value : unescaped((String) Objects.requireNonNull(value));
            case OPTIONAL_INT -> value != null && value.equals(Integer.MAX_VALUE) ? null : value;
            case PRICE, OPTIONAL_PRICE, SIZE -> decimal((BigDecimal) value);
            case STRIKE -> {
                BigDecimal strike = decimal((BigDecimal) value);
                yield strike != null && strike.signum() == 0 && version < FIRST_STRIKE_OF_ZERO ? null : strike;
            }
            default -> value;
        };
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }

    private static @Nullable BigDecimal decimal(@Nullable BigDecimal value) {
        if (value == null || Decimals.isInfinite(value)) {
            return value;
        }
        BigDecimal plain = value.scale() < 0 && value.scale() >= -LARGEST_PLAIN_EXPONENT ? value.setScale(0) : value;
        return isSentinel(plain) ? null : plain;
    }

    /** Whether IB writes this number for "no number". */
    static boolean isSentinel(BigDecimal value) {
        return DECIMAL_SENTINELS.contains(value.toString());
    }

    private static boolean holds(Field field, Map<String, @Nullable Object> scope) {
        return field.condition().isEmpty()
                || field.condition().stream().anyMatch(all -> all.stream().allMatch(term -> holds(term, scope)));
    }

    private static boolean holds(Term term, Map<String, @Nullable Object> scope) {
        Object value = Trees.get(scope, List.of(term.path().split("\\.")));
        return switch (term.operator()) {
            case "set" -> !"".equals(value) && !List.of().equals(value);
            case "positive" -> {
                BigDecimal seen = decimal((BigDecimal) value);
                yield seen != null && seen.signum() > 0;
            }
            case "infinite" -> Decimals.isInfinite((BigDecimal) value);
            case "in" -> term.operands().contains(String.valueOf(value));
            case "not" -> !term.operands().contains(String.valueOf(value));
            default -> throw new AssertionError("what is " + term + "?");
        };
    }

    /** A tree in which everything is absent. */
    private static Map<String, @Nullable Object> absent(List<Component> components) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        for (Component c : components) {
            tree.put(
                    c.name(),
                    switch (c.type()) {
                        case INT -> 0;
                        case LONG -> 0L;
                        case BOOL -> false;
                        case STR, TEXT -> "";
                        case LIST, VALUES -> List.of();
                        case STRUCT -> absent(Descriptions.components(c.detail()));
                        case OPTIONAL, OPTIONAL_INT, OPTIONAL_BOOL, OPTIONAL_PRICE, PRICE, SIZE, STRIKE -> null;
                    });
        }
        return tree;
    }
}

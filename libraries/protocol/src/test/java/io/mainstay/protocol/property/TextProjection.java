package io.mainstay.protocol.property;

import io.mainstay.protocol.field.Decimals;
import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text dialect. A field that the version does not carry, or whose condition does not hold, comes back absent; a
 * field that is written twice comes back as the second says; decimals come back with their digits, the exponent written
 * out; the numbers that IB uses for absence come back as absence.
 */
final class TextProjection {
    static final int FIRST_ESCAPED_TEXT = 153;
    static final int FIRST_STRIKE_OF_ZERO = 202;

    /** Beyond it, an exponent is written as such: its zeros would be longer than any number that is read. */
    private static final int LARGEST_PLAIN_EXPONENT = 40;

    private static final Pattern ESCAPE = Pattern.compile("\\\\u(?!0000)([0-9a-fA-F]{4})");
    private static final Set<String> DECIMAL_SENTINELS =
            Set.of("2147483647", "9223372036854775807", "-9223372036854775808", "1.7976931348623157E+308");

    private final int version;
    private final Consumer<String> carried;

    private TextProjection(int version, Consumer<String> carried) {
        this.version = version;
        this.carried = carried;
    }

    static Map<String, @Nullable Object> of(
            Schema.Message message, Map<String, @Nullable Object> tree, int version, Consumer<String> carried) {
        return new TextProjection(version, carried)
                .fields(message.fields(), tree, Terms.absent(Descriptions.components(message)), "");
    }

    static Set<String> places(Schema.Message message, int version) {
        var places = new TreeSet<String>();
        addPlaces(message.fields(), version, "", places);
        return places;
    }

    private static void addPlaces(List<Field> fields, int version, String prefix, Set<String> places) {
        for (Field field : fields) {
            if (isOnWire(field, version)) {
                String place = prefix + place(field);
                places.add(place);
                addPlaces(field.members(), version, place + "/", places);
            }
        }
    }

    private static boolean isOnWire(Field field, int version) {
        return field.text()
                && field.type() != FieldType.STRUCT
                && field.range().from() <= version
                && version <= field.range().until();
    }

    /** A field that stands at several places differs in its type or its condition. */
    private static String place(Field field) {
        return String.join(".", field.path()) + " " + field.type()
                + (field.condition().isEmpty() ? "" : " " + field.condition());
    }

    private Map<String, @Nullable Object> fields(
            List<Field> fields, Map<String, @Nullable Object> from, Map<String, @Nullable Object> to, String prefix) {
        for (Field field : fields) {
            if (isOnWire(field, version) && Terms.hold(field.condition(), from)) {
                String place = prefix + place(field);
                Object value = value(field, Trees.get(from, field.path()), Trees.get(to, field.path()), place);
                Trees.put(to, field.path(), value);
                if (!Terms.isAbsent(value)) {
                    carried.accept(place);
                }
            }
        }
        return to;
    }

    private @Nullable Object value(Field field, @Nullable Object value, @Nullable Object soFar, String place) {
        return switch (field.type()) {
            case LIST -> {
                var elements = new ArrayList<Object>();
                for (Object element : (List<?>) Objects.requireNonNull(value)) {
                    elements.add(struct(field, element, place));
                }
                yield elements;
            }
            case EACH ->
                each(field, (List<?>) Objects.requireNonNull(value), (List<?>) Objects.requireNonNull(soFar), place);
            case OPTIONAL -> value == null ? null : struct(field, value, place);
            case VALUES -> {
                var elements = new ArrayList<@Nullable Object>();
                for (Object element : (List<?>) Objects.requireNonNull(value)) {
                    elements.add(simple(FieldType.named(field.detail()), element));
                }
                yield elements;
            }
            default -> simple(field.type(), value);
        };
    }

    /** The list that stood before, its elements completed; nothing is said of any if nothing is known of all. */
    private List<?> each(Field field, List<?> elements, List<?> soFar, String place) {
        boolean any = elements.stream()
                .anyMatch(e -> field.members().stream().anyMatch(m -> Trees.get(Trees.tree(e), m.path()) != null));
        if (!any) {
            return soFar;
        }
        for (int i = 0; i < elements.size(); i++) {
            fields(field.members(), Trees.tree(elements.get(i)), Trees.tree(soFar.get(i)), place + "/");
        }
        return soFar;
    }

    private Map<String, @Nullable Object> struct(Field field, @Nullable Object element, String place) {
        return fields(
                field.members(),
                Trees.tree(element),
                Terms.absent(Descriptions.components(field.detail())),
                place + "/");
    }

    private @Nullable Object simple(FieldType type, @Nullable Object value) {
        return switch (type) {
            case TEXT -> version < FIRST_ESCAPED_TEXT ? value : unescaped((String) Objects.requireNonNull(value));
            case OPTIONAL_STR -> "".equals(value) ? null : value;
            case OPTIONAL_INT, SENTINEL_INT -> value != null && value.equals(Integer.MAX_VALUE) ? null : value;
            case PRICE, OPTIONAL_PRICE, SIZE -> decimal((BigDecimal) value);
            case COMPUTED1 -> computed(decimal((BigDecimal) value), -1);
            case COMPUTED2 -> computed(decimal((BigDecimal) value), -2);
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

    static @Nullable BigDecimal computed(@Nullable BigDecimal value, int notComputed) {
        return value != null && value.compareTo(BigDecimal.valueOf(notComputed)) == 0 ? null : value;
    }

    static @Nullable BigDecimal decimal(@Nullable BigDecimal value) {
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
}

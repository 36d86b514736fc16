package io.mainstay.protocol.property;

import io.mainstay.protocol.field.Decimals;
import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Binding;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf dialect. What has no field number comes back absent, and so does a field whose range or condition
 * excludes it; a price comes back as the shortest decimal of its double; what is one of two words comes back as one of
 * them; the bits of a mask that have no field are lost; options come back with a semicolon after each.
 */
final class ProtobufProjection {
    private static final String DOUBLE = "double";

    private final int version;
    private final Consumer<String> carried;

    private ProtobufProjection(int version, Consumer<String> carried) {
        this.version = version;
        this.carried = carried;
    }

    /** A value's path, type and place in protobuf, of a message or of a struct. */
    private record Leaf(List<String> path, FieldType type, String detail, Binding binding) {
        String place(String prefix) {
            return prefix + String.join(".", path) + " = "
                    + binding.path().stream().map(String::valueOf).collect(Collectors.joining("."));
        }
    }

    static Map<String, @Nullable Object> of(
            Schema.Message message, Map<String, @Nullable Object> tree, int version, Consumer<String> carried) {
        Map<String, @Nullable Object> to = Terms.absent(Descriptions.components(message));
        // Official clients take a request id that is not there for -1.
        if (message.incoming() && to.containsKey("reqId")) {
            to.put("reqId", -1);
        }
        return new ProtobufProjection(version, carried).leaves(leaves(message), message.groups(), tree, to, "");
    }

    static Set<String> places(Schema.Message message, int version) {
        var places = new TreeSet<String>();
        addPlaces(leaves(message), version, "", places);
        return places;
    }

    private static void addPlaces(List<Leaf> leaves, int version, String prefix, Set<String> places) {
        for (Leaf leaf : leaves) {
            if (isInRange(leaf, version)) {
                String place = leaf.place(prefix);
                places.add(place);
                if (!leaf.type().simple() && leaf.type() != FieldType.VALUES) {
                    List<Leaf> own = leaves(leaf.detail()).stream()
                            .filter(inner -> leaves.stream().noneMatch(other -> takes(other, leaf, inner)))
                            .toList();
                    addPlaces(own, version, place + "/", places);
                }
            }
        }
    }

    private static List<Leaf> leaves(Schema.Message message) {
        var leaves = new ArrayList<Leaf>();
        for (Field field : message.fields()) {
            field.bindings().forEach(b -> leaves.add(new Leaf(field.path(), field.type(), field.detail(), b)));
        }
        return leaves;
    }

    private static List<Leaf> leaves(String struct) {
        var leaves = new ArrayList<Leaf>();
        for (Component c : Descriptions.components(struct)) {
            c.bindings().forEach(b -> leaves.add(new Leaf(List.of(c.name()), c.type(), c.detail(), b)));
        }
        return leaves;
    }

    private static boolean isInRange(Leaf leaf, int version) {
        return leaf.binding().range().from() <= version
                && version <= leaf.binding().range().until();
    }

    private Map<String, @Nullable Object> leaves(
            List<Leaf> leaves,
            List<Group> groups,
            Map<String, @Nullable Object> from,
            Map<String, @Nullable Object> to,
            String prefix) {
        for (Leaf leaf : leaves) {
            boolean words = !leaf.binding().words().isEmpty();
            if (words) {
                Trees.put(to, leaf.path(), leaf.binding().words().getLast());
            }
            boolean grouped = groups.stream()
                    .filter(g -> startsWith(leaf.binding().path(), g.path()))
                    .allMatch(g -> Terms.hold(g.condition(), from));
            if (grouped && isInRange(leaf, version) && Terms.hold(leaf.binding().condition(), from)) {
                String place = leaf.place(prefix);
                Object value = leaf.type() == FieldType.STRUCT
                        // Parts of it may be the message's own, and have come before.
                        ? struct(
                                leaf,
                                leaves,
                                Trees.get(from, leaf.path()),
                                Trees.tree(Trees.get(to, leaf.path())),
                                place)
                        : value(leaf, Trees.get(from, leaf.path()), Trees.get(to, leaf.path()), place);
                Trees.put(to, leaf.path(), value);
                if (!Terms.isAbsent(value)
                        && (!words || leaf.binding().words().getFirst().equals(value))) {
                    carried.accept(place);
                }
            }
        }
        return to;
    }

    private static boolean startsWith(List<Integer> path, List<Integer> prefix) {
        return path.size() > prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private @Nullable Object value(Leaf leaf, @Nullable Object value, @Nullable Object soFar, String place) {
        return switch (leaf.type()) {
            case OPTIONAL -> value == null ? null : struct(leaf, value, place);
            case LIST -> {
                var elements = new ArrayList<Object>();
                for (Object element : (List<?>) Objects.requireNonNull(value)) {
                    elements.add(struct(leaf, element, place));
                }
                yield elements;
            }
            case VALUES -> {
                var elements = new ArrayList<Object>();
                for (Object element : (List<?>) Objects.requireNonNull(value)) {
                    Object kept = DOUBLE.equals(leaf.binding().type()) ? shortest((BigDecimal) element) : element;
                    if (kept != null) {
                        elements.add(kept);
                    }
                }
                yield elements;
            }
            default -> simple(leaf, value, soFar);
        };
    }

    private Map<String, @Nullable Object> struct(Leaf leaf, @Nullable Object element, String place) {
        return struct(leaf, List.of(), element, Terms.absent(Descriptions.components(leaf.detail())), place);
    }

    private Map<String, @Nullable Object> struct(
            Leaf leaf, List<Leaf> around, @Nullable Object from, Map<String, @Nullable Object> to, String place) {
        List<Leaf> own = leaves(leaf.detail()).stream()
                .filter(inner -> around.stream().noneMatch(other -> takes(other, leaf, inner)))
                .toList();
        return leaves(own, Descriptions.groups(leaf.detail()), Trees.tree(from), to, place + "/");
    }

    /** Whether the message has another value for a number of one of its structs. */
    private static boolean takes(Leaf other, Leaf struct, Leaf inner) {
        var path = new ArrayList<>(struct.binding().path());
        path.addAll(inner.binding().path());
        return other.binding().path().equals(path);
    }

    private @Nullable Object simple(Leaf leaf, @Nullable Object value, @Nullable Object soFar) {
        Binding binding = leaf.binding();
        if (binding.bit() >= 0) {
            int bit = 1 << binding.bit();
            return (Integer) Objects.requireNonNull(soFar) & ~bit | (Integer) Objects.requireNonNull(value) & bit;
        }
        if (!binding.words().isEmpty()) {
            String yes = binding.words().getFirst();
            return yes.equals(value) ? yes : binding.words().getLast();
        }
        return switch (leaf.type()) {
            case INT ->
                switch (binding.type()) {
                    case "bool" -> Objects.requireNonNull(value).equals(0) ? 0 : 1;
                    case "string" -> Objects.requireNonNull(value).equals(Integer.MAX_VALUE) ? 0 : value;
                    default -> value;
                };
            case OPTIONAL_INT, SENTINEL_INT -> value != null && value.equals(Integer.MAX_VALUE) ? null : value;
            case STR, TEXT -> text(binding, (String) Objects.requireNonNull(value));
            case PRICE, OPTIONAL_PRICE ->
                "string".equals(binding.type())
                        ? TextProjection.decimal((BigDecimal) value)
                        : shortest((BigDecimal) value);
            case COMPUTED1 -> TextProjection.computed(shortest((BigDecimal) value), -1);
            case COMPUTED2 -> TextProjection.computed(shortest((BigDecimal) value), -2);
            case SIZE -> TextProjection.decimal((BigDecimal) value);
            case STRIKE -> {
                BigDecimal strike = shortest((BigDecimal) value);
                yield strike != null && strike.signum() == 0 && version < TextProjection.FIRST_STRIKE_OF_ZERO
                        ? null
                        : strike;
            }
            default -> value;
        };
    }

    private static String text(Binding binding, String text) {
        return switch (binding.type()) {
            case DOUBLE -> {
                BigDecimal number = shortest(number(text));
                yield number == null ? "" : Decimals.isInfinite(number) ? "Infinity" : plain(number);
            }
            case "int32" -> {
                BigDecimal number = number(text);
                yield number == null ? "" : number.toBigIntegerExact().toString();
            }
            case "map" ->
                Arrays.stream(text.split(";"))
                        .filter(option -> !option.isEmpty())
                        .map(option -> option + ";")
                        .collect(Collectors.joining());
            default -> text;
        };
    }

    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) > 40 ? number.toString() : number.toPlainString();
    }

    private static @Nullable BigDecimal number(String text) {
        if (Stream.of("Infinity", "Infinite").anyMatch(text::equals)) {
            return Decimals.INFINITY;
        }
        try {
            return TextProjection.decimal(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The shortest decimal that has the same double; none if that is the largest, which stands for absence. */
    private static @Nullable BigDecimal shortest(@Nullable BigDecimal value) {
        if (value == null || Decimals.isInfinite(value)) {
            return value;
        }
        double nearest = value.doubleValue();
        if (Double.isInfinite(nearest) || nearest == Double.MAX_VALUE) {
            return null;
        }
        if (nearest == Math.rint(nearest) && Math.abs(nearest) < 1e15) {
            return BigDecimal.valueOf((long) nearest);
        }
        return new BigDecimal(Double.toString(nearest)).stripTrailingZeros();
    }
}

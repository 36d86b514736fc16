package io.mainstay.protocol.property;

import io.mainstay.protocol.field.Decimals;
import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Binding;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Term;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Draws messages with every component filled, edge cases first, and with the words that conditions ask for. */
final class RandomMessages {
    /** Another seed tries other values: {@code -Dmainstay.seed=N}. */
    static final long SEED = Long.getLong("mainstay.seed", 20260711L);

    private static final List<String> TEXTS = List.of(
            "A",
            "SMART",
            "0",
            "-1",
            "true",
            "2147483647",
            "1.7976931348623157E308",
            " ",
            " padded ",
            "a|b;c=d,e",
            "tab\tnewline\n",
            "back\\slash",
            "\\u0041",
            "\\u0000",
            "\\u00zz",
            "caf\u00e9",
            "\u6771\u4eac",
            "\ud83d\udcc8 up",
            "\u00ff\u0100\ud7ff",
            "x".repeat(300));
    /** What a text must look like that is another type in protobuf: the descriptions make anything else an error. */
    private static final Map<String, List<String>> TEXTS_OF_TYPE = Map.of(
            "double", List.of("", "0", "1", "100", "-2.5", "12345.67", "0.0001", "1.7976931348623157E308", "Infinity"),
            "int32", List.of("", "0", "1", "-1", "250000", "2147483647"),
            "map", List.of("", "a=1;", "a=1;b=caf\u00e9;", "flag;", "a=1", "a=1;;b=", "=x;", "k=v=w"));

    private static final List<String> INFINITE = List.of("infinite");
    private static final List<Integer> INTS =
            List.of(0, 1, -1, 7, 100, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE);
    private static final List<Long> LONGS = List.of(
            0L,
            1L,
            -1L,
            1_700_000_000_000L,
            (long) Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1);
    private static final List<BigDecimal> DECIMALS = List.of(
            new BigDecimal("0"),
            new BigDecimal("0.00"),
            new BigDecimal("-0.01"),
            new BigDecimal("-1"),
            new BigDecimal("-2"),
            new BigDecimal("189.50"),
            new BigDecimal("0.0000001"),
            new BigDecimal("1E+5"),
            new BigDecimal("1E+200"),
            new BigDecimal("-2.5E-200"),
            new BigDecimal("2147483647"),
            new BigDecimal("9223372036854775807"),
            new BigDecimal("-9223372036854775808"),
            new BigDecimal("1.7976931348623157E308"),
            new BigDecimal("2147483648"),
            new BigDecimal("123456789012345678"),
            new BigDecimal("-1234567890123456789.5"),
            new BigDecimal("0.1234567890123456789012345678901234567890"),
            Decimals.INFINITY);

    private final SplittableRandom random;
    private final Map<String, List<String>> words = new HashMap<>();

    private RandomMessages(SplittableRandom random) {
        this.random = random;
    }

    /** The {@code number}th sample of a message, always the same for one {@link #SEED}. */
    static Map<String, @Nullable Object> draw(Schema.Message message, int number) {
        var random = new SplittableRandom(SEED * 31 + message.name().hashCode() * 1_000_003L + number);
        var messages = new RandomMessages(random);
        messages.learn(message.fields(), "");
        message.groups().forEach(group -> messages.learnCondition(group.condition(), ""));
        Descriptions.structs()
                .forEach(struct -> struct.components()
                        .forEach(component -> messages.learn(component.bindings(), struct.name(), component.name())));
        return messages.struct(Descriptions.components(message), "", "", "");
    }

    /** Collects the words that conditions compare with: drawn blindly, hardly one would ever hold. */
    private void learn(List<Field> fields, String struct) {
        for (Field field : fields) {
            learnCondition(field.condition(), struct);
            learn(field.bindings(), struct, String.join(".", field.path()));
            learn(field.members(), field.detail());
        }
    }

    private void learn(List<Binding> bindings, String struct, String path) {
        for (Binding binding : bindings) {
            learnCondition(binding.condition(), struct);
            words(struct, path).addAll(binding.words());
        }
    }

    private void learnCondition(List<List<Term>> condition, String struct) {
        for (List<Term> all : condition) {
            for (Term term : all) {
                words(struct, term.path()).addAll(term.operator().equals("infinite") ? INFINITE : term.operands());
            }
        }
    }

    private List<String> words(String struct, String path) {
        return words.computeIfAbsent(struct + "/" + path, key -> new ArrayList<>());
    }

    private Map<String, @Nullable Object> struct(
            List<Component> components, String owner, String scope, String prefix) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        for (Component c : components) {
            List<String> wanted = new ArrayList<>(words(scope, prefix + c.name()));
            if (!owner.equals(scope)) {
                wanted.addAll(words(owner, c.name()));
            }
            tree.put(c.name(), value(c, tree, wanted, scope, prefix + c.name()));
        }
        return tree;
    }

    private @Nullable Object value(
            Component c, Map<String, @Nullable Object> before, List<String> wanted, String scope, String path) {
        return switch (c.type()) {
            case STRUCT -> struct(Descriptions.components(c.detail()), c.detail(), scope, path + ".");
            case OPTIONAL -> random.nextInt(3) == 0 ? null : element(c.detail());
            case LIST ->
                IntStream.range(0, count()).mapToObj(i -> element(c.detail())).toList();
            case VALUES -> {
                FieldType type = FieldType.named(c.detail());
                yield IntStream.range(0, count()).mapToObj(i -> bare(type)).toList();
            }
            case STR -> {
                List<String> forms = c.bindings().stream()
                        .filter(b -> Terms.hold(b.condition(), before))
                        .map(b -> TEXTS_OF_TYPE.getOrDefault(b.type(), List.of()))
                        .flatMap(List::stream)
                        .toList();
                yield forms.isEmpty() ? simple(c.type(), wanted) : pick(forms);
            }
            default -> simple(c.type(), wanted);
        };
    }

    private Map<String, @Nullable Object> element(String struct) {
        return struct(Descriptions.components(struct), struct, struct, "");
    }

    private int count() {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1, 2 -> 1;
            case 3 -> 2;
            default -> 3 + random.nextInt(10);
        };
    }

    private @Nullable Object simple(FieldType type, List<String> wanted) {
        if (!wanted.isEmpty() && random.nextInt(4) > 0) {
            String word = pick(wanted);
            return switch (type) {
                case INT -> Integer.parseInt(word);
                case STR -> word;
                default -> Decimals.INFINITY;
            };
        }
        return switch (type) {
            case STR, TEXT, OPTIONAL_STR -> random.nextInt(5) == 0 ? "" : text();
            case OPTIONAL_INT,
                    SENTINEL_INT,
                    OPTIONS_COUNT,
                    OPTIONAL_BOOL,
                    PRICE,
                    OPTIONAL_PRICE,
                    COMPUTED1,
                    COMPUTED2,
                    SIZE,
                    STRIKE -> random.nextInt(5) == 0 ? null : present(type);
            default -> present(type);
        };
    }

    private Object present(FieldType type) {
        return switch (type) {
            case INT, OPTIONAL_INT, SENTINEL_INT, OPTIONS_COUNT ->
                random.nextBoolean() ? pick(INTS) : (Integer) random.nextInt();
            case LONG -> random.nextBoolean() ? pick(LONGS) : (Long) random.nextLong();
            case BOOL, OPTIONAL_BOOL -> random.nextBoolean();
            case STR, TEXT, OPTIONAL_STR -> text();
            case PRICE, OPTIONAL_PRICE, COMPUTED1, COMPUTED2, SIZE, STRIKE -> decimal();
            case STRUCT, LIST, EACH, VALUES, OPTIONAL -> throw new AssertionError(type + " is not one value");
        };
    }

    /** A list of bare values has no place for an absent one, so none is a number that stands for absence. */
    private Object bare(FieldType type) {
        Object value = present(type);
        while (value instanceof BigDecimal decimal && TextProjection.isSentinel(decimal)) {
            value = present(type);
        }
        return value;
    }

    private BigDecimal decimal() {
        if (random.nextInt(3) == 0) {
            return pick(DECIMALS);
        }
        return random.nextBoolean()
                ? BigDecimal.valueOf(random.nextInt(-5_000_000, 50_000_000), random.nextInt(6))
                : new BigDecimal(
                        new BigInteger(random.nextInt(1, 120), new java.util.Random(random.nextLong())),
                        random.nextInt(20));
    }

    private String text() {
        if (random.nextBoolean()) {
            return pick(TEXTS);
        }
        return IntStream.range(0, 1 + random.nextInt(12))
                .map(i -> random.nextInt(4) > 0 ? random.nextInt(' ', 127) : random.nextInt(0xA0, 0xD800))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

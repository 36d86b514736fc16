package io.mainstay.protocol.property;

import io.mainstay.protocol.field.Decimals;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Term;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What conditions of the descriptions mean, and what absence is. */
final class Terms {
    private Terms() {}

    static boolean hold(List<List<Term>> condition, Map<String, @Nullable Object> scope) {
        return condition.isEmpty()
                || condition.stream().anyMatch(all -> all.stream().allMatch(term -> holds(term, scope)));
    }

    private static boolean holds(Term term, Map<String, @Nullable Object> scope) {
        Object value = Trees.get(scope, List.of(term.path().split("\\.")));
        return switch (term.operator()) {
            case "set" -> !"".equals(value) && !List.of().equals(value);
            case "positive" -> {
                BigDecimal seen = TextProjection.decimal((BigDecimal) value);
                yield seen != null && seen.signum() > 0;
            }
            case "infinite" -> Decimals.isInfinite((BigDecimal) value);
            case "in" -> term.operands().contains(String.valueOf(value));
            case "not" -> !term.operands().contains(String.valueOf(value));
            default -> throw new AssertionError("what is " + term + "?");
        };
    }

    /** A tree in which everything is absent. */
    static Map<String, @Nullable Object> absent(List<Component> components) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        for (Component c : components) {
            tree.put(c.name(), absent(c));
        }
        return tree;
    }

    private static @Nullable Object absent(Component c) {
        return switch (c.type()) {
            case INT -> 0;
            case LONG -> 0L;
            case BOOL -> false;
            case STR, TEXT -> "";
            case LIST, EACH, VALUES -> List.of();
            case STRUCT -> absent(Descriptions.components(c.detail()));
            case OPTIONAL,
                    OPTIONAL_INT,
                    SENTINEL_INT,
                    OPTIONS_COUNT,
                    OPTIONAL_BOOL,
                    OPTIONAL_STR,
                    OPTIONAL_PRICE,
                    PRICE,
                    COMPUTED1,
                    COMPUTED2,
                    SIZE,
                    STRIKE -> null;
        };
    }

    static boolean isAbsent(@Nullable Object value) {
        return value == null
                || value.equals(0)
                || value.equals(0L)
                || value.equals(false)
                || value.equals("")
                || value.equals(List.of());
    }
}

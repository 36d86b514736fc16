package io.mainstay.system.oracle;

import io.mainstay.protocol.message.OrderCondition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills records so that every field has a value of its own: a swapped pair of fields can't go unnoticed. Booleans have
 * but two values, so there are several fillings, and each boolean is true in a set of them that no other one has.
 */
final class Filling {
    /** The fillings that tell up to 63 booleans apart. */
    static final int PATTERNS = 6;

    /** The filling with every boolean true. */
    static final int ALL_TRUE = -1;

    /** The kinds of conditions; each carries other fields. */
    private static final int[] CONDITION_TYPES = {1, 3, 4, 5, 6, 7};

    private final int pattern;
    private final Map<String, String> given;
    private int next = 1;
    private int booleans;

    /**
     * A filling for one record.
     *
     * @param pattern which booleans are true, from 0 to {@link #PATTERNS} - 1, or {@link #ALL_TRUE}
     * @param given the values of certain fields as text, by their paths or by their names
     */
    Filling(int pattern, Map<String, String> given) {
        this.pattern = pattern;
        this.given = new HashMap<>(given);
    }

    /** A filled record of the type. */
    <T extends Record> T fill(Class<T> type) {
        return type.cast(record("", type));
    }

    private Object record(String path, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String below = path.isEmpty() ? component.getName() : path + "." + component.getName();
            types[i] = component.getType();
            values[i] = value(below, component.getName(), component.getGenericType());
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't fill " + type, e);
        }
    }

    private Object value(String path, String name, Type type) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            var values = new ArrayList<Object>();
            int size = element == OrderCondition.class ? CONDITION_TYPES.length : 2;
            for (int i = 0; i < size; i++) {
                String below = path + "." + i;
                if (element == OrderCondition.class) {
                    given.put(below + ".type", Integer.toString(CONDITION_TYPES[i]));
                }
                values.add(value(below, name, element));
            }
            return List.copyOf(values);
        }
        var plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(path, plain);
        }
        int number = next++;
        @Nullable String text = given.getOrDefault(path, given.get(name));
        if (plain == boolean.class || plain == Boolean.class) {
            booleans++;
            return text == null ? pattern == ALL_TRUE || (booleans >> pattern & 1) == 1 : text.equals("true");
        }
        if (plain == int.class || plain == Integer.class) {
            return text == null ? 1000 + number : Integer.parseInt(text);
        }
        if (plain == long.class) {
            return text == null ? 1_000_000_000L + number : Long.parseLong(text);
        }
        if (plain == BigDecimal.class) {
            return text == null ? BigDecimal.valueOf(number).add(new BigDecimal("0.25")) : new BigDecimal(text);
        }
        if (plain == String.class) {
            return text == null ? name + number : text;
        }
        throw new IllegalStateException(path + " is of a type that is not filled: " + type);
    }
}

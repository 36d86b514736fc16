package io.mainstay.system.oracle;

import io.mainstay.protocol.field.Decimals;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message one by one: the path of each, such as {@code contract.comboLegs.0.ratio}, and its value as
 * text in one form, so that a record of ours and the JSON of another program can be compared whatever types they use.
 */
final class Fields {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?");
    private static final Pattern POSITION = Pattern.compile("\\.\\d+(?=\\.|$)");
    private static final Map<Class<?>, RecordComponent[]> COMPONENTS = new ConcurrentHashMap<>();

    private Fields() {}

    /** The fields that a record holds; what is absent, empty, zero or false by its type is left out. */
    static SortedMap<String, String> of(Record message) {
        var fields = new TreeMap<String, String>();
        addRecord("", message, fields);
        return fields;
    }

    /** The fields of a JSON value at a path; what is null is left out. */
    static void addJson(String path, @Nullable Object value, Map<String, String> fields) {
        switch (value) {
            case null -> {}
            case Map<?, ?> object -> object.forEach((name, each) -> addJson(join(path, name.toString()), each, fields));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    addJson(join(path, Integer.toString(i)), list.get(i), fields);
                }
            }
            default -> fields.put(path, text(value));
        }
    }

    /** The value of one field in the form of comparison: booleans are 1 and 0, numbers plain, 2.50 is 2.5. */
    static String text(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof BigDecimal number && Decimals.isInfinite(number)) {
            return "Infinity";
        }
        String text = value.toString();
        if (NUMBER.matcher(text).matches()) {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        }
        return text;
    }

    /** Whether a value says more than that there is none: many clients make no difference between absent and zero. */
    static boolean says(String text) {
        return !text.isEmpty() && !text.equals("0");
    }

    /** A path with the positions in lists made one. */
    static String anyPosition(String path) {
        return POSITION.matcher(path).replaceAll(".#");
    }

    /** The fields in which two messages differ, in words; empty if in none. */
    static String difference(SortedMap<String, String> sent, SortedMap<String, String> read) {
        var paths = new TreeSet<>(sent.keySet());
        paths.addAll(read.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(sent.get(path), read.get(path)))
                .map(path -> path + " sent as " + sent.get(path) + ", read as " + read.get(path))
                .collect(Collectors.joining("; "));
    }

    private static void addRecord(String path, Record value, Map<String, String> fields) {
        for (RecordComponent component : COMPONENTS.computeIfAbsent(value.getClass(), Class::getRecordComponents)) {
            Object each = get(value, component);
            boolean zero = component.getType().isPrimitive() && (Boolean.FALSE.equals(each) || isZero(each));
            if (!zero) {
                add(join(path, component.getName()), each, fields);
            }
        }
    }

    private static boolean isZero(@Nullable Object value) {
        return value instanceof Number number && number.longValue() == 0;
    }

    private static void add(String path, @Nullable Object value, Map<String, String> fields) {
        switch (value) {
            case null -> {}
            case Record part -> addRecord(path, part, fields);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    add(join(path, Integer.toString(i)), list.get(i), fields);
                }
            }
            default -> {
                String text = text(value);
                // The largest int is how some clients say that there is no value.
                if (!text.isEmpty() && !text.equals("2147483647")) {
                    fields.put(path, text);
                }
            }
        }
    }

    private static @Nullable Object get(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}

package io.mainstay.simulator.fields;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from values by the paths of their fields, and reads the values at a path. A path goes through structures by
 * dots and into lists by brackets: {@code contract.comboLegs[0].conId}.
 */
public final class RecordFields {
    private static final int LONGEST_LIST = 1000;

    private RecordFields() {}

    /**
     * A record with the given fields; the others are absent, empty or zero.
     *
     * @throws FieldNameException if there is no such field, or a value does not fit
     */
    static Record make(Class<? extends Record> type, Map<String, String> fields) {
        return change(empty(type), grouped(type, fields));
    }

    /** Each field of a record that has a value, in order, as {@code path=value}. */
    public static List<String> shown(Record shown) {
        var out = new ArrayList<String>();
        show("", shown, out);
        return out;
    }

    /**
     * The values at a path: one, or none where something on the way is absent, or those of every element for {@code [*]}.
     * The length of a list is at {@code .size} behind it.
     *
     * @throws FieldNameException if the path does not lead to a field
     */
    public static List<Object> at(Record message, String path) {
        return at(message, path, path);
    }

    /**
     * The same record with other values in every whole number that has that name, at any depth.
     *
     * @param from only where the value is this one
     */
    public static Record replaced(Record message, String name, int from, int to) {
        var values = new ArrayList<@Nullable Object>();
        boolean changed = false;
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            Object old = value(component, message);
            Object now = old;
            if (component.getName().equals(name) && old instanceof Integer number && number == from) {
                now = to;
            } else if (old instanceof Record inner) {
                now = replaced(inner, name, from, to);
            }
            changed |= now != null && !now.equals(old);
            values.add(now);
        }
        return changed ? construct(message.getClass(), values) : message;
    }

    /**
     * Checks that a path leads to a field, by the types alone.
     *
     * @throws FieldNameException if it does not
     */
    static void checkPath(Class<?> type, String path) {
        Class<?> at = type;
        for (String step : path.replaceFirst("(?<!\\])\\.size$", "[size]").split("\\.", -1)) {
            String name = step.replaceFirst("\\[.*", "");
            if (!at.isRecord()) {
                throw new FieldNameException(path + " goes on behind a plain value");
            }
            RecordComponent component = component(at, name);
            boolean list = component.getType() == List.class;
            if (list != step.endsWith("]")) {
                throw new FieldNameException(
                        list
                                ? path + " is a list: .size, [0] or [*] may follow"
                                : name + " in " + path + " is no list");
            }
            at = list && !step.endsWith("[size]")
                    ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                    : component.getType();
        }
        if (at.isRecord()) {
            throw new FieldNameException(path + " is a structure: say which of its fields is meant");
        }
    }

    private static List<Object> at(Object from, String rest, String whole) {
        if (rest.isEmpty()) {
            return List.of(from);
        }
        if (from instanceof List<?> list) {
            return element(list, rest, whole);
        }
        if (!(from instanceof Record structure)) {
            throw new FieldNameException(whole + " goes on behind a plain value");
        }
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '.' && rest.charAt(end) != '[') {
            end++;
        }
        RecordComponent component = component(structure.getClass(), rest.substring(0, end));
        Object value = value(component, structure);
        String behind = rest.substring(end);
        if (value == null) {
            return List.of();
        }
        return at(value, behind.startsWith(".") && !(value instanceof List) ? behind.substring(1) : behind, whole);
    }

    private static List<Object> element(List<?> list, String rest, String whole) {
        if (rest.equals(".size")) {
            return List.of(list.size());
        }
        int close = rest.indexOf(']');
        if (!rest.startsWith("[") || close < 0) {
            throw new FieldNameException(whole + " is a list: .size, [0] or [*] may follow");
        }
        String index = rest.substring(1, close);
        String behind = rest.substring(close + 1);
        String within = behind.startsWith(".") ? behind.substring(1) : behind;
        if (index.equals("*")) {
            return list.stream()
                    .flatMap(each -> at(each, within, whole).stream())
                    .toList();
        }
        int number = number(index, whole);
        return number < list.size() ? at(list.get(number), within, whole) : List.of();
    }

    private static int number(String index, String whole) {
        if (!index.matches("\\d{1,4}") || Integer.parseInt(index) >= LONGEST_LIST) {
            throw new FieldNameException(whole + ": [" + index + "] is not a place in a list");
        }
        return Integer.parseInt(index);
    }

    /** Paths by their first names, so that each structure is made once. */
    private static Map<String, Map<String, String>> grouped(Class<?> type, Map<String, String> fields) {
        var groups = new LinkedHashMap<String, Map<String, String>>();
        fields.forEach((path, value) -> {
            int end = 0;
            while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                end++;
            }
            String name = component(type, path.substring(0, end)).getName();
            groups.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(path.substring(end), value);
        });
        return groups;
    }

    private static Record change(Record base, Map<String, Map<String, String>> groups) {
        var values = new ArrayList<@Nullable Object>();
        for (RecordComponent component : base.getClass().getRecordComponents()) {
            Map<String, String> given = groups.get(component.getName());
            Object old = value(component, base);
            values.add(given == null ? old : given(component, old, given));
        }
        return construct(base.getClass(), values);
    }

    private static @Nullable Object given(RecordComponent component, @Nullable Object old, Map<String, String> given) {
        Class<?> type = component.getType();
        if (type == List.class) {
            return list(component, given);
        }
        if (Record.class.isAssignableFrom(type)) {
            Class<? extends Record> structure = type.asSubclass(Record.class);
            return change(
                    old instanceof Record present ? present : empty(structure),
                    grouped(structure, behind(component, given)));
        }
        String value = given.get("");
        if (value == null || given.size() > 1) {
            throw new FieldNameException(component.getName() + " is a plain value, nothing may follow its name");
        }
        return plain(component.getName(), type, value);
    }

    private static Map<String, String> behind(RecordComponent component, Map<String, String> given) {
        var inner = new LinkedHashMap<String, String>();
        given.forEach((path, value) -> {
            if (!path.startsWith(".")) {
                throw new FieldNameException(component.getName() + " is a structure: say which of its fields is meant");
            }
            inner.put(path.substring(1), value);
        });
        return inner;
    }

    private static List<Object> list(RecordComponent component, Map<String, String> given) {
        Class<?> elementType = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        var elements = new ArrayList<Map<String, String>>();
        given.forEach((path, value) -> {
            int close = path.indexOf(']');
            if (!path.startsWith("[") || close < 0) {
                throw new FieldNameException(component.getName() + " is a list: [0] and so on must follow");
            }
            int index = number(path.substring(1, close), component.getName());
            if (index > elements.size()) {
                throw new FieldNameException(
                        component.getName() + "[" + index + "] is given before [" + elements.size() + "]");
            }
            if (index == elements.size()) {
                elements.add(new LinkedHashMap<>());
            }
            String behind = path.substring(close + 1);
            elements.get(index).put(behind.startsWith(".") ? behind.substring(1) : behind, value);
        });
        var list = new ArrayList<Object>();
        for (Map<String, String> element : elements) {
            if (Record.class.isAssignableFrom(elementType)) {
                list.add(make(elementType.asSubclass(Record.class), element));
            } else {
                Object plain = plain(component.getName(), elementType, element.getOrDefault("", ""));
                if (plain == null) {
                    throw new FieldNameException(component.getName() + ": an element can't be absent");
                }
                list.add(plain);
            }
        }
        return list;
    }

    private static @Nullable Object plain(String name, Class<?> type, String value) {
        try {
            if (type == String.class) {
                return value;
            }
            if (value.isEmpty() && !type.isPrimitive()) {
                return null;
            }
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(value);
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(value);
            }
            if (type == BigDecimal.class) {
                return new BigDecimal(value);
            }
            if ((type == boolean.class || type == Boolean.class) && value.matches("true|false")) {
                return Boolean.valueOf(value);
            }
        } catch (NumberFormatException e) {
            throw new FieldNameException(name + " can't be \"" + value + "\": " + e.getMessage());
        }
        throw new FieldNameException(name + " can't be \"" + value + "\", it is of the kind " + type.getSimpleName());
    }

    private static Record empty(Class<? extends Record> type) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals("builder")) {
                return built(method);
            }
        }
        var values = new ArrayList<@Nullable Object>();
        for (RecordComponent component : type.getRecordComponents()) {
            values.add(absent(component));
        }
        return construct(type, values);
    }

    private static Record built(Method builder) {
        try {
            Object made = builder.invoke(null);
            return (Record) made.getClass().getMethod("build").invoke(made);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(builder + " can't be used", e);
        }
    }

    private static @Nullable Object absent(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == boolean.class) {
            return false;
        } else if (type == String.class) {
            return "";
        } else if (type == List.class) {
            return List.of();
        }
        AnnotatedType annotated = component.getAnnotatedType();
        boolean nullable = annotated.isAnnotationPresent(Nullable.class);
        return nullable || !Record.class.isAssignableFrom(type) ? null : empty(type.asSubclass(Record.class));
    }

    private static Record construct(Class<? extends Record> type, List<@Nullable Object> values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " can't be made", e);
        }
    }

    private static RecordComponent component(Class<?> type, String name) {
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            if (component.getName().equals(name)) {
                return component;
            }
        }
        List<String> names = Collections.unmodifiableList(
                Arrays.stream(components).map(RecordComponent::getName).toList());
        throw new FieldNameException(type.getSimpleName() + " has no field " + name + Nearest.of(name, names));
    }

    private static @Nullable Object value(RecordComponent component, Record message) {
        try {
            return component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    private static void show(String path, Object value, List<String> out) {
        switch (value) {
            case Record structure -> {
                String prefix = path.isEmpty() ? "" : path + ".";
                for (RecordComponent component : structure.getClass().getRecordComponents()) {
                    Object inner = value(component, structure);
                    if (inner != null && !inner.equals("") && !inner.equals(false) && !inner.equals(List.of())) {
                        show(prefix + component.getName(), inner, out);
                    }
                }
            }
            case List<?> list -> out.add(path + ".size=" + list.size());
            case BigDecimal number -> out.add(path + "=" + number.toPlainString());
            case String text -> out.add(path + "=" + (text.indexOf(' ') >= 0 ? "\"" + text + "\"" : text));
            default -> out.add(path + "=" + value);
        }
    }
}

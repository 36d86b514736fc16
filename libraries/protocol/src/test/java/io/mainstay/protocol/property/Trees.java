package io.mainstay.protocol.property;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records as trees of names and values, so that a test can handle all of them alike. */
final class Trees {
    private Trees() {}

    static Map<String, @Nullable Object> toTree(Record value) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                tree.put(component.getName(), toNode(component.getAccessor().invoke(value)));
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("can't take " + value.getClass() + " apart", e);
        }
        return tree;
    }

    private static @Nullable Object toNode(@Nullable Object value) {
        if (value instanceof Record inner) {
            return toTree(inner);
        }
        if (value instanceof List<?> list) {
            var nodes = new ArrayList<@Nullable Object>();
            list.forEach(element -> nodes.add(toNode(element)));
            return nodes;
        }
        return value;
    }

    static Record toRecord(Class<? extends Record> type, Map<String, @Nullable Object> tree) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = toValue(components[i], tree.get(components[i].getName()));
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("can't make a " + type.getSimpleName() + " of " + tree, e);
        }
    }

    private static @Nullable Object toValue(RecordComponent component, @Nullable Object node) {
        if (node instanceof Map<?, ?>) {
            return toRecord(component.getType().asSubclass(Record.class), tree(node));
        }
        if (node instanceof List<?> list
                && component.getGenericType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> element
                && element.isRecord()) {
            return list.stream()
                    .map(e -> toRecord(element.asSubclass(Record.class), tree(e)))
                    .toList();
        }
        return node;
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> tree(@Nullable Object node) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(node);
    }

    static @Nullable Object get(Map<String, @Nullable Object> tree, List<String> path) {
        Object node = tree;
        for (String word : path) {
            node = tree(node).get(word);
        }
        return node;
    }

    static void put(Map<String, @Nullable Object> tree, List<String> path, @Nullable Object value) {
        Map<String, @Nullable Object> owner = tree;
        for (String word : path.subList(0, path.size() - 1)) {
            owner = tree(owner.get(word));
        }
        owner.put(path.getLast(), value);
    }
}

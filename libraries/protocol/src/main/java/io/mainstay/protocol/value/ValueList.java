package io.mainstay.protocol.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words or numbers that some fields can hold, with their meaning, for people. Gateways may send others: a value that
 * is not here has no meaning, and that is all. Read from {@code value-lists.txt} at the first look-up.
 *
 * @param fields the record components that hold such a value, as {@code Record.component} or {@code component}
 * @param meanings by value, in the order of the file
 */
public record ValueList(String name, List<String> fields, Map<String, String> meanings) {
    /** Keeps the order of {@code meanings}. */
    public ValueList {
        fields = List.copyOf(fields);
        meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
    }

    /**
     * The list of a record's component.
     *
     * @param owner the record's simple name, such as {@code OrderStatus}
     */
    public static Optional<ValueList> of(String owner, String component) {
        ValueList own = Lists.BY_FIELD.get(owner + "." + component);
        return Optional.ofNullable(own == null ? Lists.BY_FIELD.get(component) : own);
    }

    /** Every list, in the order of the file. */
    public static List<ValueList> all() {
        return Lists.ALL;
    }

    /** What the value means, if it is known. */
    public Optional<String> meaning(String value) {
        return Optional.ofNullable(meanings.get(value));
    }

    /** Loaded with the first look-up. */
    private static final class Lists {
        private static final int COLUMNS = 3;

        static final List<ValueList> ALL;
        static final Map<String, ValueList> BY_FIELD = new HashMap<>();

        static {
            List<List<String>> rows =
                    Table.of(ValueList.class, "value-lists.txt", COLUMNS).rows();
            var all = new ArrayList<ValueList>();
            for (int i = 0; i < rows.size(); ) {
                List<String> head = rows.get(i++);
                if (!head.getFirst().equals("list")) {
                    throw new IllegalStateException("value-lists.txt has a value before the first list: " + head);
                }
                var meanings = new LinkedHashMap<String, String>();
                while (i < rows.size() && !rows.get(i).getFirst().equals("list")) {
                    meanings.put(rows.get(i).getFirst(), rows.get(i).get(1));
                    i++;
                }
                all.add(new ValueList(head.get(1), List.of(head.get(2).split(", ")), meanings));
            }
            ALL = List.copyOf(all);
            for (ValueList list : ALL) {
                for (String field : list.fields()) {
                    if (BY_FIELD.put(field, list) != null) {
                        throw new IllegalStateException("value-lists.txt has the field " + field + " twice");
                    }
                }
            }
        }
    }
}

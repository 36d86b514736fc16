package io.mainstay.cli.decode;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The components of a record, in order, by reflection: a tool for people need not be fast. */
final class Fields {
    private Fields() {}

    /** Each component's value by its name; null for one that is absent. */
    static Map<String, @Nullable Object> of(Record message) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            try {
                fields.put(component.getName(), component.getAccessor().invoke(message));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " can't be read", e);
            }
        }
        return fields;
    }
}

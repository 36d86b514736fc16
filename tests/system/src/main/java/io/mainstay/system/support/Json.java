package io.mainstay.system.support;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON object, read with the names of its fields. */
public record Json(Map<?, ?> fields) {
    public static Json of(Map<?, ?> fields) {
        return new Json(fields);
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public String text(String name) {
        return Objects.requireNonNull(fields.get(name), () -> "no field " + name + " in " + fields)
                .toString();
    }

    public int number(String name) {
        return new BigDecimal(text(name)).intValueExact();
    }

    public BigDecimal decimal(String name) {
        return new BigDecimal(text(name));
    }

    public Json at(String name) {
        return new Json(
                (Map<?, ?>) Objects.requireNonNull(fields.get(name), () -> "no field " + name + " in " + fields));
    }

    public List<?> list(String name) {
        return (List<?>) Objects.requireNonNull(fields.get(name), () -> "no field " + name + " in " + fields);
    }

    /** A list of objects. */
    public List<Json> all(String name) {
        return list(name).stream().map(each -> new Json((Map<?, ?>) each)).toList();
    }
}

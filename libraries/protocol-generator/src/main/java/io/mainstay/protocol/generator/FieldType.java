package io.mainstay.protocol.generator;

import java.util.Locale;

/** What stands on the wire for one field, and what Java type it becomes. */
enum FieldType {
    INT("int", "0", "Int"),
    OPTIONAL_INT("@Nullable Integer", "null", "OptionalInt"),
    OPTIONS_COUNT("@Nullable Integer", "null", "OptionsCount"),
    LONG("long", "0", "Long"),
    BOOL("boolean", "false", "Bool"),
    OPTIONAL_BOOL("@Nullable Boolean", "null", "OptionalBool"),
    STR("String", "\"\"", "String"),
    TEXT("String", "\"\"", "Text"),
    PRICE("@Nullable BigDecimal", "null", "Price"),
    OPTIONAL_PRICE("@Nullable BigDecimal", "null", "OptionalPrice"),
    SIZE("@Nullable BigDecimal", "null", "Size"),
    STRIKE("@Nullable BigDecimal", "null", "Strike"),
    STRUCT("", "", ""),
    LIST("", "", ""),
    VALUES("", "", ""),
    OPTIONAL("", "", "");

    final String java;
    final String absent;
    final String method;

    FieldType(String java, String absent, String method) {
        this.java = java;
        this.absent = absent;
        this.method = method;
    }

    boolean simple() {
        return !java.isEmpty();
    }

    /** The type that the schema calls {@code word}, such as {@code price?}. */
    static FieldType named(String word) {
        String name = word.endsWith("?") ? "OPTIONAL_" + word.substring(0, word.length() - 1) : word;
        FieldType type = valueOf(name.toUpperCase(Locale.ROOT));
        if (!type.simple()) {
            throw new IllegalArgumentException(word);
        }
        return type;
    }

    /** The element type of a list of bare values, which are never absent. */
    String boxed() {
        return switch (this) {
            case INT -> "Integer";
            case LONG -> "Long";
            case STR -> "String";
            case PRICE, SIZE -> "BigDecimal";
            default -> throw new IllegalArgumentException("no list of bare " + this);
        };
    }
}

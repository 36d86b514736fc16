package io.mainstay.protocol.generator;

import java.util.Locale;

/** What stands on the wire for one field, and what Java type it becomes. */
public enum FieldType {
    INT("int", "0", "Int", "int32"),
    OPTIONAL_INT("@Nullable Integer", "null", "OptionalInt", "int32"),
    SENTINEL_INT("@Nullable Integer", "null", "SentinelInt", "int32"),
    OPTIONS_COUNT("@Nullable Integer", "null", "OptionsCount", "int32"),
    LONG("long", "0", "Long", "int64"),
    BOOL("boolean", "false", "Bool", "bool"),
    OPTIONAL_BOOL("@Nullable Boolean", "null", "OptionalBool", "bool"),
    STR("String", "\"\"", "String", "string"),
    OPTIONAL_STR("@Nullable String", "null", "OptionalString", "string"),
    TEXT("String", "\"\"", "Text", "string"),
    PRICE("@Nullable BigDecimal", "null", "Price", "double"),
    OPTIONAL_PRICE("@Nullable BigDecimal", "null", "OptionalPrice", "double"),
    COMPUTED1("@Nullable BigDecimal", "null", "Computed1", "double"),
    COMPUTED2("@Nullable BigDecimal", "null", "Computed2", "double"),
    SIZE("@Nullable BigDecimal", "null", "Size", "string"),
    STRIKE("@Nullable BigDecimal", "null", "Strike", "double"),
    STRUCT("", "", "", ""),
    LIST("", "", "", ""),
    EACH("", "", "", ""),
    VALUES("", "", "", ""),
    OPTIONAL("", "", "", "");

    final String java;
    final String absent;
    final String method;

    /** The protobuf type that carries it unless the schema says otherwise. */
    final String protobuf;

    FieldType(String java, String absent, String method, String protobuf) {
        this.java = java;
        this.absent = absent;
        this.method = method;
        this.protobuf = protobuf;
    }

    public boolean simple() {
        return !java.isEmpty();
    }

    /** The type that the schema calls {@code word}, such as {@code price?}. */
    public static FieldType named(String word) {
        String plain = word.substring(0, word.length() - 1);
        String name = word.endsWith("?") ? "OPTIONAL_" + plain : word.endsWith("!") ? "SENTINEL_" + plain : word;
        FieldType type = valueOf(name.replace("price@-", "computed").toUpperCase(Locale.ROOT));
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

package io.mainstay.protocol.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole description of the messages, as read from the schema file. Immutable; any thread. */
public record Schema(Map<String, Struct> structs, List<Message> messages) {

    /** A value that several messages carry. */
    public record Struct(String name, List<Component> components) {}

    /** One component of a record: a simple type, or a struct in one of its forms. */
    public record Component(String name, FieldType type, String detail) {}

    /** One message, its fields in the wire's order. */
    public record Message(
            boolean incoming,
            int id,
            String name,
            String wireName,
            int since,
            Optional<Version> version,
            List<Field> fields) {}

    /** The constant version field of old layouts. */
    public record Version(int value, Range range) {}

    /** Server versions, inclusive. */
    public record Range(int from, int until) {
        /** The oldest version of the framed protocol. */
        public static final int OLDEST = 100;

        static final Range ALL = new Range(OLDEST, Integer.MAX_VALUE);
    }

    /**
     * One field of a message.
     *
     * @param path where its value lives, dotted; one word for a component of the message itself
     * @param detail the struct's name, or the type of bare values
     * @param members the fields of a list's element or of an optional struct
     */
    public record Field(
            List<String> path,
            FieldType type,
            String detail,
            Range range,
            List<List<Term>> condition,
            List<Field> members) {
        /** The last word of the path. */
        public String name() {
            return path.getLast();
        }
    }

    /** One test of an earlier field; a condition is an "or" of "and"s of these. */
    public record Term(String path, String operator, List<String> operands) {}
}

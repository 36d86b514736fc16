package io.mainstay.protocol.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole description of the messages, as read from the schema file. */
record Schema(Map<String, Struct> structs, List<Message> messages) {

    /** A value that several messages carry. */
    record Struct(String name, List<Component> components) {}

    /** One component of a record: a simple type, or a struct in one of its forms. */
    record Component(String name, FieldType type, String detail) {}

    /** One message, its fields in the wire's order. */
    record Message(
            boolean incoming,
            int id,
            String name,
            String wireName,
            int since,
            Optional<Version> version,
            List<Field> fields) {}

    /** The constant version field of old layouts. */
    record Version(int value, Range range) {}

    /** Server versions, inclusive. */
    record Range(int from, int until) {
        static final int OLDEST = 100;
        static final Range ALL = new Range(OLDEST, Integer.MAX_VALUE);
    }

    /**
     * One field of a message.
     *
     * @param path where its value lives, dotted; one word for a component of the message itself
     * @param detail the struct's name, or the type of bare values
     * @param members the fields of a list's element or of an optional struct
     */
    record Field(
            List<String> path,
            FieldType type,
            String detail,
            Range range,
            List<List<Term>> condition,
            List<Field> members) {
        String name() {
            return path.getLast();
        }
    }

    /** One test of an earlier field; a condition is an "or" of "and"s of these. */
    record Term(String path, String operator, List<String> operands) {}
}

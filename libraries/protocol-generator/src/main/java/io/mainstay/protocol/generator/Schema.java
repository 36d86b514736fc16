package io.mainstay.protocol.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole description of the messages, as read from the schema file. */
public record Schema(Map<String, Struct> structs, List<Message> messages) {

    /** A component of a struct; both must exist. */
    public Component component(String struct, String name) {
        Struct found = structs.get(struct);
        if (found == null) {
            throw new IllegalArgumentException("no struct " + struct);
        }
        return found.components().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("struct " + struct + " has no component " + name));
    }

    /**
     * A value that several messages carry.
     *
     * @param protobufName the protobuf message that carries it
     */
    public record Struct(String name, String protobufName, List<Component> components, List<Group> groups) {}

    /**
     * One component of a record: a simple type, or a struct in one of its forms.
     *
     * @param bindings where protobuf carries it; empty if only text does
     */
    public record Component(String name, FieldType type, String detail, List<Binding> bindings) {}

    /** One message, its fields in the order of the text dialect. */
    public record Message(
            boolean incoming,
            int id,
            String name,
            String wireName,
            int since,
            Optional<Version> version,
            Optional<Protobuf> protobuf,
            Route route,
            List<Group> groups,
            List<Field> fields) {

        /** Whether any version has it in the text dialect. */
        public boolean hasText() {
            return protobuf.isEmpty() || protobuf.get().since() > since;
        }
    }

    /** The protobuf message that carries a message from a version on. */
    public record Protobuf(String name, int since) {}

    /**
     * How a message belongs to others, in the words of the schema's head; numbers are message ids.
     *
     * @param words what stands there without numbers, such as {@code ends}
     */
    public record Route(String kind, List<Integer> of, List<Integer> by, List<Integer> until, List<String> words) {}

    /** The constant version field of old layouts. */
    public record Version(int value, Range range) {}

    /** Server versions, inclusive. */
    public record Range(int from, int until) {
        public static final int OLDEST = 100;
        public static final Range ALL = new Range(OLDEST, Integer.MAX_VALUE);
    }

    /**
     * One field of a message.
     *
     * @param path where its value lives, dotted; one word for a component of the message itself
     * @param detail the struct's name, or the type of bare values
     * @param members the fields of a list's element or of an optional struct
     * @param text whether it has a place in the text layout
     * @param bindings where protobuf carries it
     */
    public record Field(
            List<String> path,
            FieldType type,
            String detail,
            Range range,
            List<List<Term>> condition,
            List<Field> members,
            boolean text,
            List<Binding> bindings) {
        public String name() {
            return path.getLast();
        }
    }

    /** A nested protobuf message whose fields lie flat in the record; it is written even when empty. */
    public record Group(List<Integer> path, String name, String message, List<List<Term>> condition) {}

    /**
     * The place of a value in protobuf.
     *
     * @param path the field's number, after those of the groups around it
     * @param name the field's name there
     * @param type the wire's type word, such as {@code double}; a protobuf message's name for a nested one
     * @param words the two words that text has for true and false, if protobuf has a bool instead
     * @param bit the bit of a mask that a bool stands for; -1 if it is none
     * @param nonzero whether 0 is left out
     * @param strict whether text that protobuf can't carry is refused rather than left out
     */
    public record Binding(
            List<Integer> path,
            String name,
            String type,
            List<String> words,
            int bit,
            boolean nonzero,
            boolean strict,
            Range range,
            List<List<Term>> condition) {
        public int number() {
            return path.getLast();
        }
    }

    /** One test of an earlier field; a condition is an "or" of "and"s of these. */
    public record Term(String path, String operator, List<String> operands) {}
}

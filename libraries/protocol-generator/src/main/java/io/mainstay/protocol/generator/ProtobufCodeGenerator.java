package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Binding;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Group;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Struct;
import io.mainstay.protocol.generator.Schema.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the protobuf side of a message or struct: a switch over field numbers, and the fields in their order. */
final class ProtobufCodeGenerator {
    private final Schema schema;
    private final Source out;
    private String owner = "";
    private int variables;

    /** What turns a component's path into Java, which differs between a message's locals and a struct's builder. */
    private Function<List<String>, String> target = path -> "";

    private Function<List<String>, String> value = path -> "";
    private Function<String, FieldType> type = path -> FieldType.INT;

    ProtobufCodeGenerator(Schema schema, Source out) {
        this.schema = schema;
        this.out = out;
    }

    /** One value and its place. */
    private record Leaf(List<String> path, FieldType type, String detail, Binding binding) {}

    /** A field number: a value, a nested message with fields of its own, or a struct's message with some more. */
    private static final class Node {
        private final Map<Integer, Node> children = new TreeMap<>();
        private Optional<Leaf> leaf = Optional.empty();
        private Optional<Group> group = Optional.empty();
    }

    void message(Message message, List<Component> components) {
        owner = message.name();
        target = path -> path.size() == 1
                ? path.getFirst()
                : String.join("_", path.subList(0, path.size() - 1)) + "." + path.getLast();
        value = ProtobufCodeGenerator::accessors;
        type = path -> components.stream()
                .filter(c -> c.name().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(owner + ": condition on unknown " + path))
                .type();
        Map<String, String> builders = MessageCodeGenerator.builders(
                schema, message, field -> !field.bindings().isEmpty());
        Node root = tree(
                message.groups(),
                message.fields().stream()
                        .flatMap(f -> f.bindings().stream().map(b -> leaf(f, b)))
                        .toList());
        out.line("static " + message.name() + " read(ProtoReader in) {");
        for (Component c : components) {
            if (c.type() != FieldType.STRUCT) {
                out.line(JavaGenerator.javaType(c) + " " + c.name() + " = " + absent(message, c) + ";");
            }
        }
        builders.forEach((path, struct) ->
                out.line("var " + MessageCodeGenerator.variable(path) + " = " + struct + ".builder();"));
        readLoop(root);
        MessageCodeGenerator.assemble(message, components, builders, out);
        out.line("}");
        out.line("private void writeProtobuf(ProtoWriter out) {");
        versionFor(root);
        writeFields(root);
        out.line("}");
    }

    void struct(Struct struct) {
        owner = struct.name();
        target = path -> "b." + path.getFirst();
        value = ProtobufCodeGenerator::accessors;
        type = path -> schema.component(struct.name(), path).type();
        Node root = tree(
                struct.groups(),
                struct.components().stream()
                        .flatMap(c ->
                                c.bindings().stream().map(b -> new Leaf(List.of(c.name()), c.type(), c.detail(), b)))
                        .toList());
        String pairs = struct.components().stream()
                .flatMap(c -> c.bindings().stream()
                        .filter(b -> !b.words().isEmpty())
                        .map(b -> "b." + c.name() + " = \"" + b.words().getLast() + "\";"))
                .collect(Collectors.joining(" "));
        out.line("/** What is left of it if protobuf says nothing. */");
        out.line("static Builder protobufBuilder() {", "var b = new Builder();");
        if (!pairs.isEmpty()) {
            out.line(pairs);
        }
        out.line("return b;", "}");
        out.line("/** Reads the current field. */");
        out.line("static void read(ProtoReader in, Builder b) {");
        readField(root);
        out.line("}");
        out.line("void writeFields(ProtoWriter out) {");
        versionFor(root);
        writeFields(root);
        out.line("}");
    }

    private static Leaf leaf(Field field, Binding binding) {
        return new Leaf(field.path(), field.type(), field.detail(), binding);
    }

    private static String accessors(List<String> path) {
        return path.getFirst() + path.stream().skip(1).map(w -> "." + w + "()").collect(Collectors.joining());
    }

    /** What a field means that is not there; official clients read an absent request id as -1. */
    private static String absent(Message message, Component c) {
        Optional<String> no = message.fields().stream()
                .filter(f -> f.path().equals(List.of(c.name())))
                .flatMap(f -> f.bindings().stream())
                .filter(b -> !b.words().isEmpty())
                .map(b -> "\"" + b.words().getLast() + "\"")
                .findFirst();
        return no.orElse(message.incoming() && "reqId".equals(c.name()) ? "-1" : JavaGenerator.absent(c));
    }

    private Node tree(List<Group> groups, List<Leaf> leaves) {
        var root = new Node();
        for (Group group : groups) {
            at(root, group.path()).group = Optional.of(group);
        }
        for (Leaf leaf : leaves) {
            Node node = at(root, leaf.binding().path());
            if (node.leaf.isPresent()) {
                throw new IllegalArgumentException(
                        owner + ": protobuf field " + leaf.binding().path() + " is given twice");
            }
            node.leaf = Optional.of(leaf);
        }
        check(root);
        return root;
    }

    private static Node at(Node root, List<Integer> path) {
        Node node = root;
        for (int number : path) {
            node = node.children.computeIfAbsent(number, n -> new Node());
        }
        return node;
    }

    private void check(Node node) {
        node.children.forEach((number, child) -> {
            boolean nested = child.group.isPresent()
                    || child.leaf.filter(l -> l.type() == FieldType.STRUCT).isPresent();
            if (!child.children.isEmpty() && !nested) {
                throw new IllegalArgumentException(owner + ": protobuf field " + number + " needs a group line");
            }
            if (child.group.isPresent() && child.leaf.isPresent()) {
                throw new IllegalArgumentException(owner + ": protobuf field " + number + " is a group and a value");
            }
            check(child);
        });
    }

    private void readLoop(Node node) {
        out.line("while (in.next()) {");
        readField(node);
        out.line("}");
    }

    private void readField(Node node) {
        readField(node, "in.skipUnknown();");
    }

    private void readField(Node node, String otherwise) {
        if (node.children.isEmpty()) {
            out.line(otherwise);
            return;
        }
        out.line("switch (in.field()) {");
        node.children.forEach((number, child) -> {
            if (child.children.isEmpty()
                    && child.leaf.isPresent()
                    && child.leaf.get().type() != FieldType.STRUCT
                    && child.leaf.get().type() != FieldType.OPTIONAL
                    && !elements(child.leaf.get())) {
                out.line("case " + number + " -> " + read(child.leaf.get()));
            } else {
                out.line("case " + number + " -> {");
                readNested(child);
                out.line("}");
            }
        });
        out.line("default -> " + otherwise, "}");
    }

    private static boolean elements(Leaf leaf) {
        return leaf.type() == FieldType.LIST;
    }

    private void readNested(Node node) {
        int n = ++variables;
        Leaf leaf = node.leaf.orElse(null);
        out.line("int outer" + n + " = in.enter();");
        if (leaf == null) {
            readLoop(node);
        } else if (leaf.type() == FieldType.STRUCT && target.apply(List.of("x")).equals("x")) {
            out.line("while (in.next()) {");
            String builder = MessageCodeGenerator.variable(String.join(".", leaf.path()));
            readField(node, leaf.detail() + ".read(in, " + builder + ");");
            out.line("}");
        } else {
            String x = target.apply(leaf.path());
            String start = switch (leaf.type()) {
                case STRUCT -> x + ".toBuilder()";
                case OPTIONAL -> x + " == null ? " + leaf.detail() + ".protobufBuilder() : " + x + ".toBuilder()";
                default -> leaf.detail() + ".protobufBuilder()";
            };
            out.line("var element" + n + " = " + start + ";");
            out.line("while (in.next()) {", leaf.detail() + ".read(in, element" + n + ");", "}");
            String built = "element" + n + ".build()";
            out.line(x + " = " + (elements(leaf) ? "ProtoReader.append(" + x + ", " + built + ")" : built) + ";");
        }
        out.line("in.leave(outer" + n + ");");
    }

    private String read(Leaf leaf) {
        String x = target.apply(leaf.path());
        Binding b = leaf.binding();
        if (b.bit() >= 0) {
            return x + " = in.readBool() ? " + x + " | " + (1 << b.bit()) + " : " + x + " & ~" + (1 << b.bit()) + ";";
        }
        if (!b.words().isEmpty()) {
            return x + " = in.readBool() ? \"" + b.words().getFirst() + "\" : \""
                    + b.words().getLast() + "\";";
        }
        String read = switch (leaf.type()) {
            case INT -> isType(b, "bool") ? "readBool() ? 1 : 0" : isType(b, "string") ? "readIntText()" : "readInt()";
            case OPTIONAL_INT, SENTINEL_INT -> "readOptionalInt()";
            case LONG -> "readLong()";
            case BOOL, OPTIONAL_BOOL -> "readBool()";
            case STR, TEXT ->
                switch (b.type()) {
                    case "double" -> "readDoubleAsText()";
                    case "int32" -> "readIntAsText()";
                    case "map" -> "readOption(" + x + ")";
                    default -> "readString()";
                };
            case OPTIONAL_STR -> "readString()";
            case PRICE, OPTIONAL_PRICE -> isType(b, "string") ? "readDecimal()" : "readDouble()";
            case COMPUTED1 -> "readComputed1()";
            case COMPUTED2 -> "readComputed2()";
            case SIZE -> "readDecimal()";
            case STRIKE -> "readStrike()";
            case VALUES ->
                switch (b.type()) {
                    case "int32" -> "appendInts(" + x + ")";
                    case "double" -> "appendDoubles(" + x + ")";
                    default -> "appendString(" + x + ")";
                };
            default -> throw new IllegalArgumentException(owner + ": " + leaf);
        };
        return x + " = in." + read + ";";
    }

    private static boolean isType(Binding binding, String word) {
        return word.equals(binding.type());
    }

    private void versionFor(Node node) {
        if (gated(node)) {
            out.line("int v = out.serverVersion();");
        }
    }

    private static boolean gated(Node node) {
        return node.children.values().stream()
                .anyMatch(c -> gated(c)
                        || c.leaf.filter(l -> !l.binding().range().equals(Range.ALL))
                                .isPresent());
    }

    private void writeFields(Node node) {
        node.children.forEach((number, child) -> {
            Leaf leaf = child.leaf.orElse(null);
            if (leaf == null) {
                String condition = condition(child.group.orElseThrow().condition());
                Conditions.guarded(Range.ALL, condition, out, () -> writeNested(number, child, ""));
                return;
            }
            Conditions.guarded(leaf.binding().range(), condition(leaf.binding().condition()), out, () -> {
                String x = value.apply(leaf.path());
                switch (leaf.type()) {
                    case STRUCT -> writeNested(number, child, x + without(leaf, child) + ".writeFields(out);");
                    case OPTIONAL -> {
                        out.line("if (" + x + " != null) {");
                        writeNested(number, child, x + ".writeFields(out);");
                        out.line("}");
                    }
                    case LIST -> {
                        int n = ++variables;
                        out.line("for (var element" + n + " : " + x + ") {");
                        writeNested(number, child, "element" + n + ".writeFields(out);");
                        out.line("}");
                    }
                    default -> out.line("out." + write(leaf, number, x) + ";");
                }
            });
        });
    }

    /** Takes out of a struct what the message has another value for: the same number twice would be read as one. */
    private String without(Leaf struct, Node node) {
        String taken = Objects.requireNonNull(schema.structs().get(struct.detail())).components().stream()
                .filter(c -> c.bindings().stream()
                        .anyMatch(b -> node.children.containsKey(b.path().getFirst())))
                .map(c -> "." + c.name() + "(" + JavaGenerator.absent(c) + ")")
                .collect(Collectors.joining());
        return taken.isEmpty() ? "" : ".toBuilder()" + taken + ".build()";
    }

    private void writeNested(int number, Node node, String fields) {
        int n = ++variables;
        out.line("int start" + n + " = out.begin(" + number + ");");
        writeFields(node);
        if (!fields.isEmpty()) {
            out.line(fields);
        }
        out.line("out.end(start" + n + ");");
    }

    private String write(Leaf leaf, int number, String x) {
        Binding b = leaf.binding();
        String arguments = "(" + number + ", " + x + ")";
        if (b.bit() >= 0) {
            return "writeBool(" + number + ", (" + x + " & " + (1 << b.bit()) + ") != 0)";
        }
        if (!b.words().isEmpty()) {
            return "writeBool(" + number + ", \"" + b.words().getFirst() + "\".equals(" + x + "))";
        }
        return switch (leaf.type()) {
            case INT ->
                switch (b.type()) {
                    case "bool" -> "writeBool(" + number + ", " + x + " != 0)";
                    case "string" -> "writeIntText" + arguments;
                    default ->
                        ("reqId".equals(x) ? "writeReqId" : b.nonzero() ? "writeNonzeroInt" : "writeInt") + arguments;
                };
            case OPTIONAL_INT, SENTINEL_INT -> "writeOptionalInt" + arguments;
            case LONG -> (b.nonzero() ? "writeNonzeroLong" : "writeLong") + arguments;
            case BOOL -> "writeBool" + arguments;
            case OPTIONAL_BOOL -> "writeOptionalBool" + arguments;
            case STR, TEXT ->
                switch (b.type()) {
                    case "double" -> (b.strict() ? "requireTextAsDouble" : "writeTextAsDouble") + arguments;
                    case "int32" -> "requireTextAsInt" + arguments;
                    case "map" -> "writeOptions" + arguments;
                    default -> "writeString" + arguments;
                };
            case OPTIONAL_STR -> "writeOptionalString" + arguments;
            case PRICE, OPTIONAL_PRICE -> (isType(b, "string") ? "writeDecimal" : "writeDouble") + arguments;
            case COMPUTED1, COMPUTED2, STRIKE -> "writeDouble" + arguments;
            case SIZE -> "writeDecimal" + arguments;
            case VALUES ->
                switch (b.type()) {
                    case "int32" -> "writeInts" + arguments;
                    case "double" -> "writeDoubles" + arguments;
                    default -> "writeStrings" + arguments;
                };
            default -> throw new IllegalArgumentException(owner + ": " + leaf);
        };
    }

    private String condition(List<List<Term>> alternatives) {
        var or = new ArrayList<String>();
        for (List<Term> terms : alternatives) {
            or.add(terms.stream()
                    .map(t -> Conditions.test(t, value.apply(List.of(t.path())), type.apply(t.path())))
                    .collect(Collectors.joining(" && ")));
        }
        return String.join(" || ", or);
    }
}

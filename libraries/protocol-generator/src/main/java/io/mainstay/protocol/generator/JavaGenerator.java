package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Struct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes one Java file for each struct and message, and the tables over all of them. */
public final class JavaGenerator {
    private static final int IDS_IN_GROUP = 16;
    private static final String PACKAGE = "io.mainstay.protocol.message";

    private final Schema schema;
    private final Path folder;

    private JavaGenerator(Schema schema, Path folder) {
        this.schema = schema;
        this.folder = folder;
    }

    /** Takes the schema file and the folder to write the sources to. */
    public static void main(String[] args) throws IOException {
        Schema schema = SchemaParser.parse(Files.readAllLines(Path.of(args[0])));
        Path folder = Path.of(args[1]).resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(folder);
        new JavaGenerator(schema, folder).generate();
    }

    private void generate() throws IOException {
        for (Struct struct : schema.structs().values()) {
            file(struct.name(), struct(struct));
        }
        for (Message message : schema.messages()) {
            file(message.name(), message(message));
        }
        file("Incoming", direction("Incoming", "from the gateway to a client", true));
        file("Outgoing", direction("Outgoing", "from a client to the gateway", false));
        file("MessageTable", table());
        file("MessageRoutes", new RouteGenerator(schema).generate());
    }

    private String struct(Struct struct) {
        var out = new Source();
        List<Component> all = struct.components();
        out.line("/** The value {@code " + struct.name()
                + "} of TWS messages; what a message does not carry is absent. */");
        out.line("public record " + struct.name() + "(" + parameters(all) + ") {");
        copyLists(struct.name(), all, out);
        out.line("public static Builder builder() {", "return new Builder();", "}");
        out.line("public Builder toBuilder() {", "var b = new Builder();");
        all.forEach(c -> out.line("b." + c.name() + " = " + c.name() + ";"));
        out.line("return b;", "}");
        out.line("/** Collects the components of a {@link " + struct.name()
                + "}; not safe for use by several threads. */");
        out.line("public static final class Builder {");
        all.forEach(c -> out.line(javaType(c) + " " + c.name() + " = " + absent(c) + ";"));
        out.line("Builder() {}");
        for (Component c : all) {
            out.line(
                    "public Builder " + c.name() + "(" + javaType(c) + " value) {",
                    "this." + c.name() + " = value;",
                    "return this;",
                    "}");
        }
        out.line("public " + struct.name() + " build() {");
        out.line("return new " + struct.name() + "(" + names(all) + ");", "}", "}");
        new ProtobufCodeGenerator(schema, out).struct(struct);
        out.line("}");
        return out.toString();
    }

    private String message(Message message) {
        List<Component> all = components(message);
        var out = new Source();
        String from = message.incoming() ? "from the gateway" : "to the gateway";
        out.line("/** The TWS message {@code " + message.wireName() + "}, id " + message.id() + ", " + from + ". */");
        String withIds = all.stream()
                .filter(c -> c.type() == FieldType.INT)
                .map(Component::name)
                .filter(n -> "reqId".equals(n) || "orderId".equals(n))
                .map(n -> ", Has" + Character.toUpperCase(n.charAt(0)) + n.substring(1))
                .collect(Collectors.joining());
        out.line("public record " + message.name() + "(" + parameters(all) + ") implements "
                + (message.incoming() ? "Incoming" : "Outgoing") + withIds + " {");
        out.line("/** The id on the wire. */", "public static final int ID = " + message.id() + ";");
        copyLists(message.name(), all, out);
        withoutProtobufOnly(message, all, out);
        out.line("@Override public int messageId() {", "return ID;", "}");
        out.line("@Override public String wireName() {", "return \"" + message.wireName() + "\";", "}");
        out.line("@Override public int sinceVersion() {", "return " + message.since() + ";", "}");
        for (String id : List.of("reqId", "orderId")) {
            if (withIds.contains(id.substring(1))) {
                String method = "with" + Character.toUpperCase(id.charAt(0)) + id.substring(1);
                String changed = all.stream()
                        .map(c -> c.name().equals(id) ? "newId" : c.name())
                        .collect(Collectors.joining(", "));
                out.line("@Override public " + message.name() + " " + method + "(int newId) {");
                out.line("return new " + message.name() + "(" + changed + ");", "}");
            }
        }
        new MessageCodeGenerator(schema, message, all, out).generate();
        out.line("}");
        return out.toString();
    }

    /** A constructor for those who send a message that text describes in full. */
    private static void withoutProtobufOnly(Message message, List<Component> all, Source out) {
        List<String> inText = message.fields().stream()
                .filter(Schema.Field::text)
                .map(f -> f.path().getFirst())
                .distinct()
                .toList();
        List<Component> some =
                all.stream().filter(c -> inText.contains(c.name())).toList();
        if (message.hasText() && some.size() < all.size()) {
            out.line("/** Without what only protobuf carries. */");
            out.line("public " + message.name() + "(" + parameters(some) + ") {");
            out.line("this("
                    + all.stream()
                            .map(c -> some.contains(c) ? c.name() : absent(c))
                            .collect(Collectors.joining(", "))
                    + ");");
            out.line("}");
        }
    }

    /** The components of a message's record: the first words of its fields' paths, in order of first appearance. */
    private List<Component> components(Message message) {
        Map<String, Component> components = new LinkedHashMap<>();
        for (Schema.Field field : message.fields()) {
            String name = field.path().getFirst();
            if (field.path().size() > 1) {
                String struct = Character.toUpperCase(name.charAt(0)) + name.substring(1);
                if (!schema.structs().containsKey(struct)) {
                    throw new IllegalArgumentException(message.name() + "." + name + ": no struct " + struct);
                }
                components.putIfAbsent(name, new Component(name, FieldType.STRUCT, struct, List.of()));
            } else {
                components.putIfAbsent(name, new Component(name, field.type(), field.detail(), field.bindings()));
            }
        }
        return new ArrayList<>(components.values());
    }

    private String direction(String name, String what, boolean incoming) {
        var out = new Source();
        String permitted = schema.messages().stream()
                .filter(m -> m.incoming() == incoming)
                .map(Message::name)
                .collect(Collectors.joining(", "));
        out.line("/** A message " + what + ". */");
        out.line("public sealed interface " + name + " extends Message permits " + permitted + " {}");
        return out.toString();
    }

    private String table() {
        var out = new Source();
        out.line("/** Every message by its id on the wire. */");
        out.line("public final class MessageTable {", "private MessageTable() {}");
        for (boolean incoming : List.of(true, false)) {
            String name = incoming ? "Incoming" : "Outgoing";
            out.line("/** Reads the fields after the id; null if no message of this direction has the id. */");
            table(name, "FieldReader", m -> m.incoming() == incoming && m.hasText(), out);
            out.line(
                    "/** Reads a protobuf body; null if no message of this direction has the id, or not as protobuf. */");
            table(
                    name,
                    "ProtoReader",
                    m -> m.incoming() == incoming && m.protobuf().isPresent(),
                    out);
        }
        out.line("}");
        return out.toString();
    }

    /**
     * Two small switches instead of a large one: the JIT does not inline a method of so many cases, and then each message
     * costs a reader object, which it otherwise leaves out.
     */
    private void table(String direction, String reader, Predicate<Message> which, Source out) {
        Map<Integer, List<Message>> groups = schema.messages().stream()
                .filter(which)
                .collect(Collectors.groupingBy(m -> m.id() / IDS_IN_GROUP, TreeMap::new, Collectors.toList()));
        out.line("public static @Nullable " + direction + " read" + direction + "(int id, " + reader + " in) {");
        out.line("return switch (id / " + IDS_IN_GROUP + ") {");
        groups.keySet().forEach(group -> out.line("case " + group + " -> read" + direction + group + "(id, in);"));
        out.line("default -> null;", "};", "}");
        groups.forEach((group, messages) -> {
            out.line("private static @Nullable " + direction + " read" + direction + group + "(int id, " + reader
                    + " in) {");
            out.line("return switch (id) {");
            messages.forEach(m -> out.line("case " + m.id() + " -> " + m.name() + ".read(in);"));
            out.line("default -> null;", "};", "}");
        });
    }

    private static String parameters(List<Component> all) {
        return all.stream().map(c -> javaType(c) + " " + c.name()).collect(Collectors.joining(", "));
    }

    private static String names(List<Component> all) {
        return all.stream().map(Component::name).collect(Collectors.joining(", "));
    }

    private static void copyLists(String name, List<Component> all, Source out) {
        List<Component> lists = all.stream()
                .filter(c -> c.type() == FieldType.LIST || c.type() == FieldType.VALUES)
                .toList();
        if (!lists.isEmpty()) {
            out.line("public " + name + " {");
            lists.forEach(c -> out.line(c.name() + " = List.copyOf(" + c.name() + ");"));
            out.line("}");
        }
    }

    static String javaType(Component c) {
        return switch (c.type()) {
            case STRUCT -> c.detail();
            case OPTIONAL -> "@Nullable " + c.detail();
            case LIST -> "List<" + c.detail() + ">";
            case VALUES -> "List<" + FieldType.named(c.detail()).boxed() + ">";
            default -> c.type().java;
        };
    }

    static String absent(Component c) {
        return switch (c.type()) {
            case STRUCT -> c.detail() + ".builder().build()";
            case OPTIONAL -> "null";
            case LIST, VALUES -> "List.of()";
            default -> c.type().absent;
        };
    }

    private void file(String name, String body) throws IOException {
        String head = """
                // Generated from tws.schema; change that file instead.
                package %s;

                import io.mainstay.protocol.field.Decimals;
                import io.mainstay.protocol.field.FieldReader;
                import io.mainstay.protocol.field.FieldWriter;
                import io.mainstay.protocol.field.ProtoReader;
                import io.mainstay.protocol.field.ProtoWriter;
                import java.math.BigDecimal;
                import java.util.ArrayList;
                import java.util.List;
                import org.jspecify.annotations.Nullable;

                """.formatted(PACKAGE);
        Path file = folder.resolve(name + ".java");
        String text = head + body;
        // An unchanged file keeps its date, so that the compiler need not start anew.
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }
}

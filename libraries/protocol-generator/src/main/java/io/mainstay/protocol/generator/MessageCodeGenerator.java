package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes a message's {@code read} and {@code write}, which mirror each other field by field. */
final class MessageCodeGenerator {
    private final Schema schema;
    private final Message message;
    private final List<Component> components;
    private final Source out;
    private int variables;

    MessageCodeGenerator(Schema schema, Message message, List<Component> components, Source out) {
        this.schema = schema;
        this.message = message;
        this.components = components;
        this.out = out;
    }

    void generate() {
        message.fields().forEach(field -> check(field, ""));
        if (message.hasText()) {
            read();
        }
        write();
        if (message.protobuf().isPresent()) {
            new ProtobufCodeGenerator(schema, out).message(message, components);
        }
    }

    private List<Field> textFields() {
        return message.fields().stream().filter(Field::text).toList();
    }

    /**
     * Refuses a field whose type differs from its struct's component: one that may be absent in the struct and not on
     * the wire, or the other way round, would fail only when somebody sends it.
     */
    private void check(Field field, String struct) {
        String owner = struct;
        int words = field.path().size();
        if (struct.isEmpty() && words > 1) {
            owner = SchemaParser.capitalized(field.path().getFirst());
        }
        for (int i = struct.isEmpty() ? 1 : 0; i < words - 1; i++) {
            owner = structOf(owner, field.path().get(i));
        }
        if (!owner.isEmpty()) {
            Component described = component(owner, field.name());
            boolean completes = field.type() == FieldType.EACH && described.type() == FieldType.LIST;
            if (!completes && !described.type().java.equals(field.type().java)
                    || !described.detail().equals(field.detail())) {
                throw new IllegalArgumentException(message.name() + "." + String.join(".", field.path()) + ": is "
                        + field.type() + " on the wire and " + described.type() + " in struct " + owner);
            }
        }
        field.members().forEach(member -> check(member, field.detail()));
    }

    private void read() {
        out.line("static " + message.name() + " read(FieldReader in) {", "int v = in.serverVersion();");
        Map<String, String> builders = builders(schema, message, field -> true);
        for (Component c : components) {
            if (c.type() != FieldType.STRUCT) {
                out.line(JavaGenerator.javaType(c) + " " + c.name() + " = " + JavaGenerator.absent(c) + ";");
            }
        }
        builders.forEach((path, struct) -> out.line("var " + variable(path) + " = " + struct + ".builder();"));
        message.version().ifPresent(version -> guarded(version.range(), "", () -> out.line("in.skip();")));
        Scope scope = new Scope("", true);
        textFields().forEach(field -> read(field, scope));
        assemble(message, components, builders, out);
        out.line("}");
    }

    /** Builds the structs, inner before outer, and the message from them and the locals. */
    static void assemble(Message message, List<Component> components, Map<String, String> builders, Source out) {
        List<String> paths = new ArrayList<>(builders.keySet());
        for (String path : paths.reversed()) {
            int dot = path.lastIndexOf('.');
            if (dot > 0) {
                out.line(variable(path.substring(0, dot)) + "." + path.substring(dot + 1) + "(" + variable(path)
                        + ".build());");
            }
        }
        out.line("return new " + message.name() + "("
                + components.stream()
                        .map(c -> c.type() == FieldType.STRUCT ? c.name() + ".build()" : c.name())
                        .collect(Collectors.joining(", "))
                + ");");
    }

    private void read(Field field, Scope scope) {
        guarded(field.range(), condition(field, scope), () -> {
            if (field.type().simple()) {
                out.line(assign(field, scope, "in.read" + field.type().method + "()"));
                return;
            }
            int n = ++variables;
            switch (field.type()) {
                case OPTIONAL -> {
                    out.line("if (in.readBool()) {");
                    readElement(field, "element" + n);
                    out.line(assign(field, scope, "element" + n + ".build()"), "}");
                }
                case EACH -> {
                    String list = value(String.join(".", field.path()), scope);
                    out.line("int count" + n + " = in.readCount();");
                    out.line("in.requireAtMost(count" + n + ", " + list + ".size());");
                    out.line("var list" + n + " = new ArrayList<" + field.detail() + ">(" + list + ");");
                    out.line("for (int i" + n + " = 0; i" + n + " < count" + n + "; i" + n + "++) {");
                    out.line("var element" + n + " = list" + n + ".get(i" + n + ").toBuilder();");
                    Scope element = new Scope("element" + n, true, field.detail());
                    field.members().forEach(member -> read(member, element));
                    out.line("list" + n + ".set(i" + n + ", element" + n + ".build());", "}");
                    out.line(assign(field, scope, "list" + n));
                }
                case LIST -> {
                    out.line("int count" + n + " = in.readCount();");
                    out.line("var list" + n + " = new ArrayList<" + field.detail() + ">(count" + n + ");");
                    out.line("for (int i" + n + " = 0; i" + n + " < count" + n + "; i" + n + "++) {");
                    readElement(field, "element" + n);
                    out.line("list" + n + ".add(element" + n + ".build());", "}");
                    out.line(assign(field, scope, "list" + n));
                }
                default -> {
                    FieldType type = FieldType.named(field.detail());
                    String method = type == FieldType.PRICE ? "requirePrice" : "read" + type.method;
                    out.line("int count" + n + " = in.readCount();");
                    out.line("var list" + n + " = new ArrayList<" + type.boxed() + ">(count" + n + ");");
                    out.line("for (int i" + n + " = 0; i" + n + " < count" + n + "; i" + n + "++) {");
                    out.line("list" + n + ".add(in." + method + "());", "}");
                    out.line(assign(field, scope, "list" + n));
                }
            }
        });
    }

    private void readElement(Field list, String element) {
        out.line("var " + element + " = " + list.detail() + ".builder();");
        Scope scope = new Scope(element, true, list.detail());
        var nested = new LinkedHashMap<String, String>();
        for (Field member : list.members()) {
            if (member.path().size() > 1) {
                nested.putIfAbsent(
                        member.path().getFirst(),
                        structOf(list.detail(), member.path().getFirst()));
            }
        }
        nested.forEach((name, struct) -> out.line("var " + element + "_" + name + " = " + struct + ".builder();"));
        list.members().forEach(member -> read(member, scope));
        nested.keySet().forEach(name -> out.line(element + "." + name + "(" + element + "_" + name + ".build());"));
    }

    private void write() {
        out.line("@Override public void write(FieldWriter out) {", "int v = out.serverVersion();");
        if (!message.hasText()) {
            out.line("if (v < " + message.since() + ") {");
            out.line("throw new IllegalStateException(\"" + message.wireName() + " does not exist at version \" + v);");
            out.line("}", "writeProtobuf(out.beginProtobuf(ID));", "out.end();", "}");
            return;
        }
        message.protobuf().ifPresent(protobuf -> {
            out.line("if (v >= " + protobuf.since() + ") {", "writeProtobuf(out.beginProtobuf(ID));");
            out.line("out.end();", "return;", "}");
        });
        out.line("out.begin(ID);");
        message.version()
                .ifPresent(version ->
                        guarded(version.range(), "", () -> out.line("out.writeInt(" + version.value() + ");")));
        Scope scope = new Scope("", false);
        textFields().forEach(field -> write(field, scope));
        out.line("out.end();", "}");
    }

    private void write(Field field, Scope scope) {
        String value = value(String.join(".", field.path()), scope);
        guarded(field.range(), condition(field, scope), () -> {
            int n = ++variables;
            switch (field.type()) {
                case OPTIONAL -> {
                    out.line("out.writeBool(" + value + " != null);", "if (" + value + " != null) {");
                    out.line("var element" + n + " = " + value + ";");
                    writeElement(field, "element" + n);
                    out.line("}");
                }
                case EACH -> {
                    String completed = field.members().stream()
                            .map(m -> "e." + m.name() + "() != null")
                            .collect(Collectors.joining(" || "));
                    out.line("boolean any" + n + " = " + value + ".stream().anyMatch(e -> " + completed + ");");
                    out.line("out.writeInt(any" + n + " ? " + value + ".size() : 0);", "if (any" + n + ") {");
                    out.line("for (var element" + n + " : " + value + ") {");
                    writeElement(field, "element" + n);
                    out.line("}", "}");
                }
                case LIST -> {
                    out.line("out.writeInt(" + value + ".size());");
                    out.line("for (var element" + n + " : " + value + ") {");
                    writeElement(field, "element" + n);
                    out.line("}");
                }
                case VALUES -> {
                    out.line("out.writeInt(" + value + ".size());");
                    out.line("for (var element" + n + " : " + value + ") {");
                    out.line("out.write" + FieldType.named(field.detail()).method + "(element" + n + ");", "}");
                }
                default ->
                    out.line(
                            "out.write" + (isReqId(field, scope) ? "ReqId" : field.type().method) + "(" + value + ");");
            }
        });
    }

    private static boolean isReqId(Field field, Scope scope) {
        return scope.element().isEmpty() && field.path().equals(List.of("reqId"));
    }

    private void writeElement(Field list, String element) {
        Scope scope = new Scope(element, false, list.detail());
        list.members().forEach(member -> write(member, scope));
    }

    /**
     * The structs of this message that are filled piece by piece, outer before inner: those of the message itself, and
     * the inner ones that a field of {@code inDialect} fills. Others come whole, within an outer one.
     */
    static Map<String, String> builders(Schema schema, Message message, Predicate<Field> inDialect) {
        var builders = new LinkedHashMap<String, String>();
        for (Field field : message.fields()) {
            String struct = "";
            int owners = inDialect.test(field)
                    ? field.path().size()
                    : Math.min(field.path().size(), 2);
            for (int i = 1; i < owners; i++) {
                String path = String.join(".", field.path().subList(0, i));
                String name = field.path().get(i - 1);
                struct = i == 1
                        ? SchemaParser.capitalized(name)
                        : schema.component(struct, name).detail();
                builders.putIfAbsent(path, struct);
            }
            if (field.type() == FieldType.STRUCT) {
                builders.putIfAbsent(String.join(".", field.path()), field.detail());
            }
        }
        return builders;
    }

    private String structOf(String struct, String component) {
        return component(struct, component).detail();
    }

    private Component component(String struct, String name) {
        return schema.component(struct, name);
    }

    static String variable(String path) {
        return path.replace('.', '_');
    }

    private String assign(Field field, Scope scope, String value) {
        List<String> owner = field.path().subList(0, field.path().size() - 1);
        if (scope.element().isEmpty()) {
            return owner.isEmpty()
                    ? field.name() + " = " + value + ";"
                    : String.join("_", owner) + "." + field.name() + "(" + value + ");";
        }
        String builder = owner.isEmpty() ? scope.element() : scope.element() + "_" + String.join("_", owner);
        return builder + "." + field.name() + "(" + value + ");";
    }

    /** The Java expression for a path: a local or a builder's field while reading, accessors while writing. */
    private String value(String path, Scope scope) {
        List<String> words = List.of(path.split("\\."));
        if (!scope.element().isEmpty()) {
            return scope.element()
                    + words.stream()
                            .map(w -> scope.reading() ? "." + w : "." + w + "()")
                            .collect(Collectors.joining());
        }
        if (words.size() == 1) {
            return path;
        }
        if (scope.reading()) {
            return String.join("_", words.subList(0, words.size() - 1)) + "." + words.getLast();
        }
        return words.getFirst()
                + words.stream().skip(1).map(w -> "." + w + "()").collect(Collectors.joining());
    }

    private String condition(Field field, Scope scope) {
        return field.condition().stream()
                .map(terms -> terms.stream().map(t -> term(t, scope)).collect(Collectors.joining(" && ")))
                .collect(Collectors.joining(" || "));
    }

    private String term(Term term, Scope scope) {
        return Conditions.test(term, value(term.path(), scope), typeOf(term.path(), scope));
    }

    private FieldType typeOf(String path, Scope scope) {
        List<String> words = List.of(path.split("\\."));
        if (!scope.element().isEmpty()) {
            return component(scope.struct(), words.getFirst()).type();
        }
        Component c = components.stream()
                .filter(x -> x.name().equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(message.name() + ": condition on unknown " + path));
        for (String word : words.subList(1, words.size())) {
            c = component(c.detail(), word);
        }
        return c.type();
    }

    private void guarded(Range range, String condition, Runnable body) {
        Conditions.guarded(range, condition, out, body);
    }

    /** Where a field's value lives: in the message itself, or in one element of a list. */
    private record Scope(String element, boolean reading, String struct) {
        Scope(String element, boolean reading) {
            this(element, reading, "");
        }
    }
}

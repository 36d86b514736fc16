package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Struct;
import io.mainstay.protocol.generator.Schema.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        read();
        write();
    }

    /**
     * Refuses a field whose type differs from its struct's component: one that may be absent in the struct and not on
     * the wire, or the other way round, would fail only when somebody sends it.
     */
    private void check(Field field, String struct) {
        String owner = struct;
        int words = field.path().size();
        if (struct.isEmpty() && words > 1) {
            String name = field.path().getFirst();
            owner = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }
        for (int i = struct.isEmpty() ? 1 : 0; i < words - 1; i++) {
            owner = structOf(owner, field.path().get(i));
        }
        if (!owner.isEmpty()) {
            Component described = component(owner, field.name());
            if (!described.type().java.equals(field.type().java)
                    || !described.detail().equals(field.detail())) {
                throw new IllegalArgumentException(message.name() + "." + String.join(".", field.path()) + ": is "
                        + field.type() + " on the wire and " + described.type() + " in struct " + owner);
            }
        }
        field.members().forEach(member -> check(member, field.detail()));
    }

    private void read() {
        out.line("static " + message.name() + " read(FieldReader in) {", "int v = in.serverVersion();");
        Map<String, String> builders = builders();
        for (Component c : components) {
            if (c.type() != FieldType.STRUCT) {
                out.line(plainType(c) + " " + c.name() + " = " + JavaGenerator.absent(c) + ";");
            }
        }
        builders.forEach((path, struct) -> out.line("var " + variable(path) + " = " + struct + ".builder();"));
        message.version().ifPresent(version -> guarded(version.range(), "", () -> out.line("in.skip();")));
        Scope scope = new Scope("", true);
        message.fields().forEach(field -> read(field, scope));
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
        out.line("}");
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
        out.line("@Override public void write(FieldWriter out) {", "int v = out.serverVersion();", "out.begin(ID);");
        message.version()
                .ifPresent(version ->
                        guarded(version.range(), "", () -> out.line("out.writeInt(" + version.value() + ");")));
        Scope scope = new Scope("", false);
        message.fields().forEach(field -> write(field, scope));
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
                default -> out.line("out.write" + field.type().method + "(" + value + ");");
            }
        });
    }

    private void writeElement(Field list, String element) {
        Scope scope = new Scope(element, false, list.detail());
        list.members().forEach(member -> write(member, scope));
    }

    /** The structs of this message that are filled piece by piece, outer before inner. */
    private Map<String, String> builders() {
        var builders = new LinkedHashMap<String, String>();
        for (Field field : message.fields()) {
            String struct = "";
            for (int i = 1; i < field.path().size(); i++) {
                String path = String.join(".", field.path().subList(0, i));
                String name = field.path().get(i - 1);
                struct = i == 1 ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : structOf(struct, name);
                builders.putIfAbsent(path, struct);
            }
        }
        return builders;
    }

    private String structOf(String struct, String component) {
        return component(struct, component).detail();
    }

    private Component component(String struct, String name) {
        Struct found = schema.structs().get(struct);
        if (found == null) {
            throw new IllegalArgumentException(message.name() + ": no struct " + struct);
        }
        return found.components().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        message.name() + ": struct " + struct + " has no component " + name));
    }

    private static String plainType(Component c) {
        return switch (c.type()) {
            case LIST -> "List<" + c.detail() + ">";
            case VALUES -> "List<" + FieldType.named(c.detail()).boxed() + ">";
            case OPTIONAL -> c.detail();
            default -> c.type().java.replace("@Nullable ", "");
        };
    }

    private static String variable(String path) {
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
        String x = value(term.path(), scope);
        FieldType type = typeOf(term.path(), scope);
        return switch (term.operator()) {
            case "set" -> "!" + x + ".isEmpty()";
            case "positive" -> "Decimals.isPositive(" + x + ")";
            case "infinite" -> "Decimals.isInfinite(" + x + ")";
            case "in" -> "(" + equal(x, type, term.operands()) + ")";
            case "not" -> "!(" + equal(x, type, term.operands()) + ")";
            default -> throw new IllegalArgumentException(message.name() + ": what is " + term + "?");
        };
    }

    private static String equal(String x, FieldType type, List<String> operands) {
        return operands.stream()
                .map(o -> type == FieldType.INT ? x + " == " + o : "\"" + o + "\".equals(" + x + ")")
                .collect(Collectors.joining(" || "));
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
        var tests = new ArrayList<String>();
        if (range.from() > Range.OLDEST) {
            tests.add("v >= " + range.from());
        }
        if (range.until() < Integer.MAX_VALUE) {
            tests.add("v <= " + range.until());
        }
        if (!condition.isEmpty()) {
            tests.add(tests.isEmpty() ? condition : "(" + condition + ")");
        }
        if (tests.isEmpty()) {
            body.run();
        } else {
            out.line("if (" + String.join(" && ", tests) + ") {");
            body.run();
            out.line("}");
        }
    }

    /** Where a field's value lives: in the message itself, or in one element of a list. */
    private record Scope(String element, boolean reading, String struct) {
        Scope(String element, boolean reading) {
            this(element, reading, "");
        }
    }
}

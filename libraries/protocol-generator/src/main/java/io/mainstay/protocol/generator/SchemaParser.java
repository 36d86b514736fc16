package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Struct;
import io.mainstay.protocol.generator.Schema.Term;
import io.mainstay.protocol.generator.Schema.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the schema file, whose grammar its own head explains; every complaint names the line. */
public final class SchemaParser {
    /** What every message's record answers for itself; a component of that name would be hidden by it. */
    private static final Set<String> TAKEN = Set.of("messageId", "wireName", "sinceVersion", "write");

    private record Line(int number, int indent, List<String> words) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Struct> structs = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private int at;

    private SchemaParser(List<String> text) {
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).stripTrailing();
            String body = line.stripLeading();
            if (!body.isEmpty() && !body.startsWith("#")) {
                lines.add(new Line(i + 1, line.length() - body.length(), Arrays.asList(body.split(" +"))));
            }
        }
    }

    /**
     * Parses the lines of a schema file.
     *
     * @throws IllegalArgumentException if a line is not of the grammar; the message names it
     */
    public static Schema parse(List<String> text) {
        return new SchemaParser(text).schema();
    }

    private Schema schema() {
        while (at < lines.size()) {
            Line head = lines.get(at++);
            try {
                if (head.indent() != 0) {
                    throw new IllegalArgumentException("an indented line outside a block");
                }
                switch (head.words().getFirst()) {
                    case "struct" -> struct(head);
                    case "in", "out" -> message(head);
                    default -> throw new IllegalArgumentException("a block begins with struct, in or out");
                }
            } catch (RuntimeException e) {
                Line line = lines.get(Math.min(at, lines.size()) - 1);
                throw new IllegalArgumentException(
                        "schema line " + line.number() + ": " + String.join(" ", line.words()) + ": " + e.getMessage(),
                        e);
            }
        }
        return new Schema(structs, messages);
    }

    private void struct(Line head) {
        var components = new ArrayList<Component>();
        while (at < lines.size() && lines.get(at).indent() > 0) {
            List<String> words = lines.get(at++).words();
            components.add(component(words.getFirst(), words.subList(1, words.size())));
        }
        String name = head.words().get(1);
        if (structs.put(name, new Struct(name, components)) != null) {
            throw new IllegalArgumentException("struct " + name + " is described twice");
        }
    }

    private Component component(String name, List<String> words) {
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException("a message has a method of its own called " + name);
        }
        return switch (words.getFirst()) {
            case "list" -> new Component(name, FieldType.LIST, known(words.get(1)));
            case "optional" -> new Component(name, FieldType.OPTIONAL, known(words.get(1)));
            case "values" -> new Component(name, FieldType.VALUES, words.get(1));
            default ->
                Character.isUpperCase(words.getFirst().charAt(0))
                        ? new Component(name, FieldType.STRUCT, words.getFirst())
                        : new Component(name, FieldType.named(words.getFirst()), "");
        };
    }

    private void message(Line head) {
        List<String> words = head.words();
        int since = words.size() == 6 && "since".equals(words.get(4)) ? Integer.parseInt(words.get(5)) : Range.OLDEST;
        Optional<Version> version = Optional.empty();
        if (at < lines.size()
                && lines.get(at).indent() > 0
                && "version".equals(lines.get(at).words().getFirst())) {
            List<String> line = lines.get(at++).words();
            Range range = line.size() > 2 ? range(line.get(2)) : Range.ALL;
            version = Optional.of(new Version(Integer.parseInt(line.get(1)), range));
        }
        messages.add(new Message(
                "in".equals(words.getFirst()),
                Integer.parseInt(words.get(1)),
                words.get(2),
                words.get(3),
                since,
                version,
                fields(0)));
    }

    private List<Field> fields(int parentIndent) {
        var fields = new ArrayList<Field>();
        if (at >= lines.size() || lines.get(at).indent() <= parentIndent) {
            return fields;
        }
        int indent = lines.get(at).indent();
        while (at < lines.size() && lines.get(at).indent() == indent) {
            List<String> words = lines.get(at++).words();
            int when = words.indexOf("when");
            List<List<Term>> condition = when < 0 ? List.of() : condition(words.subList(when + 1, words.size()));
            List<String> plain = when < 0 ? words : words.subList(0, when);
            Range range = plain.getLast().contains("..") ? range(plain.getLast()) : Range.ALL;
            Component type = component(words.getFirst(), plain.subList(1, plain.size()));
            List<Field> members = fields(indent);
            fields.add(new Field(
                    List.of(words.getFirst().split("\\.")), type.type(), type.detail(), range, condition, members));
        }
        return fields;
    }

    private static Range range(String text) {
        int dots = text.indexOf("..");
        String until = text.substring(dots + 2);
        return new Range(
                dots == 0 ? Range.OLDEST : Integer.parseInt(text.substring(0, dots)),
                until.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(until));
    }

    private static List<List<Term>> condition(List<String> words) {
        var alternatives = new ArrayList<List<Term>>();
        for (String alternative : String.join(" ", words).split(" or ")) {
            var terms = new ArrayList<Term>();
            for (String term : alternative.split(" and ")) {
                String[] parts = term.split(" ", 3);
                List<String> operands = parts.length < 3 ? List.of() : List.of(parts[2].split("\\|"));
                terms.add(new Term(parts[0], parts[1], operands));
            }
            alternatives.add(terms);
        }
        return alternatives;
    }

    private static String known(String struct) {
        if (!Character.isUpperCase(struct.charAt(0))) {
            throw new IllegalArgumentException("a struct's name begins with a capital: " + struct);
        }
        return struct;
    }
}

package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Binding;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Group;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Protobuf;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Route;
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
    private static final Set<String> TAKEN = Set.of("messageId", "wireName", "sinceVersion", "write", "in", "out", "v");

    private static final Set<String> PROTOBUF_TYPES = Set.of("double", "int32", "int64", "bool", "string", "map");

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

    /** Reads the lines of the file. */
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
        String name = head.words().get(1);
        String protobufName = nextIs("protobuf") ? lines.get(at++).words().get(1) : name;
        var components = new ArrayList<Component>();
        var groups = new ArrayList<Group>();
        while (at < lines.size() && lines.get(at).indent() > 0) {
            if (nextIs("group")) {
                groups.add(group(lines.get(at++).words()));
                continue;
            }
            List<String> words = withContinuation();
            List<String> plain = words.subList(0, firstBinding(words));
            Component plainly = component(plain.getFirst(), plain.subList(1, plain.size()));
            components.add(new Component(
                    plainly.name(),
                    plainly.type(),
                    plainly.detail(),
                    bindings(words, plainly.name(), plainly.type(), plainly.detail())));
        }
        if (structs.put(name, new Struct(name, protobufName, components, groups)) != null) {
            throw new IllegalArgumentException("struct " + name + " is described twice");
        }
    }

    private Component component(String name, List<String> words) {
        return switch (words.getFirst()) {
            case "list" -> new Component(name, FieldType.LIST, known(words.get(1)), List.of());
            case "each" -> new Component(name, FieldType.EACH, known(words.get(1)), List.of());
            case "optional" -> new Component(name, FieldType.OPTIONAL, known(words.get(1)), List.of());
            case "values" -> new Component(name, FieldType.VALUES, words.get(1), List.of());
            default ->
                Character.isUpperCase(words.getFirst().charAt(0))
                        ? new Component(name, FieldType.STRUCT, words.getFirst(), List.of())
                        : new Component(name, FieldType.named(words.getFirst()), "", List.of());
        };
    }

    private void message(Line head) {
        List<String> words = head.words();
        int since = words.size() == 6 && "since".equals(words.get(4)) ? Integer.parseInt(words.get(5)) : Range.OLDEST;
        Optional<Protobuf> protobuf = Optional.empty();
        if (nextIs("protobuf")) {
            List<String> line = lines.get(at++).words();
            protobuf = Optional.of(new Protobuf(line.get(1), range(line.get(2)).from()));
        }
        if (!nextIs("route")) {
            throw new IllegalArgumentException("needs a route line");
        }
        Route route = route(lines.get(at++).words());
        var groups = new ArrayList<Group>();
        while (nextIs("group")) {
            groups.add(group(lines.get(at++).words()));
        }
        Optional<Version> version = Optional.empty();
        if (nextIs("version")) {
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
                protobuf,
                route,
                groups,
                fields(0)));
    }

    private boolean nextIs(String word) {
        return at < lines.size()
                && lines.get(at).indent() > 0
                && word.equals(lines.get(at).words().getFirst());
    }

    private static Route route(List<String> words) {
        var of = new ArrayList<Integer>();
        var by = new ArrayList<Integer>();
        var until = new ArrayList<Integer>();
        var others = new ArrayList<String>();
        List<Integer> list = of;
        for (String word : words.subList(2, words.size())) {
            switch (word) {
                case "of" -> list = of;
                case "by" -> list = by;
                case "until" -> list = until;
                case "ends", "may-end", "unasked" -> others.add(word);
                default -> list.add(Integer.valueOf(word));
            }
        }
        return new Route(words.get(1), of, by, until, others);
    }

    private static Group group(List<String> words) {
        List<List<Term>> condition = words.size() > 4 ? condition(words.subList(5, words.size())) : List.of();
        return new Group(numbers(words.get(1)), words.get(2), words.get(3), condition);
    }

    /** The words of the next line, with those of the lines after it that only add bindings. */
    private List<String> withContinuation() {
        var words = new ArrayList<>(lines.get(at++).words());
        while (nextIs("=")) {
            words.addAll(lines.get(at++).words());
        }
        return words;
    }

    private static int firstBinding(List<String> words) {
        int first = words.indexOf("=");
        return first < 0 ? words.size() : first;
    }

    /** Reads {@code = NUMBER [NAME] [TYPE] [A|B] [bit N] [nonzero] [strict] [RANGE] [when COND]}, any number of them. */
    private static List<Binding> bindings(List<String> words, String component, FieldType type, String detail) {
        var bindings = new ArrayList<Binding>();
        int from = firstBinding(words);
        while (from < words.size()) {
            List<String> rest = words.subList(from + 1, words.size());
            List<String> one = rest.subList(0, firstBinding(rest));
            bindings.add(binding(one, component, type, detail));
            from += one.size() + 1;
        }
        return bindings;
    }

    private static Binding binding(List<String> words, String component, FieldType fieldType, String detail) {
        String name = component;
        String type = fieldType.simple()
                ? fieldType.protobuf
                : fieldType == FieldType.VALUES ? FieldType.named(detail).protobuf : detail;
        List<String> pair = List.of();
        int bit = -1;
        boolean nonzero = false;
        boolean strict = false;
        Range range = Range.ALL;
        List<List<Term>> condition = List.of();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if ("when".equals(word)) {
                condition = condition(words.subList(i + 1, words.size()));
                break;
            } else if ("bit".equals(word)) {
                bit = Integer.parseInt(words.get(++i));
            } else if ("nonzero".equals(word)) {
                nonzero = true;
            } else if ("strict".equals(word)) {
                strict = true;
            } else if (PROTOBUF_TYPES.contains(word)) {
                type = word;
            } else if (word.contains("..")) {
                range = range(word);
            } else if (word.contains("|")) {
                pair = List.of(word.split("\\|"));
            } else {
                name = word;
            }
        }
        return new Binding(numbers(words.getFirst()), name, type, pair, bit, nonzero, strict, range, condition);
    }

    private static List<Integer> numbers(String dotted) {
        return Arrays.stream(dotted.split("\\.")).map(Integer::valueOf).toList();
    }

    private List<Field> fields(int parentIndent) {
        var fields = new ArrayList<Field>();
        if (at >= lines.size() || lines.get(at).indent() <= parentIndent) {
            return fields;
        }
        int indent = lines.get(at).indent();
        while (at < lines.size() && lines.get(at).indent() == indent) {
            List<String> all = withContinuation();
            boolean text = !"+".equals(all.getFirst());
            List<String> line = text ? all : all.subList(1, all.size());
            List<String> words = line.subList(0, firstBinding(line));
            int when = words.indexOf("when");
            List<List<Term>> condition = when < 0 ? List.of() : condition(words.subList(when + 1, words.size()));
            List<String> plain = when < 0 ? words : words.subList(0, when);
            Range range = plain.getLast().contains("..") ? range(plain.getLast()) : Range.ALL;
            List<String> path = List.of(words.getFirst().split("\\."));
            Component type = plain.size() > 1
                    ? component(words.getFirst(), plain.subList(1, plain.size()))
                    : new Component(path.getLast(), FieldType.STRUCT, capitalized(path.getLast()), List.of());
            if (parentIndent == 0 && TAKEN.contains(path.getFirst())) {
                throw new IllegalArgumentException("a message has something of its own called " + path.getFirst());
            }
            List<Field> members = fields(indent);
            fields.add(new Field(
                    path,
                    type.type(),
                    type.detail(),
                    range,
                    condition,
                    members,
                    text,
                    bindings(line, path.getLast(), type.type(), type.detail())));
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

    static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String known(String struct) {
        if (!Character.isUpperCase(struct.charAt(0))) {
            throw new IllegalArgumentException("a struct's name begins with a capital: " + struct);
        }
        return struct;
    }
}

package io.mainstay.protocol.property;

import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Component;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Group;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.SchemaParser;
import io.mainstay.protocol.message.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The message descriptions, and the records that the build made of them. */
final class Descriptions {
    private static final Schema SCHEMA = read();

    private static final Map<String, List<Integer>> VERSION_CLASSES = new ConcurrentHashMap<>();
    private static final Map<String, List<Component>> COMPONENTS = new ConcurrentHashMap<>();

    private Descriptions() {}

    static List<Schema.Message> messages() {
        return SCHEMA.messages();
    }

    static Collection<Schema.Struct> structs() {
        return SCHEMA.structs().values();
    }

    static Class<? extends Record> recordOf(Schema.Message message) {
        return recordNamed(message.name());
    }

    static Class<? extends Record> recordNamed(String name) {
        try {
            return Class.forName("io.mainstay.protocol.message." + name).asSubclass(Record.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no record " + name + " was generated", e);
        }
    }

    /** What a struct is made of. */
    static List<Component> components(String struct) {
        return struct(struct).components();
    }

    private static Schema.Struct struct(String struct) {
        Schema.Struct found = SCHEMA.structs().get(struct);
        if (found == null) {
            throw new AssertionError("no struct " + struct + " is described");
        }
        return found;
    }

    /** The nested protobuf messages whose fields lie flat in a struct. */
    static List<Group> groups(String struct) {
        return struct(struct).groups();
    }

    /** Whether a writer chooses protobuf for it. */
    static boolean isProtobuf(Schema.Message message, int version) {
        return message.protobuf().filter(p -> version >= p.since()).isPresent();
    }

    /** What a message's record is made of: its own fields, and the structs that dotted paths lead into. */
    static List<Component> components(Schema.Message message) {
        return COMPONENTS.computeIfAbsent(message.name(), name -> findComponents(message));
    }

    private static List<Component> findComponents(Schema.Message message) {
        return Arrays.stream(recordOf(message).getRecordComponents())
                .map(component -> component(message, component))
                .toList();
    }

    private static Component component(Schema.Message message, RecordComponent component) {
        List<Field> fields = message.fields().stream()
                .filter(f -> f.path().getFirst().equals(component.getName()))
                .toList();
        if (fields.isEmpty()) {
            throw new AssertionError(message.name() + "." + component.getName() + " is on no wire");
        }
        Field field = fields.getFirst();
        return field.path().size() > 1
                ? new Component(
                        component.getName(),
                        FieldType.STRUCT,
                        component.getType().getSimpleName(),
                        List.of())
                : new Component(component.getName(), field.type(), field.detail(), field.bindings());
    }

    /** The oldest version of each stretch of versions at which a message looks the same on the wire. */
    static List<Integer> versionClasses(Schema.Message message) {
        return VERSION_CLASSES.computeIfAbsent(message.name(), name -> findVersionClasses(message));
    }

    private static List<Integer> findVersionClasses(Schema.Message message) {
        var starts = new TreeSet<Integer>();
        starts.add(message.since());
        message.version().ifPresent(version -> addChanges(version.range(), starts));
        message.protobuf().ifPresent(protobuf -> starts.add(protobuf.since()));
        message.fields().forEach(field -> addChanges(field, starts));
        starts.removeIf(start -> start < message.since() || start > MessageCodec.NEWEST_VERSION);
        return List.copyOf(starts);
    }

    /** The newest version that looks like {@code start}, which is one of {@link #versionClasses}. */
    static int lastOfClass(Schema.Message message, int start) {
        List<Integer> starts = versionClasses(message);
        int next = starts.indexOf(start) + 1;
        return next == starts.size() ? MessageCodec.NEWEST_VERSION : starts.get(next) - 1;
    }

    private static void addChanges(Field field, Set<Integer> starts) {
        addChanges(field.range(), starts);
        if (field.type() == FieldType.TEXT) {
            starts.add(TextProjection.FIRST_ESCAPED_TEXT);
        } else if (field.type() == FieldType.STRIKE) {
            starts.add(TextProjection.FIRST_STRIKE_OF_ZERO);
        }
        field.members().forEach(member -> addChanges(member, starts));
        field.bindings().forEach(binding -> addChanges(binding.range(), starts));
        if (!field.bindings().isEmpty()) {
            addStructChanges(field.type(), field.detail(), starts);
        }
    }

    private static void addStructChanges(FieldType type, String struct, Set<Integer> starts) {
        if (type == FieldType.STRUCT || type == FieldType.LIST || type == FieldType.OPTIONAL) {
            for (Component c : components(struct)) {
                c.bindings().forEach(binding -> addChanges(binding.range(), starts));
                addStructChanges(c.type(), c.detail(), starts);
            }
        }
    }

    private static void addChanges(Range range, Set<Integer> starts) {
        starts.add(range.from());
        if (range.until() < Integer.MAX_VALUE) {
            starts.add(range.until() + 1);
        }
    }

    private static Schema read() {
        try {
            // Fuzzing runs in a folder of its own.
            Path module = Path.of(System.getProperty("basedir", ""));
            return SchemaParser.parse(Files.readAllLines(module.resolve("src/main/schema/tws.schema")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

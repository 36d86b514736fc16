package io.mainstay.protocol.property;

import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which fields have been on the wire, with a value, at which version classes. */
final class Coverage {
    private static final class Cell {
        int samples;
        final Set<Field> carried = Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private final IdentityHashMap<Schema.Message, TreeMap<Integer, Cell>> cells = new IdentityHashMap<>();

    void sample(Schema.Message message, int versionClass) {
        cell(message, versionClass).samples++;
    }

    void carried(Schema.Message message, int version, Field field) {
        List<Integer> classes = Descriptions.versionClasses(message);
        int index = Collections.binarySearch(classes, version);
        cell(message, classes.get(index < 0 ? -index - 2 : index)).carried.add(field);
    }

    private Cell cell(Schema.Message message, int versionClass) {
        return cells.computeIfAbsent(message, m -> new TreeMap<>()).computeIfAbsent(versionClass, v -> new Cell());
    }

    /** The fields of a version class that no sample has brought to the wire yet. */
    List<Field> missing(Schema.Message message, int versionClass) {
        Set<Field> carried = cell(message, versionClass).carried;
        return flat(message.fields())
                .filter(f -> f.range().from() <= versionClass
                        && versionClass <= f.range().until())
                .filter(f -> !carried.contains(f))
                .toList();
    }

    private static Stream<Field> flat(List<Field> fields) {
        return fields.stream().flatMap(f -> Stream.concat(Stream.of(f), flat(f.members())));
    }

    /** Every hole of every message that is described, whether or not a test has come to it. */
    List<String> holes() {
        var holes = new ArrayList<String>();
        for (Schema.Message message : Descriptions.messages()) {
            for (int start : Descriptions.versionClasses(message)) {
                if (cell(message, start).samples == 0) {
                    holes.add(message.name() + " at " + start);
                }
                missing(message, start)
                        .forEach(f -> holes.add(message.name() + "." + String.join(".", f.path()) + " at " + start));
            }
        }
        return holes;
    }

    String table() {
        var table = new StringBuilder(
                "| message | versions: samples, fields on the wire of those described |\n|---|---|\n");
        for (Schema.Message message : Descriptions.messages()) {
            table.append("| ").append(message.name()).append(" |");
            for (int start : Descriptions.versionClasses(message)) {
                Cell cell = cell(message, start);
                int carried = cell.carried.size();
                table.append(' ')
                        .append(start)
                        .append("..")
                        .append(Descriptions.lastOfClass(message, start))
                        .append(": ")
                        .append(cell.samples)
                        .append(", ")
                        .append(carried)
                        .append('/')
                        .append(carried + missing(message, start).size())
                        .append(';');
            }
            table.append(" |\n");
        }
        return table.toString();
    }
}

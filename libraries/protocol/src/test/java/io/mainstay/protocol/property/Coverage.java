package io.mainstay.protocol.property;

import io.mainstay.protocol.generator.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which fields have been on the wire, with a value, at which version classes. */
final class Coverage {
    private static final class Cell {
        int samples;
        final Set<String> carried = new HashSet<>();
    }

    private final IdentityHashMap<Schema.Message, TreeMap<Integer, Cell>> cells = new IdentityHashMap<>();

    void sample(Schema.Message message, int versionClass) {
        cell(message, versionClass).samples++;
    }

    void carried(Schema.Message message, int versionClass, String place) {
        cell(message, versionClass).carried.add(place);
    }

    private Cell cell(Schema.Message message, int versionClass) {
        return cells.computeIfAbsent(message, m -> new TreeMap<>()).computeIfAbsent(versionClass, v -> new Cell());
    }

    /** The places of a version class that no sample has brought a value to yet. */
    Set<String> missing(Schema.Message message, int versionClass) {
        var missing = new TreeSet<>(Projection.places(message, versionClass));
        missing.removeAll(cell(message, versionClass).carried);
        return missing;
    }

    /** Every hole of every message that is described, whether or not a test has come to it. */
    List<String> holes() {
        var holes = new ArrayList<String>();
        for (Schema.Message message : Descriptions.messages()) {
            for (int start : Descriptions.versionClasses(message)) {
                if (cell(message, start).samples == 0) {
                    holes.add(message.name() + " at " + start);
                }
                missing(message, start).forEach(place -> holes.add(message.name() + " at " + start + ": " + place));
            }
        }
        return holes;
    }

    String table() {
        var table = new StringBuilder(
                "| message | versions: dialect, samples, places with a value of those described |\n|---|---|\n");
        for (Schema.Message message : Descriptions.messages()) {
            table.append("| ").append(message.name()).append(" |");
            for (int start : Descriptions.versionClasses(message)) {
                Cell cell = cell(message, start);
                int carried = cell.carried.size();
                table.append(' ')
                        .append(start)
                        .append("..")
                        .append(Descriptions.lastOfClass(message, start))
                        .append(Descriptions.isProtobuf(message, start) ? ": protobuf, " : ": text, ")
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

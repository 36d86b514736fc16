package io.mainstay.protocol.message;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tables of what is known of the protocol: comma-separated, one line a row, the first names the columns. */
final class FactTable {
    private static final Path FOLDER = Path.of("../../../shared/protocol");

    private FactTable() {}

    /** The cells of one row, by column. */
    record Row(Map<String, String> cells) {
        /** The cell; the column must exist. */
        String get(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }
    }

    /** The rows, by column; aborts the test if the tables are not here. */
    static List<Row> rows(String file) throws IOException {
        Path path = FOLDER.resolve(file);
        if (!Files.exists(path)) {
            abort("the tables of facts are not here: " + path);
        }
        List<String> lines = Files.readAllLines(path);
        List<String> columns = cells(lines.getFirst());
        var rows = new ArrayList<Row>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            if (cells.size() != columns.size()) {
                throw new IllegalStateException(file + ": " + cells.size() + " cells: " + line);
            }
            var row = new LinkedHashMap<String, String>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), cells.get(i));
            }
            rows.add(new Row(row));
        }
        return rows;
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

package io.mainstay.protocol.value;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that comes with the code: rows of columns between vertical bars; # begins a comment. A row is taken apart when
 * it is asked for, because taking all of them apart would be seen in the start of every program. Immutable; any thread.
 */
public final class Table {
    private final String text;
    private final int columns;

    private Table(String text, int columns) {
        this.text = text;
        this.columns = columns;
    }

    /**
     * Reads a resource.
     *
     * @param owner the class that the resource is beside
     * @param columns how many every row has at least; a shorter one is filled up with empty ones
     */
    public static Table of(Class<?> owner, String resource, int columns) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing beside " + owner);
            }
            return new Table("\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8), columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first row with this in its first column; null if there is none. */
    public @Nullable List<String> row(String first) {
        int at = text.indexOf("\n" + first + " |");
        return at < 0 ? null : row(at + 1, lineEnd(at + 1));
    }

    /** All rows, in order. */
    public List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        for (int from = 1; from < text.length(); from = lineEnd(from) + 1) {
            int to = lineEnd(from);
            if (to > from && text.charAt(from) != '#') {
                rows.add(row(from, to));
            }
        }
        return rows;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private List<String> row(int from, int end) {
        var row = new ArrayList<String>(columns);
        for (int at = from; at <= end; ) {
            int bar = text.indexOf('|', at);
            int to = bar < 0 || bar > end ? end : bar;
            row.add(text.substring(at, to).strip());
            at = to + 1;
        }
        while (row.size() < columns) {
            row.add("");
        }
        return row;
    }
}

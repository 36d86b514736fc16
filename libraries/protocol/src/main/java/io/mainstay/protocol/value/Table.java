package io.mainstay.protocol.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads tables that come with the code: lines with columns between vertical bars; # begins a comment. */
public final class Table {
    private Table() {}

    /**
     * Hands every row on, its columns stripped; a row shorter than {@code columns} is filled up with empty ones.
     *
     * @param owner the class that the resource is beside
     */
    public static void read(Class<?> owner, String resource, int columns, Consumer<List<String>> rows) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing beside " + owner);
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    rows.accept(row(line, columns));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> row(String line, int columns) {
        var row = new ArrayList<String>(columns);
        int from = 0;
        while (from <= line.length()) {
            int bar = line.indexOf('|', from);
            int to = bar < 0 ? line.length() : bar;
            row.add(line.substring(from, to).strip());
            from = to + 1;
        }
        while (row.size() < columns) {
            row.add("");
        }
        return row;
    }
}

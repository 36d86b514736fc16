package io.mainstay.system.support;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What one command printed and how it ended. */
public record CommandResult(int exitCode, String stdout, String stderr) {
    /** Standard output as the one JSON document that it has to be. */
    public Map<String, Object> json() {
        try {
            return JSON.std.mapFrom(stdout);
        } catch (IOException e) {
            throw new UncheckedIOException("not one JSON document: " + stdout + "\n" + stderr, e);
        }
    }

    /** Standard output as one JSON document a line. */
    public List<Map<String, Object>> jsonLines() {
        return stdout.lines()
                .map(line -> new CommandResult(exitCode, line, stderr).json())
                .toList();
    }
}

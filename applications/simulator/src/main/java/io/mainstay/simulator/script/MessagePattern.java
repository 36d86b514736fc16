package io.mainstay.simulator.script;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An expected message: its name on the wire, and what those of its fields must be that the script cares for.
 *
 * @param line where it stands
 */
record MessagePattern(int line, String name, List<Check> checks) {
    MessagePattern {
        checks = List.copyOf(checks);
    }

    @Override
    public String toString() {
        return name + checks.stream().map(check -> " " + check).collect(Collectors.joining());
    }
}

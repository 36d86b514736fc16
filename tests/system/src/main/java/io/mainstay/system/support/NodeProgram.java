package io.mainstay.system.support;

import java.util.ArrayList;
import java.util.List;

/** The programs in the folder {@code node}, which use clients that others wrote. */
public final class NodeProgram {
    private NodeProgram() {}

    /** Runs one to its end. */
    public static CommandResult run(Home home, String script, String... arguments) {
        var command = new ArrayList<String>();
        command.add("node");
        command.add(
                Installation.root().resolve("tests/system/node").resolve(script).toString());
        command.addAll(List.of(arguments));
        return home.runProgram(command);
    }
}

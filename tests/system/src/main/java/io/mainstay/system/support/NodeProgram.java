package io.mainstay.system.support;

import java.util.ArrayList;
import java.util.List;

/** The programs in the folder {@code node}, which use clients that others wrote. */
public final class NodeProgram {
    private NodeProgram() {}

    /** Runs one to its end. */
    public static CommandResult run(Home home, String script, String... arguments) {
        return home.runProgram(command(script, arguments));
    }

    /** Starts one; its streams are the caller's. */
    public static Process start(Home home, String script, String... arguments) {
        return home.startProcess(command(script, arguments));
    }

    private static List<String> command(String script, String... arguments) {
        var command = new ArrayList<String>();
        command.add("node");
        command.add(
                Installation.root().resolve("tests/system/node").resolve(script).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}

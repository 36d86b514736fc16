package io.mainstay.cli.command;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** One thing that the command line does. */
interface Command {
    /** What a user types for it, such as {@code worker start}. */
    String name();

    /** What it does, a paragraph each; the first is what the list of commands says. */
    List<String> about();

    /** Its flags, in the order in which its help tells them. */
    default Options options() {
        return new Options();
    }

    /** The bare words that it takes, as its help shows them; empty if it takes none. */
    default String words() {
        return "";
    }

    /** Does it and returns the exit code; results go to standard output, everything else to standard error. */
    int run(Arguments arguments) throws IOException, InterruptedException;
}

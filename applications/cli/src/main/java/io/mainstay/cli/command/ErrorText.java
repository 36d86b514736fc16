package io.mainstay.cli.command;

import io.mainstay.cli.configuration.ConfigurationException;
import io.mainstay.client.MainstayException;
import io.mainstay.runner.settings.InvalidSettings;
import java.io.PrintStream;

/** What a user reads when a command fails, and the exit code that scripts act on. */
final class ErrorText {
    static final int WRONG_USAGE = 2;
    private static final int BUG = 1;

    private ErrorText() {}

    /** Prints the cause to standard error; only what is a bug of ours comes with a stack trace. */
    static int report(Exception e, PrintStream err) {
        switch (e) {
            case InvalidSettings wrong -> wrong.problems().forEach(problem -> err.println("mainstay: " + problem));
            case ConfigurationException wrong -> err.println("mainstay: " + wrong.getMessage());
            case MainstayException stated -> err.println("mainstay: " + stated.getMessage());
            default -> {
                err.println("mainstay: this is a bug, please report it with these lines:");
                e.printStackTrace(err);
            }
        }
        return switch (e) {
            case InvalidSettings wrong -> WRONG_USAGE;
            case ConfigurationException wrong -> WRONG_USAGE;
            case MainstayException stated -> stated.exitCode();
            default -> BUG;
        };
    }
}

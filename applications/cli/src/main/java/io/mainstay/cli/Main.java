package io.mainstay.cli;

import io.mainstay.cli.command.ErrorText;
import io.mainstay.cli.command.MainstayCommand;

/** Entry point of everything that a user types. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return MainstayCommand.commandLine(args)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(ErrorText::report)
                .execute(args);
    }
}

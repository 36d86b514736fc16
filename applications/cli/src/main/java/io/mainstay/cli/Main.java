package io.mainstay.cli;

import io.mainstay.cli.command.Commands;

/** Entry point of everything that a user types. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new Commands(System.out, System.err).run(args));
    }
}

package io.mainstay.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.AmbiguousOptionException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** What follows a command's name, taken apart by the flags that the command has. */
final class Arguments {
    /** So many letters of a mistyped flag are enough to guess which one was meant. */
    private static final int GUESS_LETTERS = 3;

    private final CommandLine parsed;

    private Arguments(CommandLine parsed) {
        this.parsed = parsed;
    }

    /**
     * Takes {@code args} apart.
     *
     * @throws UsageException if there is a flag that the command does not have, one twice, one without its value, or a word
     *     that the command does not take
     */
    static Arguments of(Command command, String... args) {
        Options options = command.options();
        CommandLine parsed;
        try {
            parsed =
                    DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, args);
        } catch (ParseException e) {
            throw new UsageException(complaint(command, options, e));
        }
        for (Option option : parsed.getOptions()) {
            if (count(parsed, option) > 1) {
                throw new UsageException("--" + option.getLongOpt() + " is given twice");
            }
        }
        if (command.words().isEmpty() && !parsed.getArgList().isEmpty()) {
            throw new UsageException(command.name() + " does not know what to do with \""
                    + parsed.getArgList().getFirst() + "\"");
        }
        return new Arguments(parsed);
    }

    /** Whether the flag, such as {@code --json}, was given. */
    boolean has(String flag) {
        return parsed.hasOption(Flags.bare(flag));
    }

    /** The value that follows the flag; empty if the flag, or its value where that may be left out, was not given. */
    Optional<String> text(String flag) {
        return Optional.ofNullable(parsed.getOptionValue(Flags.bare(flag)));
    }

    /** The bare words, in order. */
    List<String> words() {
        return parsed.getArgList();
    }

    private static long count(CommandLine parsed, Option option) {
        return Arrays.stream(parsed.getOptions())
                .filter(other -> other.getLongOpt().equals(option.getLongOpt()))
                .count();
    }

    private static String complaint(Command command, Options options, ParseException e) {
        return switch (e) {
            case AmbiguousOptionException unclear -> unclear.getOption() + " is not a flag";
            case UnrecognizedOptionException unknown ->
                command.name() + " has no flag " + unknown.getOption() + guess(unknown, options);
            case MissingArgumentException missing ->
                "--" + missing.getOption().getLongOpt() + " needs a value: "
                        + missing.getOption().getArgName();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String guess(UnrecognizedOptionException unknown, Options options) {
        String typed = unknown.getOption().replaceFirst("^-+", "").replaceFirst("=.*", "");
        return options.getOptions().stream()
                .map(Option::getLongOpt)
                .filter(flag -> typed.length() >= GUESS_LETTERS && flag.startsWith(typed.substring(0, GUESS_LETTERS)))
                .findFirst()
                .map(flag -> "; did you mean --" + flag + "?")
                .orElse("");
    }
}

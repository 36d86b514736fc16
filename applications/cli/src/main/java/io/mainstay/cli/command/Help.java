package io.mainstay.cli.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.cli.Option;

/** The texts that {@code --help} prints, for a terminal of 80 columns. */
final class Help {
    private static final int COLUMNS = 80;
    private static final int WIDEST_TERM = 24;

    private final StringBuilder text = new StringBuilder();

    private Help() {}

    /** What one command does and its flags. */
    static String of(Command command) {
        var help = new Help();
        Collection<Option> options = command.options().getOptions();
        help.line("Usage: mainstay " + command.name() + (options.isEmpty() ? "" : " [FLAGS]")
                + (command.words().isEmpty() ? "" : " " + command.words()));
        for (String paragraph : command.about()) {
            help.line("");
            help.wrapped("", paragraph);
        }
        if (!options.isEmpty()) {
            help.line("");
            options.forEach(option -> help.entry(term(option), option.getDescription()));
        }
        return help.text.toString();
    }

    /** The list of all commands. */
    static String of(Collection<Supplier<Command>> commands) {
        var help = new Help();
        help.line("Usage: mainstay COMMAND [FLAGS]");
        help.line("");
        help.line("One healthy connection to Interactive Brokers' Gateway, shared by every program.");
        help.line("");
        for (Supplier<Command> each : commands) {
            Command command = each.get();
            help.entry(command.name(), command.about().getFirst());
        }
        help.line("");
        help.line("mainstay COMMAND --help tells its flags, mainstay --version the version.");
        help.line("");
        help.wrapped(
                "",
                "Exit codes: 0 done, 1 a bug of ours, 2 wrong usage or configuration, 10 nothing listens, 11 the gateway"
                        + " accepts but is mute, 12 it refused us, 13 its link to IB is down, 14 a deadline passed, 20 stopped by a"
                        + " risk limit or the kill switch, 30 the worker could not start, 130/143 interrupted.");
        return help.text.toString();
    }

    private static String term(Option option) {
        String flag = "--" + option.getLongOpt();
        if (!option.hasArg()) {
            return flag;
        }
        return option.hasOptionalArg() ? flag + " [" + option.getArgName() + "]" : flag + " " + option.getArgName();
    }

    private void entry(String term, String meaning) {
        String indent = " ".repeat(WIDEST_TERM + 2);
        List<String> lines = wrap(meaning, COLUMNS - indent.length());
        if (term.length() > WIDEST_TERM - 2) {
            line("  " + term);
        } else {
            line(("  " + term + indent).substring(0, indent.length()) + lines.removeFirst());
        }
        lines.forEach(rest -> line(indent + rest));
    }

    private void wrapped(String indent, String paragraph) {
        wrap(paragraph, COLUMNS - indent.length()).forEach(rest -> line(indent + rest));
    }

    private static List<String> wrap(String paragraph, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : paragraph.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}

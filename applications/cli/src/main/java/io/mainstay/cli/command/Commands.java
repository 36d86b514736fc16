package io.mainstay.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All commands, and the way from what a user typed to the one that is meant. */
public final class Commands {
    /** Made only when named: what one command needs is not loaded at the start of the others. */
    private static final Map<String, Supplier<Command>> ALL = table();

    private final PrintStream out;
    private final PrintStream err;

    /** Takes where results go, and where everything else does. */
    public Commands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    private static Map<String, Supplier<Command>> table() {
        var all = new LinkedHashMap<String, Supplier<Command>>();
        all.put("run", RunCommand::new);
        all.put("worker run", WorkerCommand.Run::new);
        all.put("worker start", WorkerCommand.Start::new);
        all.put("worker stop", WorkerCommand.Stop::new);
        all.put("worker restart", WorkerCommand.Restart::new);
        all.put("worker show", ShowCommand::new);
        all.put("worker pause", OperatorCommand.Pause::new);
        all.put("worker resume", OperatorCommand.Resume::new);
        all.put("worker reload", OperatorCommand.Reload::new);
        all.put("worker drain", OperatorCommand.Drain::new);
        all.put("worker kill", OperatorCommand.Kill::new);
        all.put("worker reconnect", OperatorCommand.Reconnect::new);
        all.put("worker hold", OperatorCommand.Hold::new);
        all.put("worker token", TokenCommand::new);
        all.put("status", StatusCommand::new);
        all.put("sim", SimCommand::new);
        all.put("sim script", SimScriptCommand::new);
        all.put("record", RecordCommand::new);
        all.put("sim faults", SimFaultsCommand::new);
        all.put("decode", DecodeCommand::new);
        all.put("kill-switch", KillSwitchCommand::new);
        return all;
    }

    /** Does what {@code args} say and returns the exit code. */
    public int run(String... args) {
        try {
            return dispatch(args);
        } catch (UsageException e) {
            err.println("mainstay: " + e.getMessage());
            err.println("  mainstay " + (named(args) == null ? "" : named(args) + " ") + "--help tells what there is.");
            return ErrorText.WRONG_USAGE;
        } catch (IOException | InterruptedException | RuntimeException e) {
            return ErrorText.report(e, err);
        }
    }

    private int dispatch(String... args) throws IOException, InterruptedException {
        String name = named(args);
        int words = name == null ? 0 : name.split(" ").length;
        List<String> rest = Arrays.asList(args).subList(words, args.length);
        List<String> flags = rest.contains("--") ? rest.subList(0, rest.indexOf("--")) : rest;
        if (flags.contains("--version") || flags.contains("-V")) {
            out.println(version());
            return 0;
        }
        boolean help = flags.contains("--help") || flags.contains("-h");
        Supplier<Command> command = name == null ? null : ALL.get(name);
        if (command != null) {
            if (help) {
                out.print(Help.of(command.get()));
                return 0;
            }
            Command chosen = command.get();
            return chosen.run(Arguments.of(chosen, rest.toArray(String[]::new)));
        }
        if (help) {
            out.print(Help.of(of(name)));
            return 0;
        }
        String known = of(name).stream().map(each -> each.get().name()).collect(Collectors.joining(", "));
        throw new UsageException(
                rest.isEmpty() ? "say what to do: " + known : "there is no command \"" + args[0] + "\", only " + known);
    }

    /** The commands of a group such as {@code worker}; all if there is no group. */
    private static List<Supplier<Command>> of(@Nullable String group) {
        return ALL.entrySet().stream()
                .filter(entry -> group == null || entry.getKey().startsWith(group + " "))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The command or the group that {@code args} begin with; null if they begin with neither. */
    private static @Nullable String named(String... args) {
        if (args.length > 1 && ALL.containsKey(args[0] + " " + args[1])) {
            return args[0] + " " + args[1];
        }
        return args.length > 0 && (ALL.containsKey(args[0]) || !of(args[0]).isEmpty()) ? args[0] : null;
    }

    private static String version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return "mainstay " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version();
    }
}

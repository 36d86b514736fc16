package io.mainstay.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "mainstay",
        mixinStandardHelpOptions = true,
        versionProvider = MainstayCommand.Version.class,
        description = "One healthy connection to Interactive Brokers' Gateway, shared by every program.",
        footer = {
            "",
            "Exit codes: 0 done, 1 a bug of ours, 2 wrong usage or configuration, 10 nothing listens,",
            "11 the gateway accepts but is mute, 12 it refused us, 13 its link to IB is down, 14 a deadline passed,",
            "20 stopped by a risk limit or the kill switch, 30 the worker could not start, 130/143 interrupted."
        })
public final class MainstayCommand implements Runnable {
    private static final List<String> SUBCOMMANDS = List.of("run", "worker", "sim", "kill-switch");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * The command, ready to execute. When {@code args} begin with a subcommand, the others are left out: reading the options
     * of all of them would be seen in the start of every run.
     */
    public static CommandLine commandLine(String... args) {
        var command = new CommandLine(new MainstayCommand());
        String named = args.length == 0 ? "" : args[0];
        for (String name : SUBCOMMANDS) {
            if (!SUBCOMMANDS.contains(named) || name.equals(named)) {
                command.addSubcommand(name, subcommand(name));
            }
        }
        return command;
    }

    private static CommandLine subcommand(String name) {
        return switch (name) {
            case "run" -> {
                var run = new CommandLine(new RunCommand());
                SettingOptions.addAll(run.getCommandSpec());
                yield run;
            }
            case "worker" -> new CommandLine(new WorkerCommand());
            case "sim" -> new CommandLine(new SimCommand());
            case "kill-switch" -> new CommandLine(new KillSwitchCommand());
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: run, worker, sim or kill-switch.");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = MainstayCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "mainstay " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}

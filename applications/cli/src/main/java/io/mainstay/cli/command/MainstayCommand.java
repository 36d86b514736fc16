package io.mainstay.cli.command;

import java.util.Objects;
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
        },
        subcommands = {RunCommand.class, WorkerCommand.class, SimCommand.class, KillSwitchCommand.class})
public final class MainstayCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The command with all its subcommands, ready to execute. */
    public static CommandLine commandLine() {
        var all = new CommandLine(new MainstayCommand());
        SettingOptions.addAll(subcommand(all, "run").getCommandSpec());
        return all;
    }

    private static CommandLine subcommand(CommandLine parent, String name) {
        return Objects.requireNonNull(parent.getSubcommands().get(name));
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

package io.mainstay.cli.command;

import io.mainstay.runner.risk.KillState;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.store.RunnerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mainstay kill-switch}: what stops everything that increases exposure, by hand. */
@Command(
        name = "kill-switch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows, sets or clears what stops every order that increases exposure; what is held may always be reduced.",
            "Survives restarts. A file named KILL in the state folder sets it too."
        })
final class KillSwitchCommand implements Callable<Integer> {
    private static final int ENGAGED = 20;

    enum Act {
        show,
        set,
        clear
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "show",
            paramLabel = "show|set|clear",
            description = "What to do (default: ${DEFAULT-VALUE}; show exits with 20 if it is set).")
    private Act act = Act.show;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; needed to set or clear it.")
    private String reason = "";

    @Option(names = "--sim", description = "The one of the simulated runs.")
    private boolean sim;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (act != Act.show && reason.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "say why with --reason \"...\": whoever comes next will want to know");
        }
        Path home =
                sim ? Settings.load().home().resolve("sim") : Settings.load().home();
        Folders.createPrivately(home);
        var killSwitch = new KillSwitch(home);
        try (RunnerStore store = RunnerStore.open(home)) {
            switch (act) {
                case set ->
                    store.transact(tx -> {
                        killSwitch.engage(tx, Instant.now(), "operator", reason);
                        return true;
                    });
                case clear -> killSwitch.release(store, Instant.now(), "operator", reason);
                case show -> {
                    // Only shown, below.
                }
            }
            KillState state = store.transact(killSwitch::state);
            spec.commandLine().getOut().println(state.engaged() ? state.sentence() : "the kill switch is not set");
            spec.commandLine().getOut().flush();
            return act == Act.show && state.engaged() ? ENGAGED : 0;
        }
    }
}

package io.mainstay.cli.command;

import io.mainstay.runner.risk.KillState;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.store.RunnerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code mainstay kill-switch}: what stops everything that increases exposure, by hand. */
final class KillSwitchCommand implements Command {
    private static final int ENGAGED = 20;

    private enum Act {
        SHOW,
        SET,
        CLEAR
    }

    @Override
    public String name() {
        return "kill-switch";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Shows, sets or clears what stops every order that increases exposure; what is held may always be reduced.",
                "show is what it does by itself, and exits with 20 if the switch is set. The switch survives restarts. A file"
                        + " named KILL in the state folder sets it too.");
    }

    @Override
    public Options options() {
        var options = new Options();
        Flags.addValue(options, "--reason", "TEXT", "Why; needed to set or clear it.");
        Flags.addSwitch(options, "--sim", "The one of the simulated runs.");
        return options;
    }

    @Override
    public String words() {
        return "[show|set|clear]";
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        Act act = act(arguments.words());
        String reason = arguments.text("--reason").orElse("");
        if (act != Act.SHOW && reason.isBlank()) {
            throw new UsageException("say why with --reason \"...\": whoever comes next will want to know");
        }
        Path home = Settings.load().home();
        if (arguments.has("--sim")) {
            home = home.resolve("sim");
        }
        Folders.createPrivately(home);
        var killSwitch = new KillSwitch(home);
        try (RunnerStore store = RunnerStore.open(home)) {
            switch (act) {
                case SET ->
                    store.transact(tx -> {
                        killSwitch.engage(tx, Instant.now(), "operator", reason);
                        return true;
                    });
                case CLEAR -> killSwitch.release(store, Instant.now(), "operator", reason);
                case SHOW -> {
                    // Only shown, below.
                }
            }
            KillState state = store.transact(killSwitch::state);
            System.out.println(state.engaged() ? state.sentence() : "the kill switch is not set");
            return act == Act.SHOW && state.engaged() ? ENGAGED : 0;
        }
    }

    private static Act act(List<String> words) {
        String word = words.isEmpty() ? "show" : words.getFirst();
        if (words.size() < 2) {
            for (Act act : Act.values()) {
                if (act.name().equalsIgnoreCase(word)) {
                    return act;
                }
            }
        }
        throw new UsageException("show, set or clear, not \"" + String.join(" ", words) + "\"");
    }
}

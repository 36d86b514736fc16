package io.mainstay.runner.preflight;

import io.mainstay.runner.risk.KillState;
import io.mainstay.runner.risk.KillSwitch;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.store.StoreException;
import io.mainstay.runner.strategy.Strategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that can be known to be wrong before anything is attached. Opens no connection. */
public final class Preflight {
    private static final int FIX_IT = 2;
    private static final int NOTHING_LISTENS = 10;

    private final RunnerSettings settings;
    private final ListenerCheck listener;
    private final KillSwitch killSwitch;

    public Preflight(RunnerSettings settings, ListenerCheck listener, KillSwitch killSwitch) {
        this.settings = settings;
        this.listener = listener;
        this.killSwitch = killSwitch;
    }

    /** Every finding at once; the database is opened apart, see {@link #database}. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (String problem : settings.problems()) {
            findings.add(Finding.blocks("settings", problem, "", FIX_IT));
        }
        if (Strategies.named(settings.strategy().name()).isEmpty()) {
            findings.add(Finding.blocks(
                    "settings",
                    "there is no strategy \"" + settings.strategy().name() + "\"",
                    "use one of " + String.join(", ", Strategies.names()),
                    FIX_IT));
        }
        StateFolder.check(settings.home()).ifPresent(findings::add);
        KillState kill = killSwitch.fileState();
        if (kill.engaged()) {
            findings.add(killSwitchSet(kill));
        }
        listener().ifPresent(findings::add);
        return findings;
    }

    /** What a set kill switch means; it does not keep a run from reducing exposure. */
    public static Finding killSwitchSet(KillState kill) {
        return Finding.remark(
                "kill switch",
                kill.sentence() + ", so nothing is bought or sold short; what is held may be closed",
                "clear it when the cause is gone");
    }

    /** A database that does not open. */
    public static Finding database(StoreException e) {
        String message = e.getMessage() == null ? e.why().remedy() : e.getMessage();
        return Finding.blocks("database", message, "", FIX_IT);
    }

    private Optional<Finding> listener() {
        String host = settings.gateway().host();
        int port = settings.gateway().port();
        return switch (listener.check(host, port)) {
            case LISTENING, CANNOT_TELL -> Optional.empty();
            case NOT_LISTENING ->
                Optional.of(Finding.blocks(
                        "gateway",
                        "nothing listens at " + host + ":" + port,
                        "start IB Gateway or TWS, switch its API on, or correct --gateway",
                        NOTHING_LISTENS));
        };
    }
}

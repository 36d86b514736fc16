package io.mainstay.runner.cycle;

import io.mainstay.runner.report.RunReport;
import io.mainstay.runner.report.SymbolReport;
import io.mainstay.runner.risk.KillState;
import java.util.List;

/** How a run ends that ends after a round: with the worst of its symbols. */
final class Exits {
    private static final int STOPPED = 20;

    private Exits() {}

    static RunReport.Exit of(List<SymbolReport> symbols, KillState kill) {
        int code = kill.engaged() ? STOPPED : 0;
        for (SymbolReport symbol : symbols) {
            code = Failures.worse(code, symbol.exitCode());
        }
        if (code == 0) {
            return new RunReport.Exit(0, "done");
        }
        int worst = code;
        List<SymbolReport> causes =
                symbols.stream().filter(s -> s.exitCode() == worst).toList();
        if (causes.isEmpty()) {
            return new RunReport.Exit(code, kill.sentence());
        }
        String reason = causes.getFirst().symbol() + ": " + reason(causes.getFirst());
        return new RunReport.Exit(
                code, causes.size() == 1 ? reason : reason + " (and " + (causes.size() - 1) + " more)");
    }

    private static String reason(SymbolReport symbol) {
        return symbol.failure()
                .map(SymbolReport.Failure::reason)
                .orElseGet(() -> symbol.decision().map(d -> d.reason()).orElse(""));
    }
}

package io.mainstay.runner.settings;

import io.mainstay.runner.model.Accounts;
import java.util.ArrayList;
import java.util.List;

/** What may go together: modes, ports, accounts and confirmations. */
public final class ModeRules {
    private ModeRules() {}

    /** Contradictions that are visible before anything is attached. */
    static List<String> problems(RunnerSettings settings) {
        var problems = new ArrayList<String>();
        int port = settings.gateway().port();
        boolean livePort = port == 7496 || port == 4001;
        boolean paperPort = port == 7497 || port == 4002;
        if (settings.mode() != Mode.LIVE && livePort) {
            problems.add("mode " + settings.mode().word() + " refuses port " + port
                    + ", where a live account listens; use 4002 (gateway) or 7497 (TWS), or --mode live");
        }
        if (settings.mode() == Mode.LIVE) {
            if (paperPort) {
                problems.add("mode live refuses port " + port
                        + ", where a paper account listens; use 4001 (gateway) or 7496 (TWS), or --mode gateway");
            }
            if (!settings.account().confirmLive()) {
                problems.add("mode live trades real money: confirm with --confirm-live");
            }
            if (settings.account().approved().isEmpty()) {
                problems.add("mode live needs the accounts that it may trade: set IBKR_APPROVED_ACCOUNTS");
            }
        }
        if (settings.mode().sendsOrders() && settings.gateway().readOnly()) {
            problems.add("mode " + settings.mode().word()
                    + " sends orders and IBKR_READONLY forbids them: set IBKR_READONLY=false, or use --mode paper");
        }
        return problems;
    }

    /**
     * The account of a run.
     *
     * @param accounts those of the login
     * @throws InvalidSettings if it is not clear which, or if the mode must not trade it
     */
    public static String choose(RunnerSettings settings, List<String> accounts) {
        Mode mode = settings.mode();
        if (accounts.isEmpty()) {
            throw new InvalidSettings(List.of("the gateway's login has no account: check it in the gateway"));
        }
        String chosen = settings.account().account().orElse("");
        if (chosen.isEmpty()) {
            if (accounts.size() > 1 && mode.sendsOrders()) {
                throw new InvalidSettings(List.of("the login has " + accounts.size() + " accounts ("
                        + Accounts.mask(accounts) + "): say which one with IBKR_ACCOUNT"));
            }
            chosen = accounts.getFirst();
        } else if (!accounts.contains(chosen)) {
            throw new InvalidSettings(List.of("account " + Accounts.mask(chosen) + " is not of this login, which has "
                    + Accounts.mask(accounts) + ": correct IBKR_ACCOUNT"));
        }
        if (mode == Mode.GATEWAY && !Accounts.isPaper(chosen)) {
            throw new InvalidSettings(List.of("mode gateway needs a paper account (DU or DF), and "
                    + Accounts.mask(chosen) + " is none: log the gateway in to paper trading, or use --mode live"));
        }
        if (mode == Mode.LIVE && !settings.account().approved().contains(chosen)) {
            throw new InvalidSettings(List.of("account " + Accounts.mask(chosen)
                    + " is not among IBKR_APPROVED_ACCOUNTS: add it if real orders may go there"));
        }
        return chosen;
    }
}

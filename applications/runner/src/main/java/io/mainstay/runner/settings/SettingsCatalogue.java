package io.mainstay.runner.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of the runner, and every flag and key of the Python system that it follows: kept under its name with its
 * default, or dropped with the reason. Values come from flag, environment, {@code .env}, file, default, in this order.
 */
public final class SettingsCatalogue {
    private SettingsCatalogue() {}

    /** Kept ones first, in the order in which a manual should show them. */
    public static List<Setting> all() {
        var all = new ArrayList<Setting>();
        universe(all);
        connection(all);
        execution(all);
        risk(all);
        all.addAll(DroppedSettings.all());
        return List.copyOf(all);
    }

    /** Those that have a value. */
    public static List<Setting> kept() {
        return all().stream().filter(Setting::kept).toList();
    }

    /** The setting of a flag such as {@code --symbols} or a key such as {@code SYMBOLS}, dropped ones included. */
    public static Optional<Setting> find(String flagOrKey) {
        return all().stream()
                .filter(s -> s.flag().filter(flagOrKey::equals).isPresent()
                        || s.environmentKey().filter(flagOrKey::equals).isPresent())
                .findFirst();
    }

    private static void universe(List<Setting> all) {
        keep(
                all,
                "symbols",
                "--symbols",
                "SYMBOLS",
                "AAPL,MSFT,SPY",
                "US stocks, with commas between them, at most 100");
        keep(all, "duration", "--duration", "", "10 D", "how far back the bars go, in IB's words");
        keep(all, "bar-size", "--bar-size", "", "30 mins", "the bars' length, in IB's words");
        keep(all, "strategy", "--strategy", "", "sma", "what decides; others join as services");
        keep(all, "sma-fast", "--sma-fast", "", "10", "bars in the fast average");
        keep(all, "sma-slow", "--sma-slow", "", "20", "bars in the slow average");
        keep(all, "max-concurrent", "--max-concurrent", "", "8", "symbols worked on at once");
        keep(all, "once", "--once", "", "false", "one round, then end; continuous without it");
        keep(all, "interval", "--interval", "", "15s", "between the rounds of a continuous run, at least 1s");
    }

    private static void connection(List<Setting> all) {
        keep(all, "host", "", "IBKR_HOST", "127.0.0.1", "the gateway's host; --gateway HOST:PORT says both");
        keep(all, "port", "", "IBKR_PORT", "4002", "the gateway's port; --gateway HOST:PORT says both");
        keep(all, "client-id", "--client-id", "IBKR_CLIENT_ID", "123", "this program's client id, 0 to 999");
        keep(all, "account", "", "IBKR_ACCOUNT", "", "which account, if the login has several");
        keep(
                all,
                "approved-accounts",
                "",
                "IBKR_APPROVED_ACCOUNTS",
                "",
                "accounts that mode live may trade, with commas between them");
        keep(
                all,
                "readonly",
                "",
                "IBKR_READONLY",
                "",
                "true forbids modes that send orders; unset means true in mode paper and false in the others");
        keep(all, "timeout", "", "IBKR_TIMEOUT", "10", "seconds until an attachment must be usable");
        keep(all, "home", "", "MAINSTAY_HOME", "~/.mainstay", "the folder of all state");
    }

    private static void execution(List<Setting> all) {
        keep(all, "mode", "--mode", "EXECUTION_MODE", "paper", "paper, gateway or live");
        keep(all, "confirm-live", "--confirm-live", "", "false", "confirms mode live");
        keep(all, "slippage-bps", "--slippage-bps", "", "0.0", "what makes paper fills worse, in basis points");
        keep(all, "default-cash", "--default-cash", "DEFAULT_CASH", "100000", "what a new paper book begins with");
        keep(all, "commission-per-share", "", "MAINSTAY_COMMISSION_PER_SHARE", "0.005", "of paper fills");
        keep(all, "commission-minimum", "", "MAINSTAY_COMMISSION_MINIMUM", "1.00", "of paper fills, per order");
        keep(
                all,
                "commission-maximum-share",
                "",
                "MAINSTAY_COMMISSION_MAXIMUM_SHARE",
                "0.01",
                "of a paper fill's value, at most");
        keep(
                all,
                "short-selling",
                "",
                "EXECUTION_SHORT_SELLING",
                "false",
                "whether a SELL without a position opens one");
        keep(
                all,
                "order-timeout",
                "",
                "EXECUTION_ORDER_TIMEOUT",
                "30",
                "seconds that a round waits for an order's end");
        keep(all, "max-daily-trades", "", "EXECUTION_MAX_DAILY_TRADES", "100", "orders in one trading day");
        keep(
                all,
                "duplicate-window",
                "",
                "MAINSTAY_DUPLICATE_WINDOW",
                "600",
                "seconds in which the same side of a symbol is not increased again");
    }

    private static void risk(List<Setting> all) {
        keep(
                all,
                "max-order-notional",
                "--max-order-notional",
                "RISK_MAX_ORDER_NOTIONAL",
                "",
                "the value of one order; no limit if unset");
        keep(
                all,
                "max-daily-notional",
                "--max-daily-notional",
                "RISK_MAX_DAILY_NOTIONAL",
                "",
                "the value of a day's orders; no limit if unset");
        keep(
                all,
                "max-position-pct",
                "",
                "RISK_MAX_POSITION_PCT",
                ".02",
                "share of equity of one position, at most .1");
        keep(
                all,
                "max-daily-loss-pct",
                "",
                "RISK_MAX_DAILY_LOSS_PCT",
                ".005",
                "share of the day's starting equity whose loss sets the kill switch, at most .05");
        keep(all, "max-open-positions", "", "RISK_MAX_OPEN_POSITIONS", "20", "symbols held at once");
        keep(all, "max-leverage", "", "RISK_MAX_LEVERAGE", "2.0", "all positions by equity, at most 4");
    }

    private static void keep(
            List<Setting> all, String name, String flag, String key, String defaultValue, String meaning) {
        all.add(new Setting(name, present(flag), present(key), defaultValue, meaning, Optional.empty()));
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}

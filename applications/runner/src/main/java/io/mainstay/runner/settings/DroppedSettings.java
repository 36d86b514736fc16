package io.mainstay.runner.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The flags and keys of the Python system that have no counterpart here, with the reasons. */
final class DroppedSettings {
    private static final String ML =
            "machine learning is not part of the runner; a strategy may bring its own settings";
    private static final String LATER = "protective stops come later, as orders at the gateway";
    private static final String NO_DATA = "needs data that the gateway does not give with bars and quotes";
    private static final String DASHBOARD = "the dashboard is a program of its own and reads the worker's endpoint";
    private static final String NO_EFFECT = "had no effect, or described what the program knows itself";
    private static final String OBSERVED = "metrics, logs and alerts are the worker's and the command line's";
    private static final String WORKER = "the worker owns the one connection, its retries and its lock";

    private DroppedSettings() {}

    static List<Setting> all() {
        var all = new ArrayList<Setting>();
        flags(all, ML, "--use-ml", "--use-ml-enhanced");
        flags(all, "orders are market orders; the gateway's own algorithms come later", "--use-smart-execution");
        flags(all, "a test's flag that skipped checks; it filled a disk with logs", "--force-connect");

        keys(all, "the gateway's API port knows no TLS; it was ignored where it mattered", "IBKR_SSL_MODE");
        keys(
                all,
                WORKER,
                "CIRCUIT_BREAKER_THRESHOLD",
                "CIRCUIT_BREAKER_TIMEOUT",
                "IBKR_LOCK_FILE_PATH",
                "IBKR_LOCK_TIMEOUT");
        keys(all, "every connection is always closed in order", "IBKR_FORCE_DISCONNECT");
        keys(all, WORKER, "IBKR_RECONCILIATION_CLIENT_ID");
        keys(all, "the account's id tells paper from live", "IBKR_ACCOUNT_TYPE");

        keys(all, NO_EFFECT, "ENVIRONMENT", "EXECUTION_ACCOUNT_TYPE", "EXECUTION_POSITION_TIMEOUT");
        keys(all, ML, "ML_ENHANCED_ENABLED");
        keys(all, "orders are market orders; the gateway's own algorithms come later", "SMART_EXECUTION_ENABLED");
        keys(all, "the limits are always on", "ADVANCED_RISK_ENABLED");
        keys(all, OBSERVED, "PRODUCTION_MONITORING");

        keys(
                all,
                NO_DATA,
                "RISK_MAX_PORTFOLIO_BETA",
                "RISK_CORRELATION_LIMIT",
                "RISK_MIN_MARKET_CAP",
                "RISK_MAX_SECTOR_EXPOSURE");
        keys(
                all,
                "a stock without volume gives no bars to act on; a filter belongs to the strategy",
                "RISK_MIN_VOLUME");
        keys(
                all,
                LATER,
                "RISK_STOP_LOSS_PCT",
                "RISK_TAKE_PROFIT_PCT",
                "RISK_USE_TRAILING_STOP",
                "RISK_TRAILING_STOP_PCT",
                "RISK_MAX_POSITION_LOSS_PCT",
                "USE_TRAILING_STOP",
                "TRAILING_STOP_PERCENT");
        keys(all, "there is one sizing: a share of equity, RISK_MAX_POSITION_PCT", "RISK_POSITION_SIZING");

        keys(all, "the gateway is the only source, SQLite the only store", "DATA_PROVIDER", "DATA_STORAGE");
        keys(
                all,
                "nothing is kept in memory between rounds",
                "DATA_FEATURE_WINDOW",
                "DATA_TICK_BUFFER",
                "DATA_CACHE_TTL");
        keys(all, "quotes are asked for when an order needs a price", "DATA_ENABLE_REALTIME");
        keys(all, "--duration and --bar-size say it", "DATA_HISTORICAL_DAYS", "DATA_BAR_SIZE");
        keys(all, "bars older than two of their lengths in an open market open no position", "DATA_STALENESS_SECONDS");
        keys(all, "market orders are filled at the quote's near side, whatever the spread", "MAX_SPREAD_PERCENT");

        keys(all, "--strategy names the one strategy of a run", "STRATEGY_ENABLED", "STRATEGY_COMBINATION");
        keys(
                all,
                "belongs to strategies that are not part of the runner",
                "STRATEGY_MIN_CONFIDENCE",
                "STRATEGY_REBALANCE",
                "STRATEGY_MOMENTUM_LOOKBACK",
                "STRATEGY_MEAN_REVERSION_PERIOD",
                "STRATEGY_BREAKOUT_VOLUME");
        keys(
                all,
                ML,
                "ML_ENABLE_FEATURES",
                "ML_FEATURE_STORE_PATH",
                "ML_MODEL_REGISTRY_PATH",
                "ML_AUTO_RETRAIN",
                "all other ML_ keys");
        keys(all, NO_DATA, "all CORRELATION_ keys");
        keys(
                all,
                OBSERVED,
                "MONITORING_ENABLE_ALERTS",
                "MONITORING_ALERT_EMAIL",
                "MONITORING_ALERT_WEBHOOK",
                "MONITORING_METRICS_PORT",
                "MONITORING_HEALTH_CHECK_INTERVAL",
                "MONITORING_LOG_LEVEL",
                "MONITORING_LOG_FORMAT",
                "LOG_FILE");
        keys(
                all,
                DASHBOARD,
                "DASH_PORT",
                "DASH_AUTH_ENABLED",
                "DASH_USER",
                "DASH_PASS_HASH",
                "DASHBOARD_TRADE_LIMIT",
                "WEBSOCKET_PORT",
                "RUNNER_STALE_SECONDS");
        keys(all, "orders go out in the regular session only", "ENABLE_EXTENDED_HOURS");
        keys(all, "one run is one portfolio; several runs share the worker", "PORTFOLIOS");
        keys(all, "a position is worth its share of equity or is not opened", "MIN_POSITION_VALUE");
        keys(all, "MAINSTAY_HOME holds all state", "RT_DB_PATH", "SAFETY_JOURNAL_PATH");
        keys(all, "the preflight is always on", "PREFLIGHT_ENFORCEMENT");
        keys(all, "IBKR_APPROVED_ACCOUNTS says it", "SAFETY_ACCOUNT_SCOPE", "SAFETY_ACCOUNT_SCOPE_KEY");
        keys(all, "prices come from the gateway", "POLYGON_API_KEY");
        return all;
    }

    private static void flags(List<Setting> all, String why, String... flags) {
        for (String flag : flags) {
            all.add(new Setting(flag, Optional.of(flag), Optional.empty(), "", "", Optional.of(why)));
        }
    }

    private static void keys(List<Setting> all, String why, String... keys) {
        for (String key : keys) {
            all.add(new Setting(key, Optional.empty(), Optional.of(key), "", "", Optional.of(why)));
        }
    }
}

package io.mainstay.runner.settings;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes settings from texts, by the names of the {@link SettingsCatalogue}. Used once, by one thread. */
public final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})\\s*(ms|s|m|min|h|)");
    private static final int MOST_AMOUNT_CHARACTERS = 24;

    private final Map<String, String> values;
    private final Map<String, Setting> catalogue = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsReader(Map<String, String> values) {
        this.values = values;
        SettingsCatalogue.kept().forEach(setting -> catalogue.put(setting.name(), setting));
    }

    /**
     * The settings that {@code values} mean; what is absent or blank has its default.
     *
     * @param values by {@link Setting#name}
     * @throws InvalidSettings with every problem at once
     */
    public static RunnerSettings read(Map<String, String> values, Path home) {
        return new SettingsReader(values).read(home);
    }

    private RunnerSettings read(Path home) {
        for (String name : values.keySet()) {
            if (!catalogue.containsKey(name)) {
                problems.add("there is no setting \"" + name + "\"");
            }
        }
        RunnerSettings defaults = RunnerSettings.defaults(List.of("AAPL"), home);
        Mode mode = value("mode", this::mode, defaults.mode());
        var gateway = group(
                () -> new RunnerSettings.Gateway(
                        text("host"),
                        value("port", this::whole, 4002),
                        value("client-id", this::whole, 123),
                        value("readonly", SettingsReader::flag, false)),
                defaults.gateway());
        var universe = group(
                () -> new Universe(
                        Universe.split(text("symbols")),
                        text("duration"),
                        BarSize.of(text("bar-size")),
                        value("max-concurrent", this::whole, 8)),
                defaults.universe());
        var timing = group(
                () -> new RunnerSettings.Timing(
                        value("once", SettingsReader::flag, false),
                        value(
                                "interval",
                                SettingsReader::duration,
                                defaults.timing().interval()),
                        value(
                                "order-timeout",
                                SettingsReader::duration,
                                defaults.timing().orderTimeout())),
                defaults.timing());
        var account = group(
                () -> new RunnerSettings.AccountChoice(
                        Optional.of(text("account")).filter(a -> !a.isEmpty()),
                        list(text("approved-accounts")),
                        value("confirm-live", SettingsReader::flag, false)),
                defaults.account());
        var strategy = group(
                () -> new RunnerSettings.StrategyChoice(
                        text("strategy"), value("sma-fast", this::whole, 10), value("sma-slow", this::whole, 20)),
                defaults.strategy());
        var risk = group(this::risk, defaults.risk());
        var paper = group(this::paper, defaults.paper());
        boolean shortSelling = value("short-selling", SettingsReader::flag, false);
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    private RiskLimits risk() {
        RiskLimits defaults = RiskLimits.DEFAULTS;
        return new RiskLimits(
                value("max-position-pct", SettingsReader::amount, defaults.maxPositionPct()),
                value("max-daily-loss-pct", SettingsReader::amount, defaults.maxDailyLossPct()),
                value("max-open-positions", this::whole, defaults.maxOpenPositions()),
                value("max-leverage", SettingsReader::amount, defaults.maxLeverage()),
                limit("max-order-notional"),
                limit("max-daily-notional"),
                value("max-daily-trades", this::whole, defaults.maxDailyTrades()),
                value("duplicate-window", SettingsReader::duration, defaults.duplicateWindow()));
    }

    private RunnerSettings.PaperFills paper() {
        CommissionModel ib = CommissionModel.IB_FIXED;
        return new RunnerSettings.PaperFills(
                value("slippage-bps", SettingsReader::amount, BigDecimal.ZERO),
                value("default-cash", SettingsReader::amount, new BigDecimal("100000")),
                new CommissionModel(
                        value("commission-per-share", SettingsReader::amount, ib.perShare()),
                        value("commission-minimum", SettingsReader::amount, ib.minimum()),
                        value("commission-maximum-share", SettingsReader::amount, ib.maximumShare())));
    }

    /** A group's own checks come to the problems of the texts. */
    private <T> T group(Supplier<T> group, T fallback) {
        try {
            return group.get();
        } catch (InvalidSettings e) {
            problems.addAll(e.problems());
            return fallback;
        }
    }

    private String text(String name) {
        @Nullable String value = values.get(name);
        Setting setting = setting(name);
        return value == null || value.isBlank() ? setting.defaultValue() : value.strip();
    }

    private Setting setting(String name) {
        @Nullable Setting setting = catalogue.get(name);
        if (setting == null) {
            throw new IllegalArgumentException("the catalogue lacks " + name);
        }
        return setting;
    }

    private <T> T value(String name, Function<String, T> parse, T fallback) {
        String text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            Setting setting = setting(name);
            problems.add(setting.flag().or(setting::environmentKey).orElse(name) + " " + e.getMessage() + ", not \""
                    + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"");
            return fallback;
        }
    }

    private Optional<BigDecimal> limit(String name) {
        return text(name).isEmpty()
                ? Optional.empty()
                : Optional.of(value(name, SettingsReader::amount, BigDecimal.ONE));
    }

    private Mode mode(String text) {
        for (Mode mode : Mode.values()) {
            if (mode.word().equals(text.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException("must be paper, gateway or live");
    }

    private int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static BigDecimal amount(String text) {
        // A huge exponent would make a number that no memory holds once it is written out.
        if (text.length() > MOST_AMOUNT_CHARACTERS || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new IllegalArgumentException("must be a plain number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a plain number", e);
        }
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    /** Seconds if no unit is said. */
    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a time such as 15s, 500ms, 5m or 1h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m", "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static List<String> list(String text) {
        var list = new ArrayList<String>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                list.add(part.strip());
            }
        }
        return list;
    }
}

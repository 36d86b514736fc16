package io.mainstay.simulator;

import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** The settings that a scenario file can have. Stateless. */
final class ScenarioSettings {
    private ScenarioSettings() {}

    /**
     * A configuration with one setting more.
     *
     * @throws IllegalArgumentException with the setting's line if it is unknown or its value is wrong
     */
    static SimulatorConfig apply(Scenario.Setting setting, SimulatorConfig config) {
        var changed = new SimulatorConfig[1];
        Scenario.located(
                setting.where(), value -> changed[0] = changed(setting.name(), value, config), setting.value());
        return changed[0];
    }

    private static SimulatorConfig changed(String name, String value, SimulatorConfig config) {
        return switch (name) {
            case "accounts" -> config.withAccounts(List.of(value.split("[,\\s]+")));
            case "cash" -> config.withInitialCashUsd(new BigDecimal(whole(name, value)));
            case "server-version" -> config.withServerVersion(small(name, value));
            case "hours" -> config.withHours(hours(value));
            case "seed" -> config.withSeed(whole(name, value));
            case "speed" -> config.withClock(SimulatorMain.speed(value));
            case "master-client-id" -> config.withMasterClientId(small(name, value));
            case "fill-delay-ms" -> config.withFillDelay(Duration.ofMillis(small(name, value)));
            case "most-shares-per-fill" -> config.withMostSharesPerFill(new BigDecimal(whole(name, value)));
            case "pushes-open-orders" -> config.withPushOpenOrdersFirst(flag(name, value));
            default ->
                throw new IllegalArgumentException("no setting is called " + name + "; there are accounts, cash,"
                        + " server-version, hours, seed, speed, master-client-id, fill-delay-ms, most-shares-per-fill"
                        + " and pushes-open-orders");
        };
    }

    private static MarketHours hours(String value) {
        return switch (value) {
            case "always-open" -> MarketHours.ALWAYS_OPEN;
            case "real" -> MarketHours.SCHEDULE;
            case "closed-today" -> MarketHours.CLOSED_TODAY;
            default -> throw new IllegalArgumentException("hours are always-open, real or closed-today, not " + value);
        };
    }

    private static boolean flag(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + " is true or false, not " + value);
        }
        return value.equals("true");
    }

    private static int small(String name, String value) {
        long number = whole(name, value);
        if (number != (int) number || number < 0) {
            throw new IllegalArgumentException(name + " " + value + " is not between 0 and " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private static long whole(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " needs a whole number, not " + value, e);
        }
    }
}

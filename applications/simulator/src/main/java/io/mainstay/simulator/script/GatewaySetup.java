package io.mainstay.simulator.script;

import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a script's {@code gateway} line asks for.
 *
 * @param config the simulator's; its clock is left to the stage
 * @param start the gateway's time when the script begins
 */
public record GatewaySetup(SimulatorConfig config, Instant start) {
    /** A Friday in regular hours. */
    private static final Instant START = Instant.parse("2026-11-20T15:10:00Z");

    /**
     * What a script asks for; what it does not say is a healthy gateway on a Friday in regular hours.
     *
     * @param version the newest that the gateway speaks, unless the script says otherwise
     * @throws ScriptException if it asks for what there is not
     */
    public static GatewaySetup of(Script script, int version) {
        try {
            return of(script.gateway(), version);
        } catch (IllegalArgumentException e) {
            throw new ScriptException(script.file(), 1, String.valueOf(e.getMessage()));
        }
    }

    private static GatewaySetup of(Map<String, String> wanted, int version) {
        SimulatorConfig config = SimulatorConfig.defaults().withServerVersion(version);
        Instant start = START;
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            String value = each.getValue();
            config = switch (each.getKey()) {
                case "scenario" -> config.withScenario(value);
                case "version" -> config.withServerVersion(Integer.parseInt(value));
                case "accounts" -> config.withAccounts(List.of(value.split(",", -1)));
                case "cash" -> config.withInitialCashUsd(new BigDecimal(value));
                case "hours" -> config.withHours(hours(value));
                case "seed" -> config.withSeed(Long.parseLong(value));
                case "master" -> config.withMasterClientId(Integer.parseInt(value));
                case "fillDelayMs" -> config.withFillDelay(Duration.ofMillis(Long.parseLong(value)));
                case "mostSharesPerFill" -> config.withMostSharesPerFill(new BigDecimal(value));
                case "readOnly" -> config.withReadOnly(Boolean.parseBoolean(value));
                case "start" -> config;
                default ->
                    throw new IllegalArgumentException("a gateway has no \"" + each.getKey()
                            + "\": scenario, version, accounts, cash, hours, seed, master, fillDelayMs,"
                            + " mostSharesPerFill, readOnly and start");
            };
            if (each.getKey().equals("start")) {
                start = instant(value);
            }
        }
        return new GatewaySetup(config, start);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("start=" + text + " is no time such as 2026-11-20T15:10:00Z", e);
        }
    }

    private static MarketHours hours(String text) {
        return switch (text) {
            case "open" -> MarketHours.ALWAYS_OPEN;
            case "closed" -> MarketHours.CLOSED_TODAY;
            case "real" -> MarketHours.SCHEDULE;
            default -> throw new IllegalArgumentException("hours=" + text + ": open, closed or real");
        };
    }
}

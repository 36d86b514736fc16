package io.mainstay.simulator;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a simulator is set up; immutable, changed by its {@code with} methods.
 *
 * @param host the address it listens on
 * @param port 0 takes a free one
 * @param controlPort of the control endpoint, 0 takes a free one; absent means none
 * @param serverVersion the newest TWS version it speaks, 100 to 200
 * @param scenario as {@link Scenario#parse} reads it
 * @param seed of the generated prices
 * @param dataDir recorded days; absent means that prices are generated
 * @param hours what the gateway says about trading hours; a scenario may say otherwise
 * @param clock the gateway's time
 * @param accounts their codes
 * @param initialCashUsd of each account
 * @param readOnly whether orders are refused
 * @param pushOpenOrdersFirst whether a client with working orders is told of them before its accounts, as gateways
 *     do since 2026
 * @param fillDelay between an order's acknowledgement and its first fill, and between fills
 * @param mostSharesPerFill larger orders fill in parts
 * @param greetingDeadline how long a connection may be silent
 * @param stallDeadline how long a client may leave a full send queue unread
 */
public record SimulatorConfig(
        String host,
        int port,
        OptionalInt controlPort,
        int serverVersion,
        String scenario,
        long seed,
        Optional<Path> dataDir,
        MarketHours hours,
        SimulatorClock clock,
        List<String> accounts,
        BigDecimal initialCashUsd,
        boolean readOnly,
        boolean pushOpenOrdersFirst,
        Duration fillDelay,
        BigDecimal mostSharesPerFill,
        Duration greetingDeadline,
        Duration stallDeadline) {
    /** The paper account that exists unless others are named. */
    public static final String DEFAULT_ACCOUNT = "DU1234567";

    /**
     * Checks itself.
     *
     * @throws IllegalArgumentException naming the value that is wrong and what it may be
     */
    public SimulatorConfig {
        accounts = List.copyOf(accounts);
        checkPort("port", port);
        controlPort.ifPresent(value -> checkPort("control port", value));
        if (serverVersion < MessageCodec.OLDEST_VERSION || serverVersion > MessageCodec.NEWEST_TEXT_VERSION) {
            throw new IllegalArgumentException("server version " + serverVersion + " is not between "
                    + MessageCodec.OLDEST_VERSION + " and " + MessageCodec.NEWEST_TEXT_VERSION);
        }
        if (accounts.isEmpty() || accounts.stream().anyMatch(code -> !code.matches("[A-Z]{1,3}\\d{1,12}"))) {
            throw new IllegalArgumentException("accounts need codes such as " + DEFAULT_ACCOUNT + ", at least one");
        }
        if (mostSharesPerFill.signum() <= 0) {
            throw new IllegalArgumentException("a fill needs at least one share");
        }
        Scenario.parse(scenario);
    }

    /** A healthy gateway on a free port of this machine, with generated prices and a market that is always open. */
    public static SimulatorConfig defaults() {
        return new SimulatorConfig(
                "127.0.0.1",
                0,
                OptionalInt.empty(),
                MessageCodec.NEWEST_TEXT_VERSION,
                "normal",
                1,
                Optional.empty(),
                MarketHours.ALWAYS_OPEN,
                SimulatorClock.system(),
                List.of(DEFAULT_ACCOUNT),
                new BigDecimal("100000"),
                false,
                true,
                Duration.ofMillis(20),
                BigDecimal.valueOf(1000),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    public SimulatorConfig withHost(String value) {
        return new SimulatorConfig(
                value,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withPort(int value) {
        return new SimulatorConfig(
                host,
                value,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withControlPort(int value) {
        return new SimulatorConfig(
                host,
                port,
                OptionalInt.of(value),
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withServerVersion(int value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                value,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withScenario(String value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                value,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withSeed(long value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                value,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withDataDir(Path value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                Optional.of(value),
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withHours(MarketHours value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                value,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withClock(SimulatorClock value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                value,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withAccounts(List<String> value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                value,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withInitialCashUsd(BigDecimal value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                value,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withReadOnly(boolean value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                value,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withPushOpenOrdersFirst(boolean value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                value,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withFillDelay(Duration value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                value,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withMostSharesPerFill(BigDecimal value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                value,
                greetingDeadline,
                stallDeadline);
    }

    public SimulatorConfig withGreetingDeadline(Duration value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                value,
                stallDeadline);
    }

    public SimulatorConfig withStallDeadline(Duration value) {
        return new SimulatorConfig(
                host,
                port,
                controlPort,
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                value);
    }

    public SimulatorConfig withoutControl() {
        return new SimulatorConfig(
                host,
                port,
                OptionalInt.empty(),
                serverVersion,
                scenario,
                seed,
                dataDir,
                hours,
                clock,
                accounts,
                initialCashUsd,
                readOnly,
                pushOpenOrdersFirst,
                fillDelay,
                mostSharesPerFill,
                greetingDeadline,
                stallDeadline);
    }

    private static void checkPort(String what, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(what + " " + port + " is not between 0 and 65535");
        }
    }
}

package io.mainstay.simulator;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.simulator.calendar.CalendarEvent;
import io.mainstay.simulator.calendar.GatewayCalendar;
import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a simulator is set up; immutable, changed by its {@code with} methods.
 *
 * @param host the address it listens on
 * @param port 0 takes a free one
 * @param controlPort of the control endpoint, 0 takes a free one; absent means none
 * @param serverVersion the newest TWS version it speaks, 100 to 225; 225 is the default
 * @param scenario which faults strike when
 * @param seed of the generated prices
 * @param dataDir recorded days; absent means that prices are generated
 * @param hours what the gateway says about trading hours; a scenario may say otherwise
 * @param clock the gateway's time
 * @param calendar when it is away by plan
 * @param accounts their codes
 * @param initialCashUsd of each account
 * @param readOnly whether orders are refused
 * @param pushOpenOrdersFirst whether a client with working orders is told of them before its accounts, as gateways
 *     do since 2026
 * @param fillDelay between an order's acknowledgement and its first fill, and between fills
 * @param mostSharesPerFill larger orders fill in parts
 * @param masterClientId the client that is told of every client's orders; absent if there is none
 * @param greetingDeadline how long a connection may be silent, in real time whatever the clock
 * @param stallDeadline how long a client may leave a full send queue unread
 */
public record SimulatorConfig(
        String host,
        int port,
        OptionalInt controlPort,
        int serverVersion,
        Scenario scenario,
        long seed,
        Optional<Path> dataDir,
        MarketHours hours,
        SimulatorClock clock,
        GatewayCalendar calendar,
        List<String> accounts,
        BigDecimal initialCashUsd,
        boolean readOnly,
        boolean pushOpenOrdersFirst,
        Duration fillDelay,
        BigDecimal mostSharesPerFill,
        OptionalInt masterClientId,
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
        if (serverVersion < MessageCodec.OLDEST_VERSION || serverVersion > MessageCodec.NEWEST_VERSION) {
            throw new IllegalArgumentException("server version " + serverVersion + " is not between "
                    + MessageCodec.OLDEST_VERSION + " and " + MessageCodec.NEWEST_VERSION);
        }
        if (accounts.isEmpty() || accounts.stream().anyMatch(code -> !code.matches("[A-Z]{1,3}\\d{1,12}"))) {
            throw new IllegalArgumentException("accounts need codes such as " + DEFAULT_ACCOUNT + ", at least one");
        }
        if (mostSharesPerFill.signum() <= 0) {
            throw new IllegalArgumentException("a fill needs at least one share");
        }
        for (CalendarEvent event : calendar.events()) {
            if (FaultCatalogue.parse(event.fault()).isEmpty()) {
                throw new IllegalArgumentException("the calendar names a fault that does not exist: " + event.fault());
            }
        }
    }

    /** A healthy gateway on a free port of this machine, with generated prices and a market that is always open. */
    public static SimulatorConfig defaults() {
        return new SimulatorConfig(
                "127.0.0.1",
                0,
                OptionalInt.empty(),
                MessageCodec.NEWEST_VERSION,
                Scenario.parse("normal"),
                1,
                Optional.empty(),
                MarketHours.ALWAYS_OPEN,
                SimulatorClock.system(),
                GatewayCalendar.NONE,
                List.of(DEFAULT_ACCOUNT),
                new BigDecimal("100000"),
                false,
                true,
                Duration.ofMillis(20),
                BigDecimal.valueOf(1000),
                OptionalInt.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    public SimulatorConfig withHost(String value) {
        return with(draft -> draft.host = value);
    }

    public SimulatorConfig withPort(int value) {
        return with(draft -> draft.port = value);
    }

    public SimulatorConfig withControlPort(int value) {
        return with(draft -> draft.controlPort = OptionalInt.of(value));
    }

    public SimulatorConfig withServerVersion(int value) {
        return with(draft -> draft.serverVersion = value);
    }

    /**
     * Takes a scenario, and the settings that it has if it is a file.
     *
     * @param value as {@link Scenario#parse} reads it
     * @throws IllegalArgumentException with the line if a setting is unknown or wrong
     */
    public SimulatorConfig withScenario(String value) {
        Scenario parsed = Scenario.parse(value);
        SimulatorConfig config = with(draft -> draft.scenario = parsed);
        for (Scenario.Setting setting : parsed.settings()) {
            config = ScenarioSettings.apply(setting, config);
        }
        return config;
    }

    public SimulatorConfig withSeed(long value) {
        return with(draft -> draft.seed = value);
    }

    public SimulatorConfig withDataDir(Path value) {
        return with(draft -> draft.dataDir = Optional.of(value));
    }

    public SimulatorConfig withHours(MarketHours value) {
        return with(draft -> draft.hours = value);
    }

    public SimulatorConfig withClock(SimulatorClock value) {
        return with(draft -> draft.clock = value);
    }

    public SimulatorConfig withCalendar(GatewayCalendar value) {
        return with(draft -> draft.calendar = value);
    }

    public SimulatorConfig withAccounts(List<String> value) {
        return with(draft -> draft.accounts = value);
    }

    public SimulatorConfig withInitialCashUsd(BigDecimal value) {
        return with(draft -> draft.initialCashUsd = value);
    }

    public SimulatorConfig withReadOnly(boolean value) {
        return with(draft -> draft.readOnly = value);
    }

    public SimulatorConfig withPushOpenOrdersFirst(boolean value) {
        return with(draft -> draft.pushOpenOrdersFirst = value);
    }

    public SimulatorConfig withFillDelay(Duration value) {
        return with(draft -> draft.fillDelay = value);
    }

    public SimulatorConfig withMostSharesPerFill(BigDecimal value) {
        return with(draft -> draft.mostSharesPerFill = value);
    }

    public SimulatorConfig withMasterClientId(int value) {
        return with(draft -> draft.masterClientId = OptionalInt.of(value));
    }

    public SimulatorConfig withGreetingDeadline(Duration value) {
        return with(draft -> draft.greetingDeadline = value);
    }

    public SimulatorConfig withStallDeadline(Duration value) {
        return with(draft -> draft.stallDeadline = value);
    }

    public SimulatorConfig withoutControl() {
        return with(draft -> draft.controlPort = OptionalInt.empty());
    }

    private SimulatorConfig with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    private static void checkPort(String what, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(what + " " + port + " is not between 0 and 65535");
        }
    }

    /** A configuration while one value of it changes. */
    private static final class Draft {
        String host;
        int port;
        OptionalInt controlPort;
        int serverVersion;
        Scenario scenario;
        long seed;
        Optional<Path> dataDir;
        MarketHours hours;
        SimulatorClock clock;
        GatewayCalendar calendar;
        List<String> accounts;
        BigDecimal initialCashUsd;
        boolean readOnly;
        boolean pushOpenOrdersFirst;
        Duration fillDelay;
        BigDecimal mostSharesPerFill;
        OptionalInt masterClientId;
        Duration greetingDeadline;
        Duration stallDeadline;

        Draft(SimulatorConfig from) {
            host = from.host;
            port = from.port;
            controlPort = from.controlPort;
            serverVersion = from.serverVersion;
            scenario = from.scenario;
            seed = from.seed;
            dataDir = from.dataDir;
            hours = from.hours;
            clock = from.clock;
            calendar = from.calendar;
            accounts = from.accounts;
            initialCashUsd = from.initialCashUsd;
            readOnly = from.readOnly;
            pushOpenOrdersFirst = from.pushOpenOrdersFirst;
            fillDelay = from.fillDelay;
            mostSharesPerFill = from.mostSharesPerFill;
            masterClientId = from.masterClientId;
            greetingDeadline = from.greetingDeadline;
            stallDeadline = from.stallDeadline;
        }

        SimulatorConfig build() {
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
                    calendar,
                    accounts,
                    initialCashUsd,
                    readOnly,
                    pushOpenOrdersFirst,
                    fillDelay,
                    mostSharesPerFill,
                    masterClientId,
                    greetingDeadline,
                    stallDeadline);
        }
    }
}

package io.mainstay.runner.settings;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a run is told. Immutable; each group has checked itself, {@link #problems} are those between groups.
 *
 * @param home the folder of the runner's state
 */
public record RunnerSettings(
        Gateway gateway,
        Universe universe,
        Timing timing,
        Mode mode,
        AccountChoice account,
        StrategyChoice strategy,
        RiskLimits risk,
        PaperFills paper,
        boolean shortSelling,
        Path home) {

    /**
     * The endpoint, for the rules of modes and the listener check; the connection itself is the caller's.
     *
     * @param clientId whose orders the gateway shows to this run
     * @param readOnly whether the user has said that no order may leave
     */
    public record Gateway(String host, int port, int clientId, boolean readOnly) {
        public Gateway {
            var problems = new ArrayList<String>();
            if (host.isBlank() || port < 1 || port > 65_535) {
                problems.add("the gateway's address must be a host and a port of 1 to 65535, not " + host + ":" + port);
            }
            if (clientId < 0 || clientId > 999) {
                problems.add("the client id must be 0 to 999, not " + clientId);
            }
            if (!problems.isEmpty()) {
                throw new InvalidSettings(problems);
            }
        }
    }

    /**
     * When rounds happen.
     *
     * @param once one round only
     * @param interval between the rounds of a continuous run
     * @param orderTimeout how long a round waits for an order to be done
     */
    public record Timing(boolean once, Duration interval, Duration orderTimeout) {
        public static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

        public Timing {
            var problems = new ArrayList<String>();
            if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
                problems.add("--interval must be at least 1 s, not " + interval.toMillis() + " ms");
            }
            if (!orderTimeout.isPositive()) {
                problems.add("EXECUTION_ORDER_TIMEOUT must be above 0");
            }
            if (!problems.isEmpty()) {
                throw new InvalidSettings(problems);
            }
        }
    }

    /**
     * Whose account.
     *
     * @param account the one to use; the only one of the login if absent
     * @param approved those that real orders may go to
     * @param confirmLive whether the user has confirmed real money
     */
    public record AccountChoice(Optional<String> account, List<String> approved, boolean confirmLive) {
        public AccountChoice {
            approved = List.copyOf(approved);
        }
    }

    /** Which strategy, and the lengths of its averages in bars. */
    public record StrategyChoice(String name, int smaFast, int smaSlow) {
        public StrategyChoice {
            var problems = new ArrayList<String>();
            if (name.isBlank()) {
                problems.add("the strategy's name is empty; the default is sma");
            }
            if (smaFast < 1 || smaSlow > 5_000 || smaFast >= smaSlow) {
                problems.add("--sma-fast must be at least 1 and below --sma-slow, which may be 5000: " + smaFast
                        + " and " + smaSlow);
            }
            if (!problems.isEmpty()) {
                throw new InvalidSettings(problems);
            }
        }
    }

    /**
     * How paper fills are computed.
     *
     * @param slippageBps hundredths of a per cent against us
     * @param defaultCash what a new paper book begins with
     */
    public record PaperFills(BigDecimal slippageBps, BigDecimal defaultCash, CommissionModel commission) {
        public PaperFills {
            var problems = new ArrayList<String>();
            if (slippageBps.signum() < 0 || slippageBps.compareTo(new BigDecimal(1_000)) > 0) {
                problems.add("--slippage-bps must be 0 to 1000, not " + slippageBps.toPlainString());
            }
            if (defaultCash.signum() <= 0) {
                problems.add("--default-cash must be above 0, not " + defaultCash.toPlainString());
            }
            if (!problems.isEmpty()) {
                throw new InvalidSettings(problems);
            }
        }
    }

    /** All defaults, for symbols and a state folder. */
    public static RunnerSettings defaults(List<String> symbols, Path home) {
        return new RunnerSettings(
                new Gateway("127.0.0.1", 4002, 123, false),
                new Universe(symbols, "10 D", BarSize.of("30 mins"), 8),
                new Timing(false, Duration.ofSeconds(15), Duration.ofSeconds(30)),
                Mode.PAPER,
                new AccountChoice(Optional.empty(), List.of(), false),
                new StrategyChoice("sma", 10, 20),
                RiskLimits.DEFAULTS,
                new PaperFills(new BigDecimal("0.0"), new BigDecimal("100000"), CommissionModel.IB_FIXED),
                false,
                home);
    }

    /** Contradictions between mode, port, account and confirmation; none if a run may begin. */
    public List<String> problems() {
        return ModeRules.problems(this);
    }

    public RunnerSettings withGateway(Gateway gateway) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withUniverse(Universe universe) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withTiming(Timing timing) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withMode(Mode mode) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withAccount(AccountChoice account) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withStrategy(StrategyChoice strategy) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withRisk(RiskLimits risk) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withPaper(PaperFills paper) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }

    public RunnerSettings withShortSelling(boolean shortSelling) {
        return new RunnerSettings(gateway, universe, timing, mode, account, strategy, risk, paper, shortSelling, home);
    }
}

package io.mainstay.runner.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The limits on what increases exposure.
 *
 * @param maxPositionPct the share of equity that one symbol may take, 0.02 for 2 %
 * @param maxDailyLossPct the share of the day's starting equity whose loss sets the kill switch
 * @param maxOpenPositions how many symbols may be held at once
 * @param maxLeverage all positions' value by equity
 * @param maxOrderNotional the value of one order, none if absent
 * @param maxDailyNotional the value of a day's orders, none if absent
 * @param maxDailyTrades orders in one day
 * @param duplicateWindow how long the same side of the same symbol may not be increased again
 */
public record RiskLimits(
        BigDecimal maxPositionPct,
        BigDecimal maxDailyLossPct,
        int maxOpenPositions,
        BigDecimal maxLeverage,
        Optional<BigDecimal> maxOrderNotional,
        Optional<BigDecimal> maxDailyNotional,
        int maxDailyTrades,
        Duration duplicateWindow) {

    public static final RiskLimits DEFAULTS = new RiskLimits(
            new BigDecimal("0.02"),
            new BigDecimal("0.005"),
            20,
            new BigDecimal("2.0"),
            Optional.empty(),
            Optional.empty(),
            100,
            Duration.ofMinutes(10));

    public RiskLimits {
        var problems = new ArrayList<String>();
        share(problems, "RISK_MAX_POSITION_PCT", maxPositionPct, "0.1");
        share(problems, "RISK_MAX_DAILY_LOSS_PCT", maxDailyLossPct, "0.05");
        share(problems, "RISK_MAX_LEVERAGE", maxLeverage, "4");
        if (maxOpenPositions < 1) {
            problems.add("RISK_MAX_OPEN_POSITIONS must be at least 1, not " + maxOpenPositions);
        }
        if (maxDailyTrades < 1) {
            problems.add("EXECUTION_MAX_DAILY_TRADES must be at least 1, not " + maxDailyTrades);
        }
        maxOrderNotional.ifPresent(limit -> positive(problems, "--max-order-notional", limit));
        maxDailyNotional.ifPresent(limit -> positive(problems, "--max-daily-notional", limit));
        if (duplicateWindow.isNegative()) {
            problems.add("the duplicate window must not be negative");
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private static void share(List<String> problems, String name, BigDecimal value, String most) {
        if (value.signum() <= 0 || value.compareTo(new BigDecimal(most)) > 0) {
            problems.add(name + " must be above 0 and at most " + most + ", not " + value.toPlainString());
        }
    }

    private static void positive(List<String> problems, String name, BigDecimal value) {
        if (value.signum() <= 0) {
            problems.add(name + " must be above 0, not " + value.toPlainString() + "; leave it out for no limit");
        }
    }
}

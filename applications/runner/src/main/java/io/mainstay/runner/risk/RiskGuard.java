package io.mainstay.runner.risk;

import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.settings.RiskLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Judges an order by the limits.
 *
 * <p>The part of an order that closes a position passes whatever the limits say. What goes beyond it passes as far as
 * every limit has room, in whole shares; where one has none, an order that also closes is cut to its closing part.
 */
public final class RiskGuard {
    private final RiskLimits limits;

    public RiskGuard(RiskLimits limits) {
        this.limits = limits;
    }

    public Verdict judge(Proposal proposal, Standing standing) {
        BigDecimal closing = proposal.closing(standing.position());
        BigDecimal increase = proposal.quantity().subtract(closing);
        if (increase.signum() == 0) {
            return new Verdict.Allowed(closing, BigDecimal.ZERO, "");
        }
        Optional<Verdict.Refused> stop = stop(standing);
        if (stop.isPresent()) {
            return closingOnly(closing, stop.get());
        }
        Room room = room(proposal, standing, closing);
        if (room.shares().signum() == 0) {
            return closingOnly(closing, new Verdict.Refused(room.limit(), room.reason()));
        }
        if (room.shares().compareTo(increase) < 0) {
            return new Verdict.Allowed(closing.add(room.shares()), room.shares(), room.reason());
        }
        return new Verdict.Allowed(proposal.quantity(), increase, "");
    }

    private static Verdict closingOnly(BigDecimal closing, Verdict.Refused refused) {
        return closing.signum() == 0 ? refused : new Verdict.Allowed(closing, BigDecimal.ZERO, refused.reason());
    }

    /** What forbids any increase, of whatever size. */
    private Optional<Verdict.Refused> stop(Standing standing) {
        if (standing.killSwitch().engaged()) {
            return refuse(Limit.KILL_SWITCH, standing.killSwitch().sentence());
        }
        if (standing.equity().isEmpty() || standing.dayStartEquity().isEmpty()) {
            return refuse(Limit.EQUITY_UNKNOWN, "the account's equity is not known");
        }
        if (standing.lost(limits.maxDailyLossPct())) {
            return refuse(
                    Limit.DAILY_LOSS,
                    "today's loss has reached " + Amounts.percent(limits.maxDailyLossPct()) + " of the day's start");
        }
        if (standing.ordersToday() >= limits.maxDailyTrades()) {
            return refuse(Limit.DAILY_TRADES, "today's " + limits.maxDailyTrades() + " orders are used up");
        }
        if (standing.lastIncrease().isPresent()) {
            return refuse(
                    Limit.DUPLICATE,
                    "the same side was ordered at " + standing.lastIncrease().get() + ", less than "
                            + limits.duplicateWindow().toSeconds() + " s ago");
        }
        if (standing.position().signum() == 0 && standing.openPositions() >= limits.maxOpenPositions()) {
            return refuse(Limit.OPEN_POSITIONS, limits.maxOpenPositions() + " positions are open already");
        }
        return Optional.empty();
    }

    private static Optional<Verdict.Refused> refuse(Limit limit, String reason) {
        return Optional.of(new Verdict.Refused(limit, reason));
    }

    /** How many shares an increase may have, and by which limit. */
    private record Room(BigDecimal shares, Limit limit, String reason) {
        Room least(Room other) {
            return other.shares.compareTo(shares) < 0 ? other : this;
        }
    }

    private Room room(Proposal proposal, Standing standing, BigDecimal closing) {
        BigDecimal price = proposal.price();
        BigDecimal equity = standing.equity().orElseThrow();
        BigDecimal keptValue = standing.position().abs().subtract(closing).multiply(price);
        Room room = room(
                equity.multiply(limits.maxPositionPct()).subtract(keptValue),
                price,
                Limit.POSITION_SHARE,
                "one position may be " + Amounts.percent(limits.maxPositionPct()) + " of equity");
        BigDecimal gross = standing.grossValue().subtract(closing.multiply(price));
        room = room.least(room(
                equity.multiply(limits.maxLeverage()).subtract(gross),
                price,
                Limit.LEVERAGE,
                "all positions may be " + limits.maxLeverage().toPlainString() + " times the equity"));
        if (limits.maxOrderNotional().isPresent()) {
            BigDecimal most = limits.maxOrderNotional().get();
            room = room.least(room(most, price, Limit.ORDER_NOTIONAL, "one order may be worth " + Amounts.money(most)));
        }
        if (limits.maxDailyNotional().isPresent()) {
            BigDecimal most = limits.maxDailyNotional().get();
            room = room.least(room(
                    most.subtract(standing.increaseToday()),
                    price,
                    Limit.DAILY_NOTIONAL,
                    "a day's orders may be worth " + Amounts.money(most) + ", "
                            + Amounts.money(standing.increaseToday().setScale(2, RoundingMode.HALF_UP))
                            + " are used"));
        }
        return room;
    }

    private static Room room(BigDecimal money, BigDecimal price, Limit limit, String reason) {
        return new Room(Amounts.wholeShares(money, price), limit, reason);
    }
}

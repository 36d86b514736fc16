package io.mainstay.runner.risk;

import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.settings.CommissionModel;
import java.math.BigDecimal;

/** How many shares a new position gets: its share of equity, in whole shares, as far as the cash goes. */
public final class Sizing {
    private Sizing() {}

    /** A number of shares; where it is zero, {@code reason} says why. */
    public record Size(BigDecimal shares, String reason) {}

    /**
     * The size of a new position.
     *
     * @param cash that a purchase may use, commission included; a short sale needs none
     */
    public static Size open(
            Side side,
            BigDecimal equity,
            BigDecimal share,
            BigDecimal price,
            BigDecimal cash,
            CommissionModel commission) {
        BigDecimal target = equity.multiply(share);
        BigDecimal shares = Amounts.wholeShares(target, price);
        if (shares.signum() == 0) {
            return new Size(
                    shares,
                    Amounts.percent(share) + " of equity is below the price of one share, " + Amounts.money(price));
        }
        if (side == Side.BUY) {
            BigDecimal affordable = affordable(shares.min(Amounts.wholeShares(cash, price)), price, cash, commission);
            if (affordable.signum() == 0) {
                return new Size(BigDecimal.ZERO, "the available cash does not pay for one share and its commission");
            }
            return new Size(affordable, affordable.compareTo(shares) < 0 ? "less for want of cash" : "");
        }
        return new Size(shares, "");
    }

    private static BigDecimal affordable(
            BigDecimal most, BigDecimal price, BigDecimal cash, CommissionModel commission) {
        if (most.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal left = cash.subtract(commission.of(most, price));
        BigDecimal shares = most.min(Amounts.wholeShares(left, price));
        // Fewer shares cost no more commission, so one step down always suffices.
        return shares.signum() > 0 ? shares : BigDecimal.ZERO;
    }
}

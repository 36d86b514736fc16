package io.mainstay.runner.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What a paper fill costs: so much a share, at least a minimum, at most a share of the value. IB's fixed plan for US
 * stocks by default.
 *
 * @param perShare in the contract's currency
 * @param minimum per order
 * @param maximumShare of the fill's value; it wins over the minimum, as it does at IB
 */
public record CommissionModel(BigDecimal perShare, BigDecimal minimum, BigDecimal maximumShare) {
    public static final CommissionModel IB_FIXED =
            new CommissionModel(new BigDecimal("0.005"), new BigDecimal("1.00"), new BigDecimal("0.01"));

    public CommissionModel {
        if (perShare.signum() < 0 || minimum.signum() < 0 || maximumShare.signum() < 0) {
            throw new InvalidSettings(List.of("a commission can't be negative"));
        }
    }

    /** The commission of a fill, in whole cents. */
    public BigDecimal of(BigDecimal quantity, BigDecimal price) {
        BigDecimal value = quantity.multiply(price);
        return perShare.multiply(quantity)
                .max(minimum)
                .min(value.multiply(maximumShare))
                .setScale(2, RoundingMode.HALF_UP);
    }
}

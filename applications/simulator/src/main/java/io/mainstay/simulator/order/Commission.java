package io.mainstay.simulator.order;

import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * IB's fixed price list: options 0.65 USD, futures 2.25 and micro futures 0.62 a contract, stocks half a cent a share; at
 * least 1 USD an order of options or stocks, at most 1 percent of a stock order's value. Stateless.
 */
public final class Commission {
    private static final BigDecimal PER_SHARE = new BigDecimal("0.005");
    private static final BigDecimal LEAST = BigDecimal.ONE;
    private static final BigDecimal MOST_SHARE = new BigDecimal("0.01");
    private static final BigDecimal CASH_SHARE = new BigDecimal("0.00002");
    private static final BigDecimal OPTION = new BigDecimal("0.65");
    private static final BigDecimal FUTURE = new BigDecimal("2.25");
    private static final BigDecimal MICRO_FUTURE = new BigDecimal("0.62");
    private static final BigDecimal LARGEST_MICRO = BigDecimal.valueOf(5);
    private static final BigDecimal CASH_LEAST = BigDecimal.valueOf(2);

    private Commission() {}

    /** What an order costs that has filled so much in all, in US dollars. */
    public static BigDecimal total(Instrument instrument, BigDecimal shares, BigDecimal valueUsd) {
        if (shares.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (instrument.isFuture()) {
            boolean micro = instrument.multiplier().compareTo(LARGEST_MICRO) <= 0;
            return shares.multiply(micro ? MICRO_FUTURE : FUTURE).stripTrailingZeros();
        }
        if (instrument.isOption()) {
            return shares.multiply(OPTION).max(LEAST).stripTrailingZeros();
        }
        BigDecimal fee = instrument.isCash()
                ? valueUsd.multiply(CASH_SHARE).max(CASH_LEAST)
                : shares.multiply(PER_SHARE)
                        .max(LEAST)
                        .min(valueUsd.multiply(MOST_SHARE).max(PER_SHARE));
        return fee.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}

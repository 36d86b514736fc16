package io.mainstay.simulator.session;

import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Sizes of US stocks: gateways counted them in lots of a hundred, until each kind of figure came to be in shares. Stateless. */
final class Lots {
    /** Of quotes, books, ticks and five-second bars. */
    static final int MARKET_DATA_IN_SHARES = 159;

    /** Of historical bars and ticks. */
    static final int HISTORY_IN_SHARES = 175;

    /** Of a day's volume. */
    static final int VOLUME_IN_SHARES = 220;

    private static final BigDecimal LOT = BigDecimal.valueOf(100);

    private Lots() {}

    /** Whole lots of a quote before the version, shares from it on; contracts and currency are never counted in lots. */
    static BigDecimal of(long shares, Instrument instrument, int version, int inSharesSince) {
        BigDecimal size = BigDecimal.valueOf(shares);
        return countsLots(instrument, version, inSharesSince) ? size.divideToIntegralValue(LOT) : size;
    }

    /** A traded size, to the nearest lot before the version. */
    static BigDecimal nearest(BigDecimal shares, Instrument instrument, int version, int inSharesSince) {
        return countsLots(instrument, version, inSharesSince) ? shares.divide(LOT, 0, RoundingMode.HALF_UP) : shares;
    }

    private static boolean countsLots(Instrument instrument, int version, int inSharesSince) {
        return version < inSharesSince
                && !instrument.isCash()
                && instrument.derivative().isEmpty();
    }
}

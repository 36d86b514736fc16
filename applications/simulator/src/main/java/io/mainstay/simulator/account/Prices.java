package io.mainstay.simulator.account;

import io.mainstay.simulator.market.Instrument;
import java.math.BigDecimal;
import java.util.Optional;

/** The prices that positions are valued at. */
public interface Prices {
    /** The last price, absent where there is none: the position then counts at its cost. */
    Optional<BigDecimal> last(Instrument instrument);

    /** The close before, for the day's profit. */
    Optional<BigDecimal> previousClose(Instrument instrument);

    /** How many US dollars one unit of a currency is worth. */
    BigDecimal usdPer(String currency);
}

package io.mainstay.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A complete answer to a request for bars.
 *
 * @param all in time's order
 * @param asOf when its end came
 */
public record Bars(Instrument instrument, String barSizeSetting, List<Bar> all, Instant asOf) {
    public Bars {
        all = List.copyOf(all);
    }

    /**
     * One bar.
     *
     * @param start where the bar begins; the start of the exchange's day for bars of a day and more
     * @param volume in shares or contracts; 0 where the gateway gives none, as for bars of quotes
     * @param wap the volume-weighted average price; 0 where the gateway gives none
     * @param count how many trades; 0 where the gateway gives none
     */
    public record Bar(
            Instant start,
            BigDecimal open,
            BigDecimal high,
            BigDecimal low,
            BigDecimal close,
            BigDecimal volume,
            BigDecimal wap,
            int count) {}
}

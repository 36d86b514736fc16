package io.mainstay.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A source of prices. Used by the simulator's one thread. */
public interface MarketData {
    /** How often IB tells of a US stock's quote. */
    Duration US_STOCKS_SAMPLED_EVERY = Duration.ofMillis(250);

    /**
     * What time it is for this instrument's prices: the end of a history request that names none, and the moment that
     * quotes are of.
     */
    Instant dataNow(Instrument instrument, Instant now);

    /** The start of the oldest bar, absent if there is none of this kind. */
    Optional<Instant> oldest(Instrument instrument, PriceKind kind);

    /** Whether there are bars of the hours around the regular ones; if not, no duration counts those hours. */
    default boolean hasBarsOutsideRegularHours() {
        return true;
    }

    /** The bars in order of time; empty if there are none. */
    List<Bar> bars(BarQuery query);

    /** The quote at {@code now}, absent if this source knows no price of the instrument. */
    Optional<Quote> quote(Instrument instrument, Instant now);

    /** The next moment after {@code now} at which a quote or a book may be another; absent if they stand still for good. */
    default Optional<Instant> nextQuote(Instrument instrument, Instant now) {
        return Optional.of(now.plus(US_STOCKS_SAMPLED_EVERY));
    }

    /**
     * A moment after {@code now} before which bid, ask and last price all stay strictly inside a range, whatever else of the
     * quote changes. It may be earlier than need be. Absent if they never leave the range.
     */
    default Optional<Instant> nextQuoteOutside(Instrument instrument, Instant now, PriceRange range) {
        return nextQuote(instrument, now);
    }

    /** The book at {@code now}, best first; the top alone where the source knows no more, empty without a price. */
    default List<DepthLevel> depth(Instrument instrument, Instant now, int rows) {
        return quote(instrument, now)
                .map(q -> List.of(new DepthLevel(q.bid(), q.bidSize(), q.ask(), q.askSize())))
                .orElse(List.of());
    }
}

package io.mainstay.simulator.session;

import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A market whose one price a test sets; a cent of spread on each side, yesterday's close at 100. */
final class SettableMarket implements MarketData {
    private static final BigDecimal CENT = new BigDecimal("0.01");
    static final BigDecimal YESTERDAY = BigDecimal.valueOf(100);

    private BigDecimal last = YESTERDAY;
    private long volume;

    void price(String price) {
        last = new BigDecimal(price);
    }

    void volume(long shares) {
        volume = shares;
    }

    @Override
    public Instant dataNow(Instrument instrument, Instant now) {
        return now;
    }

    @Override
    public Optional<Instant> oldest(Instrument instrument, PriceKind kind) {
        return Optional.empty();
    }

    @Override
    public List<Bar> bars(BarQuery query) {
        return List.of();
    }

    @Override
    public Optional<Quote> quote(Instrument instrument, Instant now) {
        return Optional.of(new Quote(
                last.subtract(CENT),
                100,
                last.add(CENT),
                100,
                last,
                100,
                volume,
                YESTERDAY,
                last.max(YESTERDAY),
                last.min(YESTERDAY),
                YESTERDAY,
                now));
    }
}

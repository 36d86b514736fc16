package io.mainstay.simulator.session;

import io.mainstay.simulator.account.Prices;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The market's prices at the gateway's present, for valuing accounts. */
final class MarketPrices implements Prices {
    private final MarketData market;
    private final Instruments instruments;
    private final Supplier<Instant> now;

    MarketPrices(MarketData market, Instruments instruments, Supplier<Instant> now) {
        this.market = market;
        this.instruments = instruments;
        this.now = now;
    }

    Optional<Quote> quote(Instrument instrument) {
        return market.quote(instrument, now.get());
    }

    /** When the instrument's prices may first be outside a range; absent if never. */
    Optional<Instant> nextOutside(Instrument instrument, PriceRange range) {
        return market.nextQuoteOutside(instrument, now.get(), range);
    }

    @Override
    public Optional<BigDecimal> last(Instrument instrument) {
        return quote(instrument).map(Quote::last);
    }

    @Override
    public Optional<BigDecimal> previousClose(Instrument instrument) {
        return quote(instrument).map(Quote::previousClose);
    }

    @Override
    public BigDecimal usdPer(String currency) {
        if (currency.equals("USD")) {
            return BigDecimal.ONE;
        }
        for (Instrument pair : instruments.all()) {
            if (pair.isCash()
                    && pair.symbol().equals(currency)
                    && pair.currency().equals("USD")) {
                return last(pair).orElse(pair.basePrice());
            }
            if (pair.isCash() && pair.symbol().equals("USD") && pair.currency().equals(currency)) {
                return BigDecimal.ONE.divide(last(pair).orElse(pair.basePrice()), MathContext.DECIMAL64);
            }
        }
        throw new IllegalArgumentException("no rate for currency " + currency);
    }
}

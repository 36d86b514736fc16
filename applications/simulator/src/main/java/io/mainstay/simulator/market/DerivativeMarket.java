package io.mainstay.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Prices options and futures by their underlying, whatever source that comes from: options by {@link BlackScholes} at
 * the underlying's volatility, futures by the cost of carry. Everything else is the other source's.
 */
public final class DerivativeMarket implements MarketData {
    private static final double SECONDS_A_YEAR = 365 * 86_400.0;
    private static final double OPTION_HALF_SPREAD = 0.01;
    private static final long VOLUME_SHARE = 1000;

    private final MarketData market;
    private final Instruments instruments;

    public DerivativeMarket(MarketData market, Instruments instruments) {
        this.market = market;
        this.instruments = instruments;
    }

    /** The years that an option or future has left. */
    public static double yearsLeft(Derivative derivative, Instant at) {
        return Math.max(0, Duration.between(at, derivative.expiry()).toSeconds() / SECONDS_A_YEAR);
    }

    /** What it is worth when the underlying stands at {@code spot}. */
    static BigDecimal fairPrice(Instrument instrument, double spot, Instant at) {
        Derivative derivative = instrument.derivative().orElseThrow();
        double years = yearsLeft(derivative, at);
        double fair = derivative
                .option()
                .map(o -> BlackScholes.of(
                                spot, o.strike().doubleValue(), years, instrument.annualVolatility(), o.call())
                        .price())
                .orElse(spot * (1 + BlackScholes.RATE * years));
        return instrument.onGrid(fair).max(instrument.minTick());
    }

    @Override
    public Instant dataNow(Instrument instrument, Instant now) {
        return market.dataNow(priced(instrument), now);
    }

    @Override
    public Optional<Instant> oldest(Instrument instrument, PriceKind kind) {
        Optional<Instant> oldest = market.oldest(priced(instrument), kind);
        return instrument
                .derivative()
                .map(d -> d.lastTradeDate().minusYears(1).atStartOfDay().toInstant(ZoneOffset.UTC))
                .map(listed -> oldest.map(o -> o.isAfter(listed) ? o : listed))
                .orElse(oldest);
    }

    @Override
    public boolean hasBarsOutsideRegularHours() {
        return market.hasBarsOutsideRegularHours();
    }

    @Override
    public List<Bar> bars(BarQuery query) {
        Instrument instrument = query.instrument();
        if (instrument.derivative().isEmpty()) {
            return market.bars(query);
        }
        var underlying = new BarQuery(
                priced(instrument), query.from(), query.to(), query.size(), PriceKind.TRADES, query.regularHoursOnly());
        return market.bars(underlying).stream()
                .filter(bar ->
                        bar.start().isBefore(instrument.derivative().get().expiry()))
                .map(bar -> bar(query, bar))
                .toList();
    }

    private static Bar bar(BarQuery query, Bar under) {
        Instrument i = query.instrument();
        BigDecimal open = fairPrice(i, under.open().doubleValue(), under.start());
        BigDecimal close = fairPrice(i, under.close().doubleValue(), under.start());
        BigDecimal one = fairPrice(i, under.high().doubleValue(), under.start());
        BigDecimal other = fairPrice(i, under.low().doubleValue(), under.start());
        boolean trades = query.kind() == PriceKind.TRADES;
        BigDecimal volume = under.volume();
        return new Bar(
                under.start(),
                under.day(),
                shown(query, open),
                shown(query, one.max(other)),
                shown(query, one.min(other)),
                shown(query, close),
                trades && volume != null ? volume.divideToIntegralValue(BigDecimal.valueOf(VOLUME_SHARE)) : null,
                trades ? open.add(close).divide(BigDecimal.valueOf(2), 3, RoundingMode.HALF_UP) : null,
                trades ? under.count() : null);
    }

    private static BigDecimal shown(BarQuery query, BigDecimal fair) {
        BigDecimal half = halfSpread(query.instrument(), fair);
        return switch (query.kind()) {
            case TRADES, MIDPOINT -> fair;
            case BID -> fair.subtract(half).max(query.instrument().minTick());
            case ASK -> fair.add(half);
        };
    }

    private static BigDecimal halfSpread(Instrument instrument, BigDecimal fair) {
        return instrument.isOption()
                ? instrument.onGrid(fair.doubleValue() * OPTION_HALF_SPREAD).max(instrument.minTick())
                : instrument.minTick();
    }

    @Override
    public Optional<Quote> quote(Instrument instrument, Instant now) {
        if (instrument.derivative().isEmpty()) {
            return market.quote(instrument, now);
        }
        Instant at = dataNow(instrument, now);
        return market.quote(priced(instrument), now).map(under -> {
            BigDecimal last = fairPrice(instrument, under.last().doubleValue(), at);
            BigDecimal one = fairPrice(instrument, under.high().doubleValue(), at);
            BigDecimal other = fairPrice(instrument, under.low().doubleValue(), at);
            BigDecimal half = halfSpread(instrument, last);
            return new Quote(
                    last.subtract(half).max(instrument.minTick()),
                    contracts(under.bidSize()),
                    last.add(half),
                    contracts(under.askSize()),
                    last,
                    contracts(under.lastSize()),
                    under.volume() / VOLUME_SHARE,
                    fairPrice(instrument, under.open().doubleValue(), at),
                    one.max(other),
                    one.min(other),
                    fairPrice(instrument, under.previousClose().doubleValue(), at),
                    under.time());
        });
    }

    @Override
    public Optional<Instant> nextQuote(Instrument instrument, Instant now) {
        return market.nextQuote(priced(instrument), now);
    }

    @Override
    public Optional<Instant> nextQuoteOutside(Instrument instrument, Instant now, PriceRange range) {
        return instrument.derivative().isEmpty()
                ? market.nextQuoteOutside(instrument, now, range)
                : nextQuote(instrument, now);
    }

    @Override
    public List<DepthLevel> depth(Instrument instrument, Instant now, int rows) {
        return instrument.derivative().isEmpty()
                ? market.depth(instrument, now, rows)
                : MarketData.super.depth(instrument, now, rows);
    }

    private static long contracts(long shares) {
        return Math.max(1, shares / 100);
    }

    /** What its price comes from: its underlying, or itself. */
    private Instrument priced(Instrument instrument) {
        return instrument
                .derivative()
                .map(d -> instruments
                        .byConId(d.underConId())
                        .orElseThrow(() -> new IllegalStateException("no underlying " + d.underConId())))
                .orElse(instrument);
    }
}

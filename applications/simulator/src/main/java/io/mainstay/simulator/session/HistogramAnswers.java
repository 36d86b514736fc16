package io.mainstay.simulator.session;

import io.mainstay.protocol.message.HistogramData;
import io.mainstay.protocol.message.HistogramEntry;
import io.mainstay.protocol.message.ReqHistogramData;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How much traded at which price over some time. Answered at once, nothing runs. */
final class HistogramAnswers {
    private static final int MOST_PRICES = 100;

    private final Gateway gateway;
    private final Contracts contracts;
    private final MarketData market;

    HistogramAnswers(Gateway gateway, Contracts contracts, MarketData market) {
        this.gateway = gateway;
        this.contracts = contracts;
        this.market = market;
    }

    void answer(Session s, ReqHistogramData m) {
        Optional<Instrument> found = contracts.single(s, m.reqId(), m.contract());
        Optional<HistoryWindow> window = window(m.timePeriod());
        if (found.isEmpty()) {
            return;
        }
        if (window.isEmpty()) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cG' : cause - Time period " + m.timePeriod()
                            + " is not a number and seconds, days, weeks, months or years");
            return;
        }
        Instrument i = found.get();
        Instant end = market.dataNow(i, gateway.now());
        Instant from = window.get().from(end, i.calendar(), m.useRTH() || !market.hasBarsOutsideRegularHours());
        boolean days = Duration.between(from, end).toDays() > 31;
        List<Bar> bars =
                market.bars(new BarQuery(i, from, end, days ? BarSize.D1 : BarSize.M5, PriceKind.TRADES, m.useRTH()));
        if (bars.isEmpty()) {
            s.error(m.reqId(), 162, "Historical Market Data Service error message:No histogram data");
            return;
        }
        s.send(new HistogramData(m.reqId(), entries(i, bars)));
    }

    /** Volume at closing prices, in at most a hundred steps. */
    private static List<HistogramEntry> entries(Instrument i, List<Bar> bars) {
        BigDecimal low = bars.stream().map(Bar::close).reduce(BigDecimal::min).orElseThrow();
        BigDecimal high = bars.stream().map(Bar::close).reduce(BigDecimal::max).orElseThrow();
        BigDecimal ticks = high.subtract(low).divide(i.minTick(), 0, RoundingMode.UP);
        BigDecimal step = i.minTick()
                .multiply(ticks.divide(BigDecimal.valueOf(MOST_PRICES), 0, RoundingMode.UP)
                        .max(BigDecimal.ONE));
        var sizes = new TreeMap<BigDecimal, BigDecimal>();
        for (Bar bar : bars) {
            BigDecimal price = bar.close().divide(step, 0, RoundingMode.HALF_UP).multiply(step);
            sizes.merge(price, Objects.requireNonNullElse(bar.volume(), BigDecimal.ONE), BigDecimal::add);
        }
        return sizes.entrySet().stream()
                .map(e -> HistogramEntry.builder()
                        .price(e.getKey())
                        .size(e.getValue())
                        .build())
                .toList();
    }

    /** Reads {@code 3 days} and the like. */
    private static Optional<HistoryWindow> window(String period) {
        String[] parts = period.strip().split("\\s+");
        if (parts.length != 2 || parts[1].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HistoryWindow.parse(
                    parts[0] + " " + parts[1].substring(0, 1).toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

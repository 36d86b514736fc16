package io.mainstay.simulator.session;

import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** The bars behind each word of {@code whatToShow}; some are made of others. Stateless but for the market. */
final class HistoryBars {
    /** What a gateway knows by name but has no data for here. */
    private static final Set<String> NEVER_ANY =
            Set.of("FEE_RATE", "YIELD_BID", "YIELD_ASK", "YIELD_BID_ASK", "YIELD_LAST");

    private static final int VOLATILITY_DAYS = 30;

    private final MarketData market;

    HistoryBars(MarketData market) {
        this.market = market;
    }

    static boolean knows(String whatToShow) {
        return PriceKind.parse(whatToShow).isPresent()
                || NEVER_ANY.contains(whatToShow)
                || Set.of("BID_ASK", "ADJUSTED_LAST", "HISTORICAL_VOLATILITY", "OPTION_IMPLIED_VOLATILITY")
                        .contains(whatToShow);
    }

    /** The bars of a stretch of time; the query's own kind of price does not count. */
    List<Bar> of(String whatToShow, BarQuery query) {
        return switch (whatToShow) {
            case "BID_ASK" -> bidAsk(market.bars(with(query, PriceKind.BID)), market.bars(with(query, PriceKind.ASK)));
            case "ADJUSTED_LAST" -> market.bars(with(query, PriceKind.TRADES));
            case "HISTORICAL_VOLATILITY" -> query.size() == BarSize.D1 ? historicalVolatility(query) : List.of();
            case "OPTION_IMPLIED_VOLATILITY" -> query.size() == BarSize.D1 ? impliedVolatility(query) : List.of();
            default ->
                PriceKind.parse(whatToShow)
                        .map(kind -> market.bars(with(query, kind)))
                        .orElse(List.of());
        };
    }

    private static BarQuery with(BarQuery q, PriceKind kind) {
        return new BarQuery(q.instrument(), q.from(), q.to(), q.size(), kind, q.regularHoursOnly());
    }

    /** Average bid as open, highest ask, lowest bid, average ask as close. */
    private static List<Bar> bidAsk(List<Bar> bids, List<Bar> asks) {
        var askByStart = new HashMap<Instant, Bar>();
        asks.forEach(ask -> askByStart.put(ask.start(), ask));
        var bars = new ArrayList<Bar>();
        for (Bar bid : bids) {
            Bar ask = askByStart.get(bid.start());
            if (ask != null) {
                bars.add(new Bar(
                        bid.start(), bid.day(), middle(bid), ask.high(), bid.low(), middle(ask), null, null, null));
            }
        }
        return bars;
    }

    private static BigDecimal middle(Bar bar) {
        return bar.open().add(bar.close()).divide(BigDecimal.valueOf(2));
    }

    /** The deviation of the daily returns of thirty days, as a yearly share. */
    private List<Bar> historicalVolatility(BarQuery query) {
        Instant before = new HistoryWindow(VOLATILITY_DAYS + 1, 'D')
                .from(query.from(), query.instrument().calendar(), true);
        List<Bar> days = market.bars(new BarQuery(
                query.instrument(), before, query.to(), BarSize.D1, kind(query), query.regularHoursOnly()));
        int wanted = market.bars(with(query, kind(query))).size();
        var bars = new ArrayList<Bar>();
        for (int last = Math.max(VOLATILITY_DAYS, days.size() - wanted); last < days.size(); last++) {
            bars.add(flat(days.get(last), deviation(days.subList(last - VOLATILITY_DAYS, last + 1))));
        }
        return bars;
    }

    private static double deviation(List<Bar> days) {
        double sum = 0;
        double squares = 0;
        int count = days.size() - 1;
        for (int i = 1; i < days.size(); i++) {
            double change = Math.log(
                    days.get(i).close().doubleValue() / days.get(i - 1).close().doubleValue());
            sum += change;
            squares += change * change;
        }
        return Math.sqrt(Math.max(0, (squares - sum * sum / count) / (count - 1)) * 252);
    }

    private List<Bar> impliedVolatility(BarQuery query) {
        return market.bars(with(query, kind(query))).stream()
                .map(day -> flat(day, query.instrument().annualVolatility()))
                .toList();
    }

    private static PriceKind kind(BarQuery query) {
        return query.instrument().isCash() ? PriceKind.MIDPOINT : PriceKind.TRADES;
    }

    private static Bar flat(Bar day, double value) {
        BigDecimal v = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP);
        return new Bar(day.start(), day.day(), v, v, v, v, null, null, null);
    }
}

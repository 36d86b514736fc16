package io.mainstay.runner.strategy;

import io.mainstay.client.Bars;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DecimalNumFactory;
import org.ta4j.core.num.Num;
import org.ta4j.core.rules.CrossedDownIndicatorRule;
import org.ta4j.core.rules.CrossedUpIndicatorRule;

/**
 * The moving-average cross: BUY on the bar where the fast average of closes comes above the slow one, SELL where it comes
 * below, HOLD on all others. Its parameters are {@code sma-fast} and {@code sma-slow}.
 */
public final class SmaCross implements Strategy {
    public static final String FAST = "sma-fast";
    public static final String SLOW = "sma-slow";

    @Override
    public String name() {
        return "sma";
    }

    /** One more than the slow average takes: a cross needs a bar before it. */
    @Override
    public int barsNeeded(StrategyInput.Parameters parameters) {
        return parameters.get(SLOW) + 1;
    }

    @Override
    public Signal evaluate(StrategyInput input) {
        int fastBars = input.parameters().get(FAST);
        int slowBars = input.parameters().get(SLOW);
        BarSeries series = series(input);
        var close = new ClosePriceIndicator(series);
        Indicator<Num> fast = new SMAIndicator(close, fastBars);
        Indicator<Num> slow = new SMAIndicator(close, slowBars);
        int last = series.getEndIndex();
        BigDecimal fastNow = value(fast, last);
        BigDecimal slowNow = value(slow, last);
        boolean up = new CrossedUpIndicatorRule(fast, slow).isSatisfied(last);
        boolean down = new CrossedDownIndicatorRule(fast, slow).isSatisfied(last);

        Map<String, BigDecimal> values = new LinkedHashMap<>();
        values.put("fast", fastNow);
        values.put("slow", slowNow);
        values.put("fastBefore", value(fast, last - 1));
        values.put("slowBefore", value(slow, last - 1));
        int side = fastNow.compareTo(slowNow);
        String place = side > 0 ? "above" : side < 0 ? "below" : "level with";
        String averages =
                "SMA" + fastBars + " " + fastNow.toPlainString() + " %s SMA" + slowBars + " " + slowNow.toPlainString();
        Optional<Side> standing =
                side > 0 ? Optional.of(Side.BUY) : side < 0 ? Optional.of(Side.SELL) : Optional.empty();
        if (up) {
            return new Signal(Signal.Action.BUY, standing, String.format(averages, "crossed above"), values);
        }
        if (down) {
            return new Signal(Signal.Action.SELL, standing, String.format(averages, "crossed below"), values);
        }
        return new Signal(Signal.Action.HOLD, standing, String.format(averages, place) + ", no cross", values);
    }

    private static BarSeries series(StrategyInput input) {
        BarSeries series = new BaseBarSeriesBuilder()
                .withName(input.symbol())
                .withNumFactory(DecimalNumFactory.getInstance(32))
                .build();
        for (Bars.Bar bar : input.bars()) {
            series.barBuilder()
                    .timePeriod(input.barLength())
                    .endTime(bar.start().plus(input.barLength()))
                    .openPrice(bar.open().toPlainString())
                    .highPrice(bar.high().toPlainString())
                    .lowPrice(bar.low().toPlainString())
                    .closePrice(bar.close().toPlainString())
                    .volume(bar.volume().toPlainString())
                    .add();
        }
        return series;
    }

    private static BigDecimal value(Indicator<Num> indicator, int index) {
        return indicator.getValue(index).bigDecimalValue().setScale(6, RoundingMode.HALF_EVEN);
    }
}

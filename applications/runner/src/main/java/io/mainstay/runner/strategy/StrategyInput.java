package io.mainstay.runner.strategy;

import io.mainstay.client.Bars;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that a strategy may know.
 *
 * @param bars complete ones only, in time's order
 * @param barLength from a bar's start to its end
 */
public record StrategyInput(String symbol, List<Bars.Bar> bars, Duration barLength, Parameters parameters) {
    public StrategyInput {
        bars = List.copyOf(bars);
    }

    /** The bar that the signal is about. */
    public Bars.Bar lastBar() {
        return bars.getLast();
    }

    /** What the user has set, by name such as {@code sma-fast}. */
    public record Parameters(Map<String, Integer> values) {
        public Parameters {
            values = Map.copyOf(values);
        }

        /**
         * What was set under a name.
         *
         * @throws IllegalArgumentException if nobody has set it
         */
        public int get(String name) {
            Integer value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the strategy needs the parameter " + name);
            }
            return value;
        }
    }
}

package io.mainstay.runner.strategy;

import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a strategy says about the last complete bar.
 *
 * @param action what is new with this bar
 * @param standing the side that still holds from before, if there is one: no reason to open, but a position against it
 *     is due to be closed, so that an exit that could not be carried out on its own bar is not forgotten
 * @param values what the decision rests on, by name, in the strategy's order
 */
public record Signal(Action action, Optional<Side> standing, String reason, Map<String, BigDecimal> values) {
    public Signal {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The three things that a strategy can say. */
    public enum Action {
        BUY,
        SELL,
        HOLD
    }

    /** A signal that asks for nothing. */
    public static Signal hold(String reason) {
        return new Signal(Action.HOLD, Optional.empty(), reason, Map.of());
    }
}

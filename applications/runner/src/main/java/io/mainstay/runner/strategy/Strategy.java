package io.mainstay.runner.strategy;

/**
 * What turns bars into a signal. Found by {@link java.util.ServiceLoader}; needs a public constructor without
 * parameters. Called by several threads at once, each for its own symbol.
 */
public interface Strategy {
    /** What {@code --strategy} calls it; lower case, unique. */
    String name();

    /** How many complete bars {@link #evaluate} needs at least. */
    int barsNeeded(StrategyInput.Parameters parameters);

    /**
     * The signal on the last bar of the input, which has at least {@link #barsNeeded} bars. The same input gives the
     * same signal.
     */
    Signal evaluate(StrategyInput input);
}

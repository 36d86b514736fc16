package io.mainstay.runner.report;

import io.mainstay.client.Bars;
import io.mainstay.runner.execution.Decision;
import io.mainstay.runner.strategy.Signal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a round has found and done for one symbol.
 *
 * @param conId absent if the contract was not found
 * @param bars how many bars came, the forming one included
 * @param lastBar the last of them
 * @param signalBar where the bar begins that the signal is about
 * @param zone the exchange's
 * @param failure why the symbol failed; absent if it did not
 */
public record SymbolReport(
        String symbol,
        Optional<Integer> conId,
        int bars,
        Optional<Bars.Bar> lastBar,
        Optional<Instant> signalBar,
        ZoneId zone,
        Optional<Signal> signal,
        Optional<Decision> decision,
        Optional<Failure> failure) {

    /**
     * Why a symbol has no answer.
     *
     * @param kind the exception's name, such as {@code UnknownContract}
     * @param exitCode that it means for the run
     * @param connectionLost whether the whole attachment is in question
     */
    public record Failure(String kind, String reason, int exitCode, boolean connectionLost) {}

    /** What it means for a run that ends after this round; 0 if all is well. */
    public int exitCode() {
        return failure.map(Failure::exitCode)
                .orElseGet(() -> decision.map(Decision::exitCode).orElse(0));
    }
}

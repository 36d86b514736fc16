package io.mainstay.runner.cycle;

import io.mainstay.runner.report.RunReport;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a round.
 *
 * @param report with the exit that a run would have if it ended now
 * @param connectionLost whether the attachment must be made anew
 * @param storeFailed whether nothing more can be recorded, so that nothing more may be done
 * @param stopped whether the kill switch is set and nothing is held that could still be closed
 * @param allClosed whether every symbol's market is closed
 * @param nextOpen the first opening that is known
 */
public record RoundResult(
        RunReport report,
        boolean connectionLost,
        boolean storeFailed,
        boolean stopped,
        boolean allClosed,
        Optional<Instant> nextOpen) {}

package io.mainstay.runner.cycle;

import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Side;
import io.mainstay.runner.strategy.Signal;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a signal means for what is held: a signal against a position closes it and no more, one without a position opens
 * it, one along with it changes nothing.
 *
 * @param side absent if there is nothing to do
 * @param exit whether the order closes what is held
 */
record Plan(Optional<Side> side, boolean exit, String reason) {

    static Plan of(Signal signal, BigDecimal held, boolean shortSelling) {
        if (held.signum() != 0) {
            return withPosition(signal, held);
        }
        return switch (signal.action()) {
            case HOLD -> nothing(signal.reason());
            case BUY -> new Plan(Optional.of(Side.BUY), false, signal.reason());
            case SELL ->
                shortSelling
                        ? new Plan(Optional.of(Side.SELL), false, signal.reason())
                        : nothing("nothing held to sell, and short selling is off");
        };
    }

    private static Plan withPosition(Signal signal, BigDecimal held) {
        Side against = Side.against(held);
        boolean now = signal.action().name().equals(against.name());
        if (now) {
            return new Plan(Optional.of(against), true, signal.reason());
        }
        if (signal.action() == Signal.Action.HOLD
                && signal.standing().filter(against::equals).isPresent()) {
            return new Plan(
                    Optional.of(against), true, "the exit of an earlier cross is still due: " + signal.reason());
        }
        String holding = (held.signum() > 0 ? "long " : "short ") + Amounts.plain(held.abs());
        return nothing(
                signal.action() == Signal.Action.HOLD ? signal.reason() + "; stays " + holding : "already " + holding);
    }

    private static Plan nothing(String reason) {
        return new Plan(Optional.empty(), false, reason);
    }
}

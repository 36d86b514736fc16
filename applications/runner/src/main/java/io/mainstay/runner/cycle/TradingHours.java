package io.mainstay.runner.cycle;

import io.mainstay.client.Instrument;
import io.mainstay.client.TradingSchedule;
import io.mainstay.runner.model.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether an instrument's regular session is under way, by the gateway's own schedule.
 *
 * @param sessionOpen when the present session began; absent while closed
 * @param nextOpen when the next one begins, if the gateway has said so
 */
record TradingHours(boolean open, Optional<Instant> sessionOpen, Optional<Instant> nextOpen, String sentence) {

    static TradingHours of(Instrument instrument, Instant now) {
        TradingSchedule schedule = instrument.liquidHours();
        Optional<Instant> next = schedule.nextAfter(now).map(TradingSchedule.Session::open);
        if (schedule.sessions().isEmpty()) {
            return new TradingHours(
                    false, Optional.empty(), next, "the gateway gave no trading hours, so the market counts as closed");
        }
        if (!schedule.isOpen(now)) {
            return new TradingHours(
                    false,
                    Optional.empty(),
                    next,
                    "market closed, opens at "
                            + next.map(at -> Times.shown(at, instrument.zone()))
                                    .orElse("a time that the gateway has not announced yet"));
        }
        Optional<Instant> began = schedule.sessions().stream()
                .filter(s -> !now.isBefore(s.open()) && now.isBefore(s.close()))
                .map(TradingSchedule.Session::open)
                .findFirst();
        return new TradingHours(true, began, next, "market open");
    }

    /** Whether bars should have come since, so that ones that end at {@code lastEnd} are too old to act on. */
    boolean stale(Instant lastEnd, Duration barLength, Instant now) {
        Duration grace = barLength.multipliedBy(2);
        return open
                && lastEnd.plus(grace).isBefore(now)
                && sessionOpen.filter(began -> began.plus(grace).isBefore(now)).isPresent();
    }
}

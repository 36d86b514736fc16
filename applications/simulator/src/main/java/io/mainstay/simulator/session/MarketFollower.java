package io.mainstay.simulator.session;

import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketData;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Does something whenever the market may have moved, and nothing while it stands still. Stateless. */
final class MarketFollower {
    private MarketFollower() {}

    /** Begins with the next move; {@code action} is given its time. */
    static Agenda.Planned start(Gateway gateway, MarketData market, Instrument instrument, Consumer<Instant> action) {
        return start(gateway, market, instrument, Duration.ZERO, action);
    }

    /** Begins with the next move of a market that is seen so much later. */
    static Agenda.Planned start(
            Gateway gateway, MarketData market, Instrument instrument, Duration late, Consumer<Instant> action) {
        return gateway.agenda()
                .whenever(
                        next(market, instrument, late, gateway.now()),
                        due -> next(market, instrument, late, due),
                        action);
    }

    private static Optional<Instant> next(MarketData market, Instrument instrument, Duration late, Instant time) {
        return market.nextQuote(instrument, time.minus(late)).map(next -> next.plus(late));
    }
}

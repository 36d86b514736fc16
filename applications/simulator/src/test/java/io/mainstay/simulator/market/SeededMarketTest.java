package io.mainstay.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeededMarketTest {
    private static final Instrument APPLE =
            Instruments.builtIn().byConId(265598).orElseThrow();
    private static final Instrument EURO =
            Instruments.builtIn().byConId(12087792).orElseThrow();
    private static final Instant OPEN = Instant.parse("2026-11-20T14:30:00Z");
    private static final Instant CLOSE = Instant.parse("2026-11-20T21:00:00Z");

    private final SeededMarket market = new SeededMarket(1, true);

    @Test
    void shouldSayTheSameWhenAskedTwiceAndByAnother() {
        assertThat(bars(new SeededMarket(1, true), BarSize.M5, OPEN, CLOSE))
                .hasSize(78)
                .isEqualTo(bars(new SeededMarket(1, false), BarSize.M5, OPEN, CLOSE));
        assertThat(bars(new SeededMarket(2, true), BarSize.M5, OPEN, CLOSE))
                .isNotEqualTo(bars(market, BarSize.M5, OPEN, CLOSE));
    }

    @Test
    void shouldAgreeBetweenBarSizes() {
        Bar day = bars(market, BarSize.D1, OPEN, CLOSE).getFirst();
        for (BarSize size : List.of(BarSize.S30, BarSize.M1, BarSize.M15, BarSize.M30, BarSize.H1, BarSize.H4)) {
            List<Bar> parts = bars(market, size, OPEN, CLOSE);
            assertThat(parts.getFirst().open()).as("%s", size).isEqualTo(day.open());
            assertThat(parts.getLast().close()).as("%s", size).isEqualTo(day.close());
            assertThat(parts.stream().map(Bar::high).max(BigDecimal::compareTo)).contains(day.high());
            assertThat(parts.stream().map(Bar::low).min(BigDecimal::compareTo)).contains(day.low());
            assertThat(parts.stream()
                            .map(bar -> Objects.requireNonNull(bar.volume()))
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualTo(day.volume());
        }
    }

    @Test
    void shouldBeginHoursOnTheClockAndTheFirstOneWithTheSession() {
        assertThat(bars(market, BarSize.H1, OPEN, CLOSE))
                .extracting(bar -> bar.start().toString())
                .containsExactly(
                        "2026-11-20T14:30:00Z",
                        "2026-11-20T15:00:00Z",
                        "2026-11-20T16:00:00Z",
                        "2026-11-20T17:00:00Z",
                        "2026-11-20T18:00:00Z",
                        "2026-11-20T19:00:00Z",
                        "2026-11-20T20:00:00Z");
    }

    @Test
    void shouldCutTheLastBarAtThePresentAndShowNoFuture() {
        Instant now = Instant.parse("2026-11-20T15:10:00Z");
        List<Bar> bars = bars(market, BarSize.M30, OPEN, now);
        assertThat(bars).hasSize(2);
        assertThat(bars.getLast().close())
                .isEqualTo(bars(market, BarSize.M5, OPEN, now).getLast().close());
        assertThat(market.quote(APPLE, now).orElseThrow().last())
                .isEqualTo(bars.getLast().close());
    }

    @Test
    void shouldQuoteABidBelowTheAskAroundTheLastAtAnyHour() {
        for (String time : List.of("2026-11-20T15:10:00Z", "2026-11-21T03:00:00Z", "2026-11-22T18:00:00Z")) {
            Quote quote = market.quote(APPLE, Instant.parse(time)).orElseThrow();
            assertThat(quote.bid()).isLessThan(quote.ask()).isLessThanOrEqualTo(quote.last());
            assertThat(quote.ask()).isGreaterThanOrEqualTo(quote.last());
            assertThat(quote.low()).isLessThanOrEqualTo(quote.last());
            assertThat(quote.high()).isGreaterThanOrEqualTo(quote.last());
            assertThat(APPLE.isOnGrid(quote.bid())).isTrue();
        }
    }

    @Test
    void shouldStandStillOutsideOfHoursIfAskedTo() {
        var still = new SeededMarket(1, false);
        assertThat(still.quote(APPLE, Instant.parse("2026-11-21T03:00:00Z"))
                        .orElseThrow()
                        .last())
                .isEqualTo(still.quote(APPLE, Instant.parse("2026-11-22T03:00:00Z"))
                        .orElseThrow()
                        .last())
                .isEqualTo(bars(still, BarSize.D1, OPEN, CLOSE).getFirst().close());
    }

    @Test
    void shouldKeepPricesInsideARangeUntilTheMomentThatItNames() {
        var random = new SplittableRandom(5);
        int jumps = 0;
        for (boolean moves : new boolean[] {true, false}) {
            var sampled = new SeededMarket(3, moves);
            for (int i = 0; i < 120; i++) {
                Instrument instrument = i % 3 == 0 ? EURO : APPLE;
                Instant now = OPEN.plusMillis(random.nextLong(-8 * 3_600_000L, 16 * 3_600_000L));
                Quote quote = sampled.quote(instrument, now).orElseThrow();
                BigDecimal away = instrument.minTick().multiply(BigDecimal.valueOf(random.nextInt(0, 60)));
                var range = new PriceRange(
                        random.nextInt(4) == 0
                                ? Optional.empty()
                                : Optional.of(quote.bid().subtract(away)),
                        random.nextInt(4) == 0
                                ? Optional.empty()
                                : Optional.of(quote.ask().add(away)));
                Instant until = sampled.nextQuoteOutside(instrument, now, range).orElseThrow();
                assertThat(until).isAfter(now);
                Instant end = until.isBefore(now.plusSeconds(600)) ? until : now.plusSeconds(600);
                jumps += until.isAfter(now.plusSeconds(60)) ? 1 : 0;
                for (Instant at = sampled.nextQuote(instrument, now).orElseThrow();
                        at.isBefore(end);
                        at = sampled.nextQuote(instrument, at).orElseThrow()) {
                    Quote then = sampled.quote(instrument, at).orElseThrow();
                    for (BigDecimal price : List.of(then.bid(), then.ask(), then.last())) {
                        assertThat(range.contains(price))
                                .as("%s of %s at %s", price, range, at)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(jumps).as("it looks further ahead than to the next quote").isGreaterThan(40);
    }

    @Test
    void shouldChangeQuotesWhenItSaysAndNeverBetween() {
        var slow = new SeededMarket(1, false, Duration.ofSeconds(10));
        Instant now = OPEN.plusSeconds(3);
        Instant next = slow.nextQuote(APPLE, now).orElseThrow();
        assertThat(next).isEqualTo(OPEN.plusSeconds(10));
        assertThat(slow.quote(APPLE, next.minusMillis(1))).isEqualTo(slow.quote(APPLE, now));
        assertThat(slow.quote(APPLE, next)).isNotEqualTo(slow.quote(APPLE, now));
        assertThat(slow.nextQuote(APPLE, CLOSE.plusSeconds(60)))
                .as("a closed market stands still")
                .contains(Instant.parse("2026-11-23T14:30:00Z"));
        assertThat(slow.quote(APPLE, Instant.parse("2026-11-23T14:30:00Z"))
                        .orElseThrow()
                        .open())
                .as("a session has begun at its opening")
                .isNotEqualTo(slow.quote(APPLE, now).orElseThrow().open());
    }

    @Test
    void shouldReportNoTradesOfCurrencies() {
        Instant from = Instant.parse("2026-11-19T22:15:00Z");
        Instant to = Instant.parse("2026-11-20T22:00:00Z");
        assertThat(market.bars(new BarQuery(EURO, from, to, BarSize.H1, PriceKind.TRADES, true)))
                .isEmpty();
        List<Bar> middle = market.bars(new BarQuery(EURO, from, to, BarSize.H1, PriceKind.MIDPOINT, true));
        assertThat(middle).hasSize(24).allMatch(bar -> bar.volume() == null);
    }

    @Test
    void shouldMakeWeeksOfTheirDays() {
        Instant from = Instant.parse("2026-11-09T05:00:00Z");
        List<Bar> weeks = bars(market, BarSize.W1, from, CLOSE);
        List<Bar> days = bars(market, BarSize.D1, from, CLOSE);
        assertThat(weeks).hasSize(2);
        assertThat(weeks.getFirst().day()).isEqualTo("2026-11-13");
        assertThat(weeks.getLast().open()).isEqualTo(days.get(5).open());
        assertThat(weeks.getLast().close()).isEqualTo(days.getLast().close());
    }

    private static List<Bar> bars(SeededMarket market, BarSize size, Instant from, Instant to) {
        return market.bars(new BarQuery(APPLE, from, to, size, PriceKind.TRADES, true));
    }
}

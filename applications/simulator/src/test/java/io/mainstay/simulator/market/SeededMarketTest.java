package io.mainstay.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

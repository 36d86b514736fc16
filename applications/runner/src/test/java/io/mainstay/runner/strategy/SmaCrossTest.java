package io.mainstay.runner.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.client.Bars;
import io.mainstay.runner.fake.FakeGateway;
import io.mainstay.runner.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmaCrossTest {
    private final SmaCross sma = new SmaCross();

    private Signal evaluate(int fast, int slow, double... closes) {
        var bars = new ArrayList<Bars.Bar>();
        Instant start = Instant.parse("2026-11-24T14:30:00Z");
        for (double close : closes) {
            bars.add(FakeGateway.bar(start, BigDecimal.valueOf(close).toPlainString()));
            start = start.plus(Duration.ofMinutes(30));
        }
        return sma.evaluate(new StrategyInput(
                "AAPL",
                bars,
                Duration.ofMinutes(30),
                new StrategyInput.Parameters(Map.of("sma-fast", fast, "sma-slow", slow))));
    }

    @Test
    void shouldBuyOnTheBarOnWhichTheFastAverageComesAboveTheSlowOne() {
        Signal signal = evaluate(2, 4, 10, 9, 8, 7, 6, 12);

        assertThat(signal.action()).isEqualTo(Signal.Action.BUY);
        assertThat(signal.values().get("fast")).isEqualByComparingTo("9"); // (6 + 12) / 2
        assertThat(signal.values().get("slow")).isEqualByComparingTo("8.25"); // (8 + 7 + 6 + 12) / 4
        assertThat(signal.values().get("fastBefore")).isEqualByComparingTo("6.5");
        assertThat(signal.reason()).contains("crossed above", "9.000000", "8.250000");
        assertThat(signal.standing()).contains(Side.BUY);
    }

    @Test
    void shouldSellOnTheBarOnWhichTheFastAverageComesBelowTheSlowOne() {
        Signal signal = evaluate(2, 4, 6, 7, 8, 9, 10, 3);

        assertThat(signal.action()).isEqualTo(Signal.Action.SELL);
        assertThat(signal.standing()).contains(Side.SELL);
    }

    @Test
    void shouldHoldAfterTheCrossAndKeepItsSideStanding() {
        assertThat(evaluate(2, 4, 10, 9, 8, 7, 6, 12, 13).action()).isEqualTo(Signal.Action.HOLD);
        assertThat(evaluate(2, 4, 10, 9, 8, 7, 6, 12, 13).standing()).contains(Side.BUY);
        assertThat(evaluate(2, 4, 10, 9, 8, 7, 6).standing()).contains(Side.SELL);
    }

    @Test
    void shouldHoldInAFlatMarketWithNoSideStanding() {
        Signal signal = evaluate(2, 4, 5, 5, 5, 5, 5);
        assertThat(signal.action()).isEqualTo(Signal.Action.HOLD);
        assertThat(signal.standing()).isEmpty();
    }

    @Test
    void shouldComputeExactlyWhereDoublesDoNot() {
        Signal signal = evaluate(1, 3, 0.1, 0.1, 0.1, 0.1);
        assertThat(signal.values().get("slow")).isEqualByComparingTo("0.1");
        assertThat(signal.action()).isEqualTo(Signal.Action.HOLD);
    }

    @Test
    void shouldNeedOneBarMoreThanTheSlowAverage() {
        assertThat(sma.barsNeeded(new StrategyInput.Parameters(Map.of("sma-fast", 10, "sma-slow", 20))))
                .isEqualTo(21);
    }

    @Test
    void shouldBeFoundByItsNameAsAService() {
        assertThat(Strategies.named("sma")).containsInstanceOf(SmaCross.class);
        assertThat(Strategies.named("crystal-ball")).isEmpty();
        assertThat(Strategies.names()).isEqualTo(List.of("sma"));
    }
}

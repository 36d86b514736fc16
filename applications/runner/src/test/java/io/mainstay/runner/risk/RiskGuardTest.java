package io.mainstay.runner.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.runner.model.Side;
import io.mainstay.runner.settings.RiskLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RiskGuardTest {
    private static final KillState SET = new KillState(true, "operator", "test");

    private static BigDecimal n(String number) {
        return new BigDecimal(number);
    }

    private static RiskLimits limits(String orderNotional, String dailyNotional) {
        return new RiskLimits(
                n("0.1"),
                n("0.005"),
                3,
                n("2"),
                Optional.of(orderNotional).filter(s -> !s.isEmpty()).map(BigDecimal::new),
                Optional.of(dailyNotional).filter(s -> !s.isEmpty()).map(BigDecimal::new),
                5,
                Duration.ofMinutes(10));
    }

    private static Standing calm(String position) {
        return new Standing(
                n(position),
                Optional.of(n("100000")),
                Optional.of(n("100000")),
                BigDecimal.ZERO,
                0,
                0,
                BigDecimal.ZERO,
                Optional.empty(),
                KillState.RELEASED);
    }

    /** A standing in which one limit is at its end. */
    private static Standing at(Limit limit, String position) {
        Standing s = calm(position);
        return new Standing(
                s.position(),
                limit == Limit.EQUITY_UNKNOWN
                        ? Optional.empty()
                        : limit == Limit.DAILY_LOSS ? Optional.of(n("99500")) : s.equity(),
                s.dayStartEquity(),
                limit == Limit.LEVERAGE ? n("200000") : s.grossValue(),
                limit == Limit.OPEN_POSITIONS ? 3 : 0,
                limit == Limit.DAILY_TRADES ? 5 : 0,
                limit == Limit.DAILY_NOTIONAL ? n("5000") : BigDecimal.ZERO,
                limit == Limit.DUPLICATE ? Optional.of(Instant.EPOCH) : Optional.empty(),
                limit == Limit.KILL_SWITCH ? SET : KillState.RELEASED);
    }

    private static RiskLimits limitsFor(Limit limit) {
        return limits(limit == Limit.ORDER_NOTIONAL ? "99" : "", limit == Limit.DAILY_NOTIONAL ? "5000" : "");
    }

    private static Proposal buy(String quantity, String price) {
        return new Proposal(Side.BUY, n(quantity), n(price));
    }

    private static Proposal sell(String quantity, String price) {
        return new Proposal(Side.SELL, n(quantity), n(price));
    }

    @ParameterizedTest
    @EnumSource(value = Limit.class, mode = EnumSource.Mode.EXCLUDE, names = "POSITION_SHARE")
    void shouldStopAnIncreaseAtEveryLimit(Limit limit) {
        Verdict verdict = new RiskGuard(limitsFor(limit)).judge(buy("10", "100"), at(limit, "0"));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.limit()).isEqualTo(limit));
    }

    @Test
    void shouldStopAnIncreaseAtThePositionsShareOfEquity() {
        // 10 % of 100,000 are 100 shares at 100.
        Verdict verdict = new RiskGuard(limits("", "")).judge(buy("10", "100"), calm("100"));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.limit()).isEqualTo(Limit.POSITION_SHARE));
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void shouldNeverStopAReductionWhateverTheLimit(Limit limit) {
        var guard = new RiskGuard(limitsFor(limit));
        assertThat(guard.judge(sell("10", "100"), at(limit, "10"))).isEqualTo(new Verdict.Allowed(n("10"), n("0"), ""));
        assertThat(guard.judge(buy("4", "100"), at(limit, "-10"))).isEqualTo(new Verdict.Allowed(n("4"), n("0"), ""));
    }

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"POSITION_SHARE", "OPEN_POSITIONS"})
    void shouldCutAFlipToItsClosingPartAtEveryLimit(Limit limit) {
        Verdict verdict = new RiskGuard(limitsFor(limit)).judge(sell("25", "100"), at(limit, "10"));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> {
            // At the leverage limit the closing itself makes room.
            assertThat(allowed.quantity()).isEqualByComparingTo(limit == Limit.LEVERAGE ? "20" : "10");
            assertThat(allowed.cut()).isNotBlank();
        });
    }

    @Test
    void shouldCountOnlyTheIncreasingPartOfAFlip() {
        // 15 of the 25 open a short position, worth 1,500.
        assertThat(new RiskGuard(limits("1500", "")).judge(sell("25", "100"), calm("10")))
                .isEqualTo(new Verdict.Allowed(n("25"), n("15"), ""));
    }

    @Test
    void shouldCutAnIncreaseToTheRoomThatIsLeftInWholeShares() {
        Verdict verdict = new RiskGuard(limits("", "1050")).judge(buy("50", "100"), calm("0"));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> {
            assertThat(allowed.quantity()).isEqualByComparingTo("10");
            assertThat(allowed.increase()).isEqualByComparingTo("10");
            assertThat(allowed.cut()).contains("day's orders");
        });
    }

    @Test
    void shouldNeverStopAReductionInAnyOfManyRandomStandings() {
        long seed = 20_261_124;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal position = BigDecimal.valueOf(random.nextInt(1, 5_000), random.nextInt(3));
            boolean isLong = random.nextBoolean();
            BigDecimal quantity = position.multiply(BigDecimal.valueOf(random.nextInt(1, 101), 2));
            Standing standing = random(random, isLong ? position : position.negate());
            var guard = new RiskGuard(limits(
                    random.nextBoolean() ? "" : String.valueOf(random.nextInt(1, 9_000)),
                    random.nextBoolean() ? "" : String.valueOf(random.nextInt(1, 9_000))));
            BigDecimal price = BigDecimal.valueOf(random.nextInt(1, 100_000), 2);

            Verdict verdict = guard.judge(new Proposal(isLong ? Side.SELL : Side.BUY, quantity, price), standing);

            assertThat(verdict)
                    .as("seed %d, case %d: %s %s", seed, i, quantity, standing)
                    .isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> {
                        assertThat(allowed.quantity()).isEqualByComparingTo(quantity);
                        assertThat(allowed.increase()).isZero();
                    });
        }
    }

    @Test
    void shouldNeverAllowMoreThanAnyLimitInAnyOfManyRandomStandings() {
        long seed = 7;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal position = BigDecimal.valueOf(random.nextInt(-50, 51));
            Standing standing = random(random, position);
            BigDecimal orderLimit = BigDecimal.valueOf(random.nextInt(1, 9_000));
            var guard = new RiskGuard(limits(orderLimit.toPlainString(), "5000"));
            Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            BigDecimal price = BigDecimal.valueOf(random.nextInt(1, 50_000), 2);
            BigDecimal quantity = BigDecimal.valueOf(random.nextInt(1, 200));
            var proposal = new Proposal(side, quantity, price);

            if (guard.judge(proposal, standing) instanceof Verdict.Allowed allowed) {
                String what = "seed " + seed + ", case " + i + ": " + proposal + " " + standing + " " + allowed;
                assertThat(allowed.quantity())
                        .as(what)
                        .isLessThanOrEqualTo(quantity)
                        .isPositive();
                assertThat(allowed.quantity().subtract(allowed.increase()))
                        .as(what)
                        .isEqualByComparingTo(proposal.closing(position));
                if (allowed.increase().signum() > 0) {
                    BigDecimal worth = allowed.increase().multiply(price);
                    assertThat(worth).as(what).isLessThanOrEqualTo(orderLimit);
                    assertThat(worth.add(standing.increaseToday())).as(what).isLessThanOrEqualTo(n("5000"));
                    assertThat(standing.killSwitch().engaged()).as(what).isFalse();
                    BigDecimal after =
                            position.add(side.signed(allowed.quantity())).abs();
                    assertThat(after.multiply(price))
                            .as(what)
                            .isLessThanOrEqualTo(standing.equity().orElseThrow().multiply(n("0.1")));
                }
            }
        }
    }

    private static Standing random(Random random, BigDecimal position) {
        return new Standing(
                position,
                random.nextInt(5) == 0
                        ? Optional.empty()
                        : Optional.of(BigDecimal.valueOf(random.nextInt(90_000, 110_000))),
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of(n("100000")),
                BigDecimal.valueOf(random.nextInt(0, 300_000)),
                random.nextInt(0, 6),
                random.nextInt(0, 8),
                BigDecimal.valueOf(random.nextInt(0, 8_000)),
                random.nextInt(4) == 0 ? Optional.of(Instant.EPOCH) : Optional.empty(),
                random.nextInt(4) == 0 ? SET : KillState.RELEASED);
    }
}

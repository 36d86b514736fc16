package io.mainstay.runner.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.runner.model.Side;
import io.mainstay.runner.settings.CommissionModel;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SizingTest {
    private static Sizing.Size size(Side side, String equity, String price, String cash) {
        return Sizing.open(
                side,
                new BigDecimal(equity),
                new BigDecimal("0.02"),
                new BigDecimal(price),
                new BigDecimal(cash),
                CommissionModel.IB_FIXED);
    }

    @Test
    void shouldBuyWholeSharesForTheShareOfEquity() {
        assertThat(size(Side.BUY, "100000", "103.10", "100000").shares()).isEqualByComparingTo("19");
    }

    @Test
    void shouldNotBuyMoreThanTheCashPaysForWithItsCommission() {
        // 10 shares cost 1,000 and 1.00 of commission; 1,000 pay for 9.
        assertThat(size(Side.BUY, "100000", "100", "1000").shares()).isEqualByComparingTo("9");
        assertThat(size(Side.BUY, "100000", "100", "1001").shares()).isEqualByComparingTo("10");
    }

    @Test
    void shouldSayWhyThereIsNothingToBuy() {
        assertThat(size(Side.BUY, "100000", "2500", "100000").reason()).contains("below the price of one share");
        assertThat(size(Side.BUY, "100000", "100", "50").reason()).contains("cash");
        assertThat(size(Side.BUY, "100000", "100", "-50").shares()).isZero();
        assertThat(size(Side.BUY, "-10", "100", "50").shares()).isZero();
    }

    @Test
    void shouldNeedNoCashToSellShort() {
        assertThat(size(Side.SELL, "100000", "100", "0").shares()).isEqualByComparingTo("20");
    }

    @Test
    void shouldNeverSpendMoreThanTheCash() {
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal price = BigDecimal.valueOf(random.nextInt(1, 100_000), 2);
            BigDecimal cash = BigDecimal.valueOf(random.nextInt(0, 5_000_000), 2);
            BigDecimal shares = Sizing.open(
                            Side.BUY,
                            new BigDecimal("1000000"),
                            new BigDecimal("0.1"),
                            price,
                            cash,
                            CommissionModel.IB_FIXED)
                    .shares();
            BigDecimal cost = shares.multiply(price).add(CommissionModel.IB_FIXED.of(shares, price));
            assertThat(cost).as("%s at %s with %s", shares, price, cash).isLessThanOrEqualTo(cash);
        }
    }
}

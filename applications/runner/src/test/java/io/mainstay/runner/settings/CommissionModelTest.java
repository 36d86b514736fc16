package io.mainstay.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommissionModelTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 50.00, 5.00", // half a cent a share
        "100, 50.00, 1.00", // the minimum
        "10, 5.00, 0.50", // 1 % of 50 wins over the minimum
        "100000, 0.10, 100.00", // 1 % of 10,000
        "333, 50.00, 1.67"
    })
    void shouldChargeAsIbsFixedPlanDoes(String quantity, String price, String commission) {
        assertThat(CommissionModel.IB_FIXED.of(new BigDecimal(quantity), new BigDecimal(price)))
                .isEqualByComparingTo(commission);
    }
}

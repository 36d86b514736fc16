package io.mainstay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.runner.fake.FakeGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperRoundTest {
    @TempDir
    Path home;

    @Test
    void shouldBuyOnACrossAndRecordAllOfIt() {
        var fixture = new RunnerFixture(home, "AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.prices.put("AAPL", FakeGateway.Prices.of("102.90", "103.10", "103.00"));

        assertThat(fixture.run()).as(fixture.out() + fixture.err()).isZero();

        // 2 % of 100,000 is 2,000: 19 shares at 103.10.
        assertThat(fixture.rows("SELECT side, quantity, state, done FROM orders"))
                .containsExactly("BUY|19|FILLED|1");
        assertThat(fixture.rows("SELECT side, quantity, price, price_source FROM trades"))
                .containsExactly("BUY|19|103.10|ask");
        assertThat(fixture.rows("SELECT amount FROM trade_commissions")).containsExactly("1.00");
        assertThat(fixture.rows("SELECT state FROM order_events ORDER BY id")).containsExactly("INTENT", "FILLED");
        assertThat(fixture.rows("SELECT symbol, quantity, average_cost, realised_pnl FROM positions"))
                .containsExactly("AAPL|19|103.1|-1");
        // 100,000 - 19 * 103.10 - 1.00
        assertThat(fixture.rows("SELECT amount FROM cash")).containsExactly("98040.10");
        assertThat(fixture.rows("SELECT action FROM signals")).containsExactly("BUY");
        assertThat(fixture.rows("SELECT kind FROM decisions")).containsExactly("FILLED");
        assertThat(fixture.rows("SELECT count(*), min(complete) FROM bars")).containsExactly("40|1");
        assertThat(fixture.rows("SELECT exit_code, mode, book FROM runs")).containsExactly("0|paper|paper:DU1234567");
        assertThat(fixture.rows("SELECT equity FROM equity")).hasSize(1);
        assertThat(fixture.out()).contains("DU1234567", "AAPL", "BUY", "FILLED", "exit 0");
    }
}

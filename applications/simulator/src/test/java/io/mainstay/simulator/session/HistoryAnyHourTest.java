package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.HistogramData;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.ReqHistogramData;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.simulator.market.DerivativeMarket;
import io.mainstay.simulator.market.MarketHours;
import io.mainstay.simulator.market.SeededMarket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last stretch of trading is there at every hour of a week with a holiday and a half day in it. */
class HistoryAnyHourTest {
    /** A Saturday, midnight in New York; Thursday is Thanksgiving. */
    private static final Instant BEGIN = Instant.parse("2026-11-21T05:00:00Z");

    private static final Contract FUTURE = Contract.builder()
            .symbol("ES")
            .secType("CONTFUT")
            .exchange("CME")
            .currency("USD")
            .build();

    private static final Contract PAIR = Contract.builder()
            .symbol("EUR")
            .secType("CASH")
            .exchange("IDEALPRO")
            .currency("USD")
            .build();

    @ParameterizedTest
    @CsvSource({"60 S, 5 secs, 12", "1800 S, 1 min, 30", "1 D, 5 mins, 1", "2 D, 30 mins, 2"})
    void shouldAnswerTheLastStretchOfTradingAtAnyHour(String duration, String barSize, int atLeast) {
        for (int halfHour = 0; halfHour < 7 * 48; halfHour++) {
            Instant now = BEGIN.plus(Duration.ofMinutes(30L * halfHour));
            var harness = new GatewayHarness(
                    "normal",
                    MarketHours.ALWAYS_OPEN,
                    now,
                    new DerivativeMarket(new SeededMarket(1, true), GatewayHarness.INSTRUMENTS));
            TestPeer peer = harness.ready(7);
            int id = 0;
            for (int useRth : List.of(0, 1)) {
                for (Contract contract : List.of(TestPeer.AAPL, FUTURE, PAIR)) {
                    String what = contract.equals(PAIR) ? "MIDPOINT" : "TRADES";
                    peer.send(new ReqHistoricalData(++id, contract, "", barSize, duration, useRth, what, 1, false, ""));
                    List<Message> answers = peer.takeAll();
                    assertThat(answers)
                            .as("%s of %s at %s, useRTH %d", duration, contract.symbol(), now, useRth)
                            .first()
                            .isInstanceOfSatisfying(
                                    HistoricalData.class,
                                    data -> assertThat(data.bars()).hasSizeGreaterThanOrEqualTo(atLeast));
                }
                peer.send(new ReqHistogramData(++id, TestPeer.AAPL, useRth == 1, "1 day"));
                assertThat(peer.takeAll())
                        .as("histogram at %s, useRTH %d", now, useRth)
                        .hasOnlyElementsOfType(HistogramData.class);
            }
        }
    }
}

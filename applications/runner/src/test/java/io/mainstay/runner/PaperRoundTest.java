package io.mainstay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.client.MainstayException;
import io.mainstay.client.TradingSchedule;
import io.mainstay.protocol.message.Contract;
import io.mainstay.runner.fake.FakeGateway;
import io.mainstay.runner.settings.BarSize;
import io.mainstay.runner.settings.RiskLimits;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.settings.Universe;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperRoundTest {
    @TempDir
    Path home;

    private RunnerFixture fixture(String... symbols) {
        var fixture = new RunnerFixture(home, symbols);
        for (String symbol : symbols) {
            fixture.gateway.prices.put(symbol, FakeGateway.Prices.of("102.90", "103.10", "103.00"));
        }
        return fixture;
    }

    private static RiskLimits risk(
            String dailyLoss, int openPositions, String orderNotional, String dailyNotional, int trades) {
        return new RiskLimits(
                new BigDecimal("0.02"),
                new BigDecimal(dailyLoss),
                openPositions,
                new BigDecimal("2"),
                Optional.of(orderNotional).filter(s -> !s.isEmpty()).map(BigDecimal::new),
                Optional.of(dailyNotional).filter(s -> !s.isEmpty()).map(BigDecimal::new),
                trades,
                Duration.ofMinutes(10));
    }

    /** Holds 19 shares bought at 103.10, and the next bar is there. */
    private RunnerFixture holding() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        assertThat(fixture.run()).isZero();
        fixture.clock.advance(Duration.ofMinutes(30));
        return fixture;
    }

    @Test
    void shouldBuyOnACrossAndRecordAllOfIt() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");

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
        assertThat(fixture.gateway.orders.placed).isEmpty();
        assertThat(fixture.out()).contains("DU1234567", "AAPL", "BUY", "FILLED", "exit 0");
        assertThat(fixture.err()).doesNotContain("DU1234567");
    }

    @Test
    void shouldNotBuyTwiceForOneBarHoweverOftenItRuns() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.run()).isZero();
        }
        assertThat(fixture.rows("SELECT count(*) FROM orders")).containsExactly("1");
    }

    @Test
    void shouldNotBuyTheSameSideAgainWithinTheWindowEvenIfThePositionWasSold() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.settings = fixture.settings.withUniverse(new Universe(List.of("AAPL"), "1 D", BarSize.of("1 min"), 8));
        fixture.gateway.barLength = Duration.ofMinutes(1);
        fixture.gateway.crossUp("AAPL");
        assertThat(fixture.run()).isZero();
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.gateway.crossDown("AAPL");
        assertThat(fixture.run()).isZero();
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.gateway.crossUp("AAPL");

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT side FROM orders ORDER BY id")).containsExactly("BUY", "SELL");
        assertThat(fixture.rows("SELECT kind FROM decisions ORDER BY signal_id DESC LIMIT 1"))
                .containsExactly("LIMITED");
        fixture.clock.advance(Duration.ofMinutes(10));
        fixture.gateway.crossUp("AAPL");
        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT side FROM orders ORDER BY id")).containsExactly("BUY", "SELL", "BUY");
    }

    @Test
    void shouldSellWhatItHoldsOnTheOppositeCross() {
        RunnerFixture fixture = holding();
        fixture.gateway.crossDown("AAPL");

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT side, quantity, price, price_source FROM trades ORDER BY id"))
                .containsExactly("BUY|19|103.10|ask", "SELL|19|102.90|bid");
        // 98,040.10 + 19 * 102.90 - 1.00
        assertThat(fixture.rows("SELECT amount FROM cash")).containsExactly("99994.20");
        assertThat(fixture.rows("SELECT quantity, realised_pnl FROM positions")).containsExactly("0|-5.8");
    }

    @Test
    void shouldSellLateWhenTheExitsOwnBarWasMissed() {
        RunnerFixture fixture = holding();
        fixture.gateway.below("AAPL");

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT side FROM orders ORDER BY id")).containsExactly("BUY", "SELL");
        assertThat(fixture.rows("SELECT action FROM signals ORDER BY id")).containsExactly("BUY", "HOLD");
    }

    @Test
    void shouldNotSellWhatItDoesNotHoldUnlessShortSellingIsOn() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossDown("AAPL");
        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT count(*) FROM orders")).containsExactly("0");
        assertThat(fixture.out()).contains("short selling is off");

        fixture.settings = fixture.settings.withShortSelling(true);
        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT side, quantity FROM orders")).containsExactly("SELL|19");
        assertThat(fixture.rows("SELECT quantity FROM positions")).containsExactly("-19");
    }

    @Test
    void shouldMakePricesWorseBySlippageOnBothSides() {
        RunnerFixture fixture = fixture("AAPL");
        RunnerSettings.PaperFills paper = fixture.settings.paper();
        fixture.settings = fixture.settings.withPaper(
                new RunnerSettings.PaperFills(new BigDecimal("10"), paper.defaultCash(), paper.commission()));
        fixture.gateway.crossUp("AAPL");
        fixture.run();
        fixture.clock.advance(Duration.ofMinutes(30));
        fixture.gateway.crossDown("AAPL");
        fixture.run();

        assertThat(fixture.rows("SELECT price, slippage FROM trades ORDER BY id"))
                .containsExactly("103.2031|0.1031", "102.7971|0.1029");
    }

    @Test
    void shouldFillAtTheLastBarsCloseAndSaySoWhenThereIsNoQuote() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.quoteFailures.put(
                "AAPL", new MainstayException.RequestRefused(354, "not subscribed to market data"));

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT price, price_source FROM trades"))
                .containsExactly("103|close of the last bar; no quote: not subscribed to market data");
    }

    @Test
    void shouldComputeTheSignalButOrderNothingWhileTheMarketIsClosed() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.sessions.clear();
        fixture.gateway.sessions.add(new TradingSchedule.Session(
                fixture.clock.instant().plus(Duration.ofHours(21)),
                fixture.clock.instant().plus(Duration.ofHours(25))));

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT count(*) FROM orders")).containsExactly("0");
        assertThat(fixture.rows(
                        "SELECT s.action, d.kind, d.reason FROM signals s JOIN decisions d ON d.signal_id = s.id"))
                .containsExactly("BUY|MARKET_CLOSED|market closed, opens at 2026-11-25 09:00 EST");
    }

    @Test
    void shouldOrderNothingWhenTheGatewayGaveNoTradingHours() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.sessions.clear();

        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT kind FROM decisions")).containsExactly("MARKET_CLOSED");
    }

    @Test
    void shouldGoByTheGatewaysClockWhereItDiffers() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.clockAhead = Duration.ofHours(10);

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT kind FROM decisions")).containsExactly("MARKET_CLOSED");
        assertThat(fixture.out()).contains("36000 s ahead");
    }

    @Test
    void shouldNotOpenAPositionOnOldBarsOfAnOpenMarket() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.clock.advance(Duration.ofMinutes(90));

        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT kind FROM decisions")).containsExactly("STALE_DATA");
    }

    @Test
    void shouldIgnoreTheBarThatIsStillForming() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        var bars = new ArrayList<>(fixture.gateway.bars.get("AAPL"));
        bars.add(FakeGateway.bar(fixture.clock.instant(), "104"));
        fixture.gateway.bars.put("AAPL", bars);

        assertThat(fixture.run()).isZero();

        assertThat(fixture.rows("SELECT side FROM orders")).containsExactly("BUY");
        assertThat(fixture.rows("SELECT complete, close FROM bars ORDER BY start_at DESC LIMIT 1"))
                .containsExactly("0|104");
    }

    @Test
    void shouldReportAFailedSymbolGoOnWithTheOthersAndExitWithTheWorst() {
        RunnerFixture fixture = fixture("AAPL", "NOPE", "IBM");
        fixture.gateway.crossUp("AAPL");
        fixture.gateway.crossUp("IBM");
        fixture.gateway.stockFailures.put(
                "NOPE",
                new MainstayException.UnknownContract(
                        "NOPE means no contract",
                        List.of(Contract.builder()
                                .symbol("NOPX")
                                .secType("STK")
                                .primaryExchange("NYSE")
                                .currency("USD")
                                .build())));

        assertThat(fixture.run()).isEqualTo(2);

        assertThat(fixture.rows("SELECT symbol FROM orders ORDER BY symbol")).containsExactly("AAPL", "IBM");
        assertThat(fixture.out()).contains("FAILED", "NOPX STK NYSE USD", "exit 2");
        assertThat(fixture.rows("SELECT exit_code FROM runs")).containsExactly("2");
    }

    @Test
    void shouldRefuseAnAnswerThatBelongsToAnotherContract() {
        RunnerFixture fixture = fixture("TSLA", "NVDA");
        fixture.gateway.crossUp("TSLA");
        fixture.gateway.crossUp("NVDA");
        fixture.gateway.wrongBars.put("TSLA", fixture.gateway.instrumentOf("NVDA"));

        assertThat(fixture.run()).isEqualTo(1);

        assertThat(fixture.rows("SELECT symbol FROM orders")).containsExactly("NVDA");
        assertThat(fixture.rows("SELECT DISTINCT symbol FROM bars")).containsExactly("NVDA");
        assertThat(fixture.out()).contains("asked for bars of TSLA");
    }

    @Test
    void shouldTreatNoDataAsAnAnswer() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.barFailures.put("AAPL", new MainstayException.NoData("HMDS query returned no data"));
        assertThat(fixture.run()).isZero();
        assertThat(fixture.out()).contains("HMDS query returned no data");
    }

    @Test
    void shouldHoldWhenThereAreTooFewBars() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.closes("AAPL", "1", "2", "3");
        assertThat(fixture.run()).isZero();
        assertThat(fixture.out()).contains("needs 21 complete bars, has 3");
    }

    @Test
    void shouldWorkOnAtMostEightSymbolsAtOnce() {
        String[] symbols = IntStream.range(0, 40).mapToObj(i -> "S" + i).toArray(String[]::new);
        RunnerFixture fixture = fixture(symbols);
        for (String symbol : symbols) {
            fixture.gateway.above(symbol);
        }
        assertThat(fixture.run()).isZero();
        assertThat(fixture.gateway.barRequests.get()).isEqualTo(40);
        assertThat(fixture.gateway.mostAtOnce.get()).isBetween(1, 8);
        assertThat(fixture.rows("SELECT count(*) FROM signals")).containsExactly("40");
    }

    @Test
    void shouldNotOpenMorePositionsThanAllowedThoughAllSymbolsSignalAtOnce() {
        String[] symbols = IntStream.range(0, 12).mapToObj(i -> "S" + i).toArray(String[]::new);
        RunnerFixture fixture = fixture(symbols);
        for (String symbol : symbols) {
            fixture.gateway.crossUp(symbol);
        }
        fixture.settings = fixture.settings.withRisk(risk("0.005", 5, "", "", 100));

        assertThat(fixture.run()).isEqualTo(20);
        assertThat(fixture.rows("SELECT count(*) FROM positions WHERE quantity <> '0'"))
                .containsExactly("5");
    }

    @Test
    void shouldKeepCountingADaysOrdersAcrossRestarts() {
        RunnerFixture fixture = fixture("AAPL", "IBM");
        fixture.settings = fixture.settings.withRisk(risk("0.005", 20, "", "", 1));
        fixture.gateway.crossUp("AAPL");
        assertThat(fixture.run()).isZero();
        fixture.gateway.crossUp("IBM");

        assertThat(fixture.run()).isEqualTo(20);
        assertThat(fixture.out()).contains("today's 1 orders are used up");

        fixture.clock.advance(Duration.ofDays(1));
        fixture.gateway.sessions.add(new TradingSchedule.Session(
                fixture.clock.instant().minus(Duration.ofHours(1)),
                fixture.clock.instant().plus(Duration.ofHours(1))));
        fixture.gateway.crossUp("IBM");
        assertThat(fixture.run()).as(fixture.out()).isZero();
        assertThat(fixture.rows("SELECT symbol FROM orders ORDER BY id")).containsExactly("AAPL", "IBM");
    }

    @Test
    void shouldCutAnOrderToTheOrderLimitAndSayWhy() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.settings = fixture.settings.withRisk(risk("0.005", 20, "500", "", 100));
        fixture.gateway.crossUp("AAPL");
        assertThat(fixture.run()).isZero();
        assertThat(fixture.rows("SELECT quantity FROM orders")).containsExactly("4");
        assertThat(fixture.out()).contains("one order may be worth 500.00");
    }

    @Test
    void shouldExitWithTwentyWhenALimitLeavesNoShare() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.settings = fixture.settings.withRisk(risk("0.005", 20, "", "50", 100));
        fixture.gateway.crossUp("AAPL");
        assertThat(fixture.run()).isEqualTo(20);
        assertThat(fixture.rows("SELECT kind FROM decisions")).containsExactly("LIMITED");
    }

    @Test
    void shouldSetTheKillSwitchOnTheDaysLossAndKeepItThroughRestartsAndDays() {
        RunnerFixture fixture = holding();
        // 19 shares fall to 70: about -630, more than 0.5 % of 100,000.
        fixture.gateway.above("AAPL");
        var bars = new ArrayList<>(fixture.gateway.bars.get("AAPL"));
        bars.add(FakeGateway.bar(fixture.clock.instant(), "70"));
        fixture.gateway.bars.put("AAPL", bars);

        assertThat(fixture.run()).isEqualTo(20);

        assertThat(fixture.rows("SELECT engaged, source FROM kill_switch")).containsExactly("1|daily-loss");
        fixture.clock.advance(Duration.ofMinutes(30));
        assertThat(fixture.run()).isEqualTo(20);
        assertThat(fixture.rows("SELECT count(*) FROM kill_switch")).containsExactly("1");
    }

    @Test
    void shouldStillCloseWhatItHoldsWhileTheKillSwitchIsSet() throws Exception {
        RunnerFixture fixture = holding();
        Files.writeString(home.resolve("KILL"), "going on holiday\n");
        fixture.gateway.crossDown("AAPL");

        assertThat(fixture.run()).isEqualTo(20);

        assertThat(fixture.rows("SELECT side, state FROM orders ORDER BY id"))
                .containsExactly("BUY|FILLED", "SELL|FILLED");
        assertThat(fixture.out()).contains("going on holiday");
    }

    @Test
    void shouldOpenNothingWhileAKillFileLiesInTheHome() throws Exception {
        RunnerFixture fixture = fixture("AAPL");
        Files.createFile(home.resolve("KILL"));
        fixture.gateway.crossUp("AAPL");

        assertThat(fixture.run()).isEqualTo(20);
        assertThat(fixture.rows("SELECT count(*) FROM orders")).containsExactly("0");
    }

    @Test
    void shouldNotMixThePaperBooksOfTwoAccounts() {
        RunnerFixture fixture = fixture("AAPL");
        fixture.gateway.crossUp("AAPL");
        fixture.run();
        fixture.gateway.accounts.clear();
        fixture.gateway.accounts.add("DU7654321");
        fixture.run();
        assertThat(fixture.rows("SELECT book, quantity FROM positions ORDER BY book"))
                .containsExactly("paper:DU1234567|19", "paper:DU7654321|19");
    }
}

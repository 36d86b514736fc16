package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.HistoricalSchedule;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.MarketRule;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Pnl;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqMarketRule;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickReqParams;
import io.mainstay.protocol.message.TickSnapshotEnd;
import io.mainstay.protocol.message.UpdateAccountValue;
import io.mainstay.protocol.message.UpdatePortfolio;
import io.mainstay.simulator.market.MarketHours;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {
    private final GatewayHarness harness = new GatewayHarness();
    private final TestPeer peer = harness.ready(7);

    @Test
    void shouldTellPositionsAndWhatTradesMakeOfThemUntilCancelled() {
        List<Message> told = peer.send(new ReqPositions()).takeAll();
        assertThat(told).hasSize(3).last().isEqualTo(new PositionEnd());
        assertThat(((PositionData) told.getFirst()).contract().conId()).isEqualTo(265598);
        assertThat(((PositionData) told.getFirst()).position()).isEqualTo("100");
        peer.place(1, TestPeer.order("BUY", 5, "MKT"));
        harness.pass(Duration.ofSeconds(1));
        assertThat(peer.take(PositionData.class))
                .singleElement()
                .satisfies(p -> assertThat(p.position()).isEqualTo("105"));
        peer.send(new CancelPositions()).place(2, TestPeer.order("BUY", 5, "MKT"));
        harness.pass(Duration.ofSeconds(1));
        assertThat(peer.take(PositionData.class)).isEmpty();
    }

    @Test
    void shouldSummariseTheAccountTwiceAtOnceAndNotThrice() {
        peer.send(new ReqAccountSummary(1, "All", "NetLiquidation,TotalCashValue,AccountType,Nonsense"));
        List<Message> told = peer.takeAll();
        assertThat(told).hasSize(4).last().isEqualTo(new AccountSummaryEnd(1));
        assertThat(told).contains(new AccountSummary(1, "DU1234567", "TotalCashValue", "100000.00", "USD"));
        peer.send(new ReqAccountSummary(2, "All", "$LEDGER"));
        assertThat(peer.takeErrors()).isEmpty();
        assertThat(peer.send(new ReqAccountSummary(3, "All", "SMA")).takeErrors())
                .containsExactly(322);
        peer.send(new CancelAccountSummary(1));
        assertThat(peer.send(new ReqAccountSummary(3, "All", "SMA")).takeErrors())
                .isEmpty();
        assertThat(peer.send(new ReqAccountSummary(4, "Mine", "SMA")).takeErrors())
                .isNotEmpty();
    }

    @Test
    void shouldDownloadTheAccountAndKeepItCurrent() {
        List<Message> told = peer.send(new ReqAccountUpdates(true, "")).takeAll();
        assertThat(told).last().isEqualTo(new AccountDownloadEnd("DU1234567"));
        assertThat(told.stream().filter(UpdatePortfolio.class::isInstance)).hasSize(2);
        assertThat(told).contains(new UpdateAccountValue("CashBalance", "100000.00", "USD", "DU1234567"));
        harness.pass(Duration.ofMinutes(3));
        assertThat(peer.take(UpdateAccountValue.class)).isNotEmpty();
        peer.send(new ReqAccountUpdates(false, ""));
        harness.pass(Duration.ofMinutes(10));
        assertThat(peer.takeAll()).isEmpty();
        assertThat(peer.send(new ReqAccountUpdates(true, "DU7")).takeErrors()).containsExactly(321);
    }

    @Test
    void shouldRefuseTheUpdatesOfAnAccountWhileAnotherClientHasThoseOfAnother() {
        var two = new GatewayHarness(
                "normal",
                MarketHours.ALWAYS_OPEN,
                GatewayHarness.START,
                new SettableMarket(),
                List.of("DU1234567", "DU7654321"));
        TestPeer first = two.ready(7);
        TestPeer second = two.ready(8);
        first.send(new ReqAccountUpdates(true, "DU7654321")).takeAll();
        assertThat(second.send(new ReqAccountUpdates(true, "DU1234567")).take(ErrorMessage.class))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.errorCode()).isEqualTo(2101);
                    assertThat(e.errorMsg()).endsWith("{7}");
                });
        assertThat(second.send(new ReqAccountUpdates(true, "DU7654321")).takeErrors())
                .isEmpty();
        first.send(new ReqAccountUpdates(false, ""));
        assertThat(second.send(new ReqAccountUpdates(true, "DU1234567")).takeErrors())
                .as("a client may change its own")
                .isEmpty();
    }

    @Test
    void shouldDescribeAContractInFull() {
        List<Message> told = peer.send(new ReqContractDetails(2, TestPeer.AAPL)).takeAll();
        assertThat(told).hasSize(2).last().isEqualTo(new ContractDataEnd(2));
        var details = ((ContractData) told.getFirst()).contractDetails();
        assertThat(details.contract().conId()).isEqualTo(265598);
        assertThat(details.contract().primaryExchange()).isEqualTo("NASDAQ");
        assertThat(details.minTick()).isEqualTo("0.01");
        assertThat(details.timeZoneId()).isEqualTo("US/Eastern");
        assertThat(details.marketRuleIds().split(","))
                .hasSameSizeAs(details.validExchanges().split(","));
        assertThat(peer.send(new ReqMarketRule(26)).take(MarketRule.class)).hasSize(1);
        Contract byId = Contract.builder().conId(756733).build();
        assertThat(peer.send(new ReqContractDetails(3, byId)).take(ContractData.class))
                .singleElement()
                .satisfies(
                        d -> assertThat(d.contractDetails().contract().symbol()).isEqualTo("SPY"));
    }

    @Test
    void shouldTellUnknownFromAmbiguous() {
        assertThat(peer.send(new ReqContractDetails(2, TestPeer.stock("ZZZZ"))).takeErrors())
                .containsExactly(200);
        Contract sap = Contract.builder()
                .symbol("SAP")
                .secType("STK")
                .exchange("SMART")
                .build();
        assertThat(peer.send(new ReqContractDetails(3, sap)).take(ContractData.class))
                .hasSize(2);
        assertThat(peer.send(new ReqMktData(4, sap, "", true, false, "")).takeErrors())
                .containsExactly(200);
        assertThat(peer.send(new ReqMatchingSymbols(5, "aap"))
                        .take(SymbolSamples.class)
                        .getFirst()
                        .contractDescriptions())
                .extracting(d -> d.symbol())
                .containsExactly("AAPL");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 123, 173, 178, 193, 195, 196, 200})
    void shouldAnswerHistoryAtEveryVersion(int version) {
        TestPeer old = harness.ready(8, version);
        List<Message> told =
                old.send(history(3, "10 D", "30 mins", "TRADES", "", false)).takeAll();
        assertThat(told).hasSize(version >= 196 ? 2 : 1);
        var data = (HistoricalData) told.getFirst();
        assertThat(data.bars()).hasSize(9 * 13 + 2);
        assertThat(data.bars().getFirst().date())
                .isEqualTo(version >= 174 ? "20261109 09:30:00 US/Eastern" : "20261109  09:30:00");
        assertThat(data.bars()).extracting(HistoricalBar::date).isSorted().doesNotHaveDuplicates();
        if (version >= 196) {
            assertThat(((HistoricalDataEnd) told.getLast()).endDate()).isEqualTo("20261120 10:10:00 US/Eastern");
        } else {
            assertThat(data.endDate()).startsWith("20261120");
        }
    }

    @Test
    void shouldEndHistoryWhereItIsAskedTo() {
        peer.send(history(3, "1 D", "1 hour", "MIDPOINT", "20261110-20:00:00", false));
        HistoricalData data = peer.take(HistoricalData.class).getFirst();
        assertThat(data.bars()).hasSize(6).last().satisfies(bar -> {
            assertThat(bar.date()).isEqualTo("20261110 14:00:00 US/Eastern");
            assertThat(bar.volume()).isEqualTo("-1");
        });
        peer.send(history(4, "2 D", "1 day", "TRADES", "20261110 23:59:59 US/Eastern", false));
        assertThat(peer.take(HistoricalData.class).getFirst().bars())
                .extracting(HistoricalBar::date)
                .containsExactly("20261109", "20261110");
        peer.send(history(5, "2 D", "1 day", "TRADES", "20261110 23:59:59", false));
        assertThat(peer.takeErrors()).as("a time without zone").containsExactly(2174);
    }

    @ParameterizedTest
    @CsvSource({
        "10 D, 7 mins, TRADES, '', 321",
        "10 X, 1 day, TRADES, '', 321",
        "10 D, 1 day, NONSENSE, '', 321",
        "10 D, 1 day, TRADES, tomorrow, 10314",
        "10 D, 1 day, TRADES, 20261399 00:00:00 UTC, 10314",
        "10 D, 1 day, TRADES, 19990101 00:00:00 UTC, 162",
        "50 Y, 1 secs, TRADES, '', 321"
    })
    void shouldSayWhyHistoryIsNotAnswered(String duration, String size, String what, String end, int code) {
        assertThat(peer.send(history(3, duration, size, what, end, false)).takeErrors())
                .containsExactly(code);
    }

    @Test
    void shouldKeepBarsUpToDateUntilCancelled() {
        peer.send(history(3, "1 D", "5 mins", "TRADES", "", true));
        peer.takeAll();
        harness.pass(Duration.ofSeconds(20));
        List<HistoricalDataUpdate> updates = peer.take(HistoricalDataUpdate.class);
        assertThat(updates).hasSize(4).allMatch(u -> u.date().equals("20261120 10:10:00 US/Eastern"));
        assertThat(peer.send(new CancelHistoricalData(3)).takeErrors()).containsExactly(162);
        assertThat(peer.send(new CancelHistoricalData(3)).takeErrors()).containsExactly(366);
        harness.pass(Duration.ofSeconds(20));
        assertThat(peer.takeAll()).isEmpty();
    }

    @Test
    void shouldGiveTheScheduleAndTheStartOfHistory() {
        peer.send(history(3, "1 M", "1 day", "SCHEDULE", "", false));
        HistoricalSchedule schedule = peer.take(HistoricalSchedule.class).getFirst();
        assertThat(schedule.sessions()).last().satisfies(s -> {
            assertThat(s.startDateTime()).isEqualTo("20261120-09:30:00");
            assertThat(s.refDate()).isEqualTo("20261120");
        });
        assertThat(peer.send(new ReqHeadTimestamp(4, TestPeer.AAPL, 1, "TRADES", 1))
                        .take(HeadTimestamp.class))
                .containsExactly(new HeadTimestamp(4, "20040102-14:30:00" + (GatewayHarness.VERSION < 214 ? "" : "Z")));
    }

    @Test
    void shouldStreamQuotesOfWhatChangesUntilCancelled() {
        List<Message> told = peer.send(quotes(4, false)).takeAll();
        assertThat(told.get(0)).isInstanceOf(TickReqParams.class);
        assertThat(told.get(1)).isEqualTo(new MarketDataType(4, 1));
        assertThat(told.stream().filter(TickPrice.class::isInstance).map(m -> ((TickPrice) m).tickType()))
                .containsExactly(1, 2, 4, 6, 7, 9, 14);
        harness.pass(Duration.ofSeconds(10));
        assertThat(peer.take(TickPrice.class)).isNotEmpty().noneMatch(t -> t.tickType() == 9 || t.tickType() == 14);
        assertThat(peer.send(quotes(4, false)).takeErrors()).containsExactly(102);
        peer.send(new CancelMktData(4));
        harness.pass(Duration.ofSeconds(10));
        assertThat(peer.takeAll()).isEmpty();
        assertThat(peer.send(new CancelMktData(4)).takeErrors()).containsExactly(300);
    }

    @Test
    void shouldEndASnapshot() {
        assertThat(peer.send(quotes(4, true)).takeAll()).last().isEqualTo(new TickSnapshotEnd(4));
        harness.pass(Duration.ofSeconds(10));
        assertThat(peer.takeAll()).isEmpty();
    }

    @Test
    void shouldServeAHundredLinesAndNoMore() {
        for (int id = 0; id < 100; id++) {
            peer.send(quotes(id, false));
        }
        peer.takeAll();
        assertThat(peer.send(quotes(100, false)).takeErrors()).containsExactly(101);
    }

    @Test
    void shouldStreamFiveSecondBarsAndTicks() {
        peer.send(new ReqRealTimeBars(5, TestPeer.AAPL, 5, "TRADES", true, ""));
        peer.send(new ReqTickByTickData(6, TestPeer.AAPL, "BidAsk", 0, false));
        harness.pass(Duration.ofSeconds(10));
        List<Message> told = peer.takeAll();
        assertThat(told.stream().filter(RealtimeBar.class::isInstance)).hasSize(2);
        assertThat(told.stream().filter(TickByTick.class::isInstance))
                .isNotEmpty()
                .allMatch(m -> Objects.requireNonNull(((TickByTick) m).bidPrice())
                                .compareTo(Objects.requireNonNull(((TickByTick) m).askPrice()))
                        < 0);
        peer.send(new ReqHistoricalTicks(
                7, TestPeer.AAPL, "", "20261120 10:00:00 US/Eastern", 30, "TRADES", 1, false, ""));
        assertThat(peer.take(HistoricalTicksLast.class).getFirst().ticks()).hasSize(30);
    }

    @Test
    void shouldFollowTheProfit() {
        peer.send(new ReqPnl(8, "DU1234567", ""));
        harness.pass(Duration.ofSeconds(2));
        assertThat(peer.take(Pnl.class))
                .hasSize(3)
                .allSatisfy(p -> assertThat(p.realizedPnL()).isZero());
    }

    @Test
    void shouldRefuseWhatItHasNotRatherThanBeSilent() {
        peer.send(new ReqMktDepth(9, TestPeer.AAPL, 5, false, ""));
        assertThat(peer.takeErrors()).containsExactly(10092);
    }

    private static ReqMktData quotes(int id, boolean snapshot) {
        return new ReqMktData(id, TestPeer.AAPL, "", snapshot, false, "");
    }

    private static ReqHistoricalData history(
            int id, String duration, String size, String what, String end, boolean keepUpToDate) {
        return new ReqHistoricalData(id, TestPeer.AAPL, end, size, duration, 1, what, 1, keepUpToDate, "");
    }
}

package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.CancelHeadTimestamp;
import io.mainstay.protocol.message.CancelMktDepth;
import io.mainstay.protocol.message.CancelScannerSubscription;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.DisplayGroupUpdated;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.HistogramData;
import io.mainstay.protocol.message.HistogramEntry;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalNews;
import io.mainstay.protocol.message.HistoricalNewsEnd;
import io.mainstay.protocol.message.HistoricalTicks;
import io.mainstay.protocol.message.HistoricalTicksBidAsk;
import io.mainstay.protocol.message.HistoricalTicksLast;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NewsArticle;
import io.mainstay.protocol.message.NewsProviders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqHistogramData;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqHistoricalNews;
import io.mainstay.protocol.message.ReqHistoricalTicks;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqNewsArticle;
import io.mainstay.protocol.message.ReqNewsProviders;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqScannerSubscription;
import io.mainstay.protocol.message.ReqSmartComponents;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.ScannerData;
import io.mainstay.protocol.message.ScannerRow;
import io.mainstay.protocol.message.SmartComponents;
import io.mainstay.protocol.message.SubscribeToGroupEvents;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.TickGeneric;
import io.mainstay.protocol.message.TickNews;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickReqParams;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickSnapshotEnd;
import io.mainstay.protocol.message.TickString;
import io.mainstay.protocol.message.UnsubscribeFromGroupEvents;
import io.mainstay.protocol.message.UpdateDisplayGroup;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketRequestsTest {
    private final GatewayHarness harness = new GatewayHarness();
    private final TestPeer peer = harness.ready(7);

    @Test
    void shouldInsertTheBookAndThenTellWhatChanges() {
        peer.send(new ReqMktDepth(1, at("ISLAND"), 5, false, ""));
        assertThat(peer.take(UpdateMktDepth.class)).hasSize(10).allMatch(row -> row.operation() == 0);
        harness.pass(Duration.ofSeconds(5));
        assertThat(peer.take(UpdateMktDepth.class))
                .isNotEmpty()
                .allMatch(row -> row.operation() == 1 && row.position() < 5);
        peer.send(new CancelMktDepth(1, true));
        assertThat(peer.takeErrors()).as("smart depth is another subscription").containsExactly(310);
        peer.send(new CancelMktDepth(1, false));
        harness.pass(Duration.ofSeconds(5));
        assertThat(peer.takeAll()).isEmpty();
        assertThat(peer.send(new CancelMktDepth(1, false)).takeErrors()).containsExactly(310);
    }

    @Test
    void shouldNameTheExchangeInSmartDepthAndServeThreeBooks() {
        peer.send(new ReqMktDepth(1, TestPeer.AAPL, 5, true, ""));
        assertThat(peer.take(UpdateMktDepthL2.class))
                .hasSize(10)
                .allMatch(row -> row.isSmartDepth() && !row.marketMaker().isEmpty());
        peer.send(new ReqMktDepth(1, TestPeer.AAPL, 5, true, ""));
        assertThat(peer.takeErrors()).containsExactly(102);
        peer.send(new ReqMktDepth(2, at("ISLAND"), 5, false, "")).send(new ReqMktDepth(3, at("NYSE"), 5, false, ""));
        assertThat(peer.takeErrors()).isEmpty();
        peer.send(new ReqMktDepth(4, at("ARCA"), 5, false, ""));
        assertThat(peer.takeErrors()).containsExactly(309);
    }

    @Test
    void shouldSendTheGenericTicksThatWereAskedForAndRefuseUnknownOnes() {
        peer.send(new ReqMktData(1, TestPeer.AAPL, "233,236,165,mdoff", false, false, ""));
        List<Message> told = peer.takeAll();
        assertThat(types(told)).contains(15, 16, 17, 18, 19, 20, 21, 46, 48, 89);
        assertThat(told.stream().filter(TickString.class::isInstance).map(m -> (TickString) m))
                .filteredOn(t -> t.tickType() == 48)
                .singleElement()
                .satisfies(t -> assertThat(t.value().split(";")).hasSize(6));
        peer.send(new ReqMktData(2, TestPeer.AAPL, "1", false, false, ""));
        assertThat(peer.take(ErrorMessage.class)).singleElement().satisfies(e -> {
            assertThat(e.errorCode()).isEqualTo(321);
            assertThat(e.errorMsg()).contains("Incorrect generic tick list of 1.  Legal ones for (STK) are: 100(");
        });
        peer.send(new ReqMktData(2, TestPeer.AAPL, "258", false, false, ""));
        assertThat(peer.takeErrors()).containsExactly(10358);
        peer.send(new ReqMktData(2, TestPeer.AAPL, "233", true, false, ""));
        assertThat(peer.takeErrors()).containsExactly(414);
    }

    @Test
    void shouldShowDelayedDataUnderItsOwnNumbersWhereLiveIsDenied() {
        var denied = new GatewayHarness("no-market-data").ready(7);
        denied.send(new ReqMktData(1, TestPeer.AAPL, "", true, false, ""));
        assertThat(denied.takeErrors()).containsExactly(354);
        denied.send(new ReqRealTimeBars(1, TestPeer.AAPL, 5, "TRADES", true, ""));
        denied.send(new ReqTickByTickData(1, TestPeer.AAPL, "Last", 0, false));
        denied.send(new ReqHistoricalTicks(1, TestPeer.AAPL, "", "20261119-20:00:00", 5, "TRADES", 1, false, ""));
        denied.send(new ReqMktDepth(1, TestPeer.AAPL, 5, true, ""));
        assertThat(denied.takeErrors()).containsExactly(420, 10189, 10187, 354);
        denied.send(new ReqMarketDataType(3)).send(new ReqMktData(2, TestPeer.AAPL, "", true, false, ""));
        List<Message> told = denied.takeAll();
        assertThat(((ErrorMessage) told.getFirst()).errorCode()).isEqualTo(10167);
        assertThat(told).contains(new MarketDataType(2, 3)).last().isEqualTo(new TickSnapshotEnd(2));
        assertThat(types(told)).contains(66, 67, 68, 69, 70, 71, 88).allMatch(type -> type >= 66 && type <= 90);
    }

    @Test
    void shouldSayFrozenOnlyWhenTheMarketIsClosedAndTheClientPutsUpWithIt() {
        Instant night = Instant.parse("2026-11-21T15:00:00Z");
        var closed = new GatewayHarness("normal", MarketHours.SCHEDULE, night).ready(7);
        assertThat(closed.send(new ReqMktData(1, TestPeer.AAPL, "", true, false, ""))
                        .take(MarketDataType.class))
                .containsExactly(new MarketDataType(1, 1));
        closed.send(new ReqMarketDataType(2));
        assertThat(closed.send(new ReqMktData(2, TestPeer.AAPL, "", true, false, ""))
                        .take(MarketDataType.class))
                .containsExactly(new MarketDataType(2, 2));
        peer.send(new ReqMarketDataType(2));
        assertThat(peer.send(new ReqMktData(2, TestPeer.AAPL, "", true, false, ""))
                        .take(MarketDataType.class))
                .as("live wins while the market is open")
                .containsExactly(new MarketDataType(2, 1));
        assertThat(peer.send(new ReqMarketDataType(5)).takeErrors()).containsExactly(321);
    }

    @Test
    void shouldKnowTheExchangesOfAQuoteWhileItRuns() {
        peer.send(new ReqSmartComponents(1, "9c0001"));
        assertThat(peer.takeErrors()).containsExactly(321);
        peer.send(new ReqMktData(2, TestPeer.AAPL, "", false, false, ""));
        String key = peer.take(TickReqParams.class).getFirst().bboExchange();
        assertThat(peer.send(new ReqSmartComponents(3, key)).take(SmartComponents.class))
                .singleElement()
                .satisfies(c -> assertThat(c.components()).hasSizeGreaterThan(2));
    }

    @Test
    void shouldJoinBidAndAskIntoBars() {
        HistoricalData bids = history("BID");
        HistoricalData asks = history("ASK");
        HistoricalData both = history("BID_ASK");
        assertThat(both.bars()).hasSameSizeAs(bids.bars());
        for (int i = 0; i < both.bars().size(); i++) {
            assertThat(both.bars().get(i).low()).isEqualTo(bids.bars().get(i).low());
            assertThat(both.bars().get(i).high()).isEqualTo(asks.bars().get(i).high());
            assertThat(both.bars().get(i).volume()).isEqualTo("-1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HISTORICAL_VOLATILITY, 1 day, 0",
        "OPTION_IMPLIED_VOLATILITY, 1 day, 0",
        "ADJUSTED_LAST, 1 day, 0",
        "FEE_RATE, 1 day, 162",
        "YIELD_BID, 1 day, 162",
        "AGGTRADES, 1 day, 10299",
        "SCHEDULE, 1 hour, 10295"
    })
    void shouldKnowEveryWordOfWhatToShow(String what, String size, int code) {
        peer.send(new ReqHistoricalData(1, TestPeer.AAPL, "", size, "10 D", 1, what, 1, false, ""));
        if (code == 0) {
            assertThat(peer.take(HistoricalData.class).getFirst().bars()).hasSize(10);
        } else {
            assertThat(peer.takeErrors()).containsExactly(code);
        }
    }

    @Test
    void shouldHoldAHistoricalSlotForEveryStartOfHistoryUntilCancelled() {
        for (int id = 0; id < 50; id++) {
            peer.send(new ReqHeadTimestamp(id, TestPeer.AAPL, 1, "TRADES", 1));
        }
        assertThat(peer.takeErrors()).isEmpty();
        assertThat(peer.send(new ReqHeadTimestamp(50, TestPeer.AAPL, 1, "TRADES", 1))
                        .takeErrors())
                .containsExactly(322);
        peer.send(new CancelHeadTimestamp(3)).send(new ReqHeadTimestamp(50, TestPeer.AAPL, 1, "TRADES", 1));
        assertThat(peer.take(HeadTimestamp.class)).hasSize(1);
    }

    @Test
    void shouldAddUpVolumeByPrice() {
        peer.send(new ReqHistogramData(1, TestPeer.AAPL, true, "3 days"));
        List<HistogramEntry> entries = peer.take(HistogramData.class).getFirst().entries();
        assertThat(entries).hasSizeBetween(2, 101);
        assertThat(entries).extracting(HistogramEntry::price).isSorted();
        assertThat(entries).allSatisfy(e -> assertThat(e.size()).isPositive());
        assertThat(peer.send(new ReqHistogramData(2, TestPeer.AAPL, true, "soon"))
                        .takeErrors())
                .containsExactly(321);
    }

    @Test
    void shouldBeginTickByTickWithThePastTicksAskedFor() {
        peer.send(new ReqTickByTickData(1, TestPeer.AAPL, "Last", 20, false));
        harness.pass(Duration.ofSeconds(1));
        List<Message> told = peer.takeAll();
        assertThat(told.getFirst())
                .isInstanceOfSatisfying(
                        HistoricalTicksLast.class, t -> assertThat(t.ticks()).hasSize(20));
        assertThat(told.stream().filter(TickByTick.class::isInstance)).isNotEmpty();
        Contract eur = Contract.builder().conId(12087792).build();
        peer.send(new ReqTickByTickData(2, eur, "Last", 0, false));
        assertThat(peer.takeErrors()).containsExactly(10189);
        for (String what : List.of("MidPoint", "BidAsk")) {
            peer.send(new ReqTickByTickData(what.length(), eur, what, 5, false));
        }
        List<Message> past = peer.takeAll();
        assertThat(past).anySatisfy(m -> assertThat(m).isInstanceOf(HistoricalTicks.class));
        assertThat(past).anySatisfy(m -> assertThat(m).isInstanceOf(HistoricalTicksBidAsk.class));
    }

    @Test
    void shouldScanAllStocksByWhatTheScanOrdersBy() {
        peer.send(scan(1, "MOST_ACTIVE", 10, null));
        List<ScannerRow> rows = peer.take(ScannerData.class).getFirst().elements();
        assertThat(rows).hasSize(10);
        assertThat(rows).extracting(ScannerRow::rank).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(rows).extracting(r -> r.contract().symbol()).contains("NVDA");
        harness.pass(Duration.ofSeconds(30));
        assertThat(peer.take(ScannerData.class)).as("the whole result again").hasSize(1);
        assertThat(peer.send(scan(1, "MOST_ACTIVE", 10, null)).takeErrors()).containsExactly(322);
        assertThat(peer.send(scan(2, "NONSENSE", 10, null)).takeErrors()).containsExactly(162);
        List<Message> none =
                peer.send(scan(3, "MOST_ACTIVE", 10, new BigDecimal("1000000"))).takeAll();
        assertThat(none).extracting(Message::wireName).containsExactly("ERR_MSG", "SCANNER_DATA");
        assertThat(((ErrorMessage) none.getFirst()).errorCode()).isEqualTo(165);
        assertThat(peer.send(new CancelScannerSubscription(1)).takeErrors()).containsExactly(162);
        assertThat(peer.send(new CancelScannerSubscription(1)).takeErrors()).containsExactly(365);
    }

    @Test
    void shouldTellNewsOfTheDaysThatBarsTell() {
        peer.send(new ReqNewsProviders());
        assertThat(peer.take(NewsProviders.class).getFirst().newsProviders())
                .extracting(p -> p.code())
                .containsExactly("BRFG");
        peer.send(new ReqHistoricalNews(1, 265598, "BRFG", "", "", 3, ""));
        List<Message> told = peer.takeAll();
        assertThat(told).hasSize(4).last().isEqualTo(new HistoricalNewsEnd(1, true));
        var newest = (HistoricalNews) told.getFirst();
        assertThat(newest.time()).isEqualTo("2026-11-19 21:00:00.0");
        assertThat(newest.headline()).startsWith("AAPL ends ");
        peer.send(new ReqNewsArticle(2, "BRFG", newest.articleId(), ""));
        assertThat(peer.take(NewsArticle.class).getFirst().articleText()).startsWith("APPLE INC opened at ");
        peer.send(new ReqMktData(3, TestPeer.AAPL, "292", false, false, ""));
        assertThat(peer.take(TickNews.class)).extracting(TickNews::articleId).containsExactly(newest.articleId());
        peer.send(new ReqHistoricalNews(4, 265598, "DJNL", "", "", 3, ""));
        peer.send(new ReqHistoricalNews(5, 265598, "BRFG", "yesterday", "", 3, ""));
        peer.send(new ReqNewsArticle(6, "BRFG", "BRFG$ffffffffff-20261119", ""));
        assertThat(peer.takeErrors()).containsExactly(321, 321, 10172);
    }

    @Test
    void shouldTellOfAGroupsContractToEverybodyWhoWatchesIt() {
        TestPeer other = harness.ready(8);
        peer.send(new SubscribeToGroupEvents(1, 4));
        assertThat(peer.takeAll()).containsExactly(new DisplayGroupUpdated(1, "none"));
        other.send(new SubscribeToGroupEvents(2, 4)).takeAll();
        other.send(new UpdateDisplayGroup(2, "265598@SMART"));
        assertThat(peer.takeAll()).containsExactly(new DisplayGroupUpdated(1, "265598@SMART"));
        peer.send(new UnsubscribeFromGroupEvents(1));
        other.send(new UpdateDisplayGroup(2, "none"));
        assertThat(peer.takeAll()).isEmpty();
        assertThat(other.send(new UpdateDisplayGroup(2, "rubbish")).takeErrors())
                .containsExactly(321);
        assertThat(other.send(new SubscribeToGroupEvents(3, 8)).takeErrors()).containsExactly(321);
    }

    @Test
    void shouldNotAnswerASecondRequestForTheTimeThatComesTooSoon() {
        assertThat(peer.send(new ReqCurrentTime()).takeAll()).hasSize(1);
        harness.pass(Duration.ofMillis(4249));
        assertThat(peer.send(new ReqCurrentTime()).takeAll()).isEmpty();
        harness.pass(Duration.ofMillis(1));
        assertThat(peer.send(new ReqCurrentTime()).takeAll()).hasSize(1);
        assertThat(harness.ready(8).send(new ReqCurrentTime()).takeAll())
                .as("another client's own")
                .hasSize(1);
    }

    @Test
    void shouldFetchCompletedOrdersForOneClientAtATime() {
        TestPeer other = harness.ready(8);
        peer.send(new ReqCompletedOrders(false));
        other.send(new ReqCompletedOrders(false));
        harness.pass(Duration.ofSeconds(1));
        assertThat(peer.takeAll()).containsExactly(new CompletedOrdersEnd());
        assertThat(other.takeAll()).as("asked while another's was under way").isEmpty();
        other.send(new ReqCompletedOrders(false));
        harness.pass(Duration.ofSeconds(1));
        assertThat(other.takeAll()).containsExactly(new CompletedOrdersEnd());
    }

    private HistoricalData history(String what) {
        peer.send(new ReqHistoricalData(1, TestPeer.AAPL, "", "1 hour", "2 D", 1, what, 1, false, ""));
        return peer.take(HistoricalData.class).getFirst();
    }

    private static List<Integer> types(List<Message> told) {
        var types = new ArrayList<Integer>();
        for (Message message : told) {
            switch (message) {
                case TickPrice t -> types.add(t.tickType());
                case TickSize t -> types.add(t.tickType());
                case TickString t -> types.add(t.tickType());
                case TickGeneric t -> types.add(t.tickType());
                default -> {}
            }
        }
        return types;
    }

    private static Contract at(String exchange) {
        return TestPeer.AAPL.toBuilder().exchange(exchange).build();
    }

    private static ReqScannerSubscription scan(int id, String code, int rows, @Nullable BigDecimal above) {
        return new ReqScannerSubscription(
                id,
                rows,
                "STK",
                "STK.US.MAJOR",
                code,
                above,
                null,
                null,
                null,
                null,
                "",
                "",
                "",
                "",
                "",
                "",
                null,
                null,
                false,
                null,
                "",
                "",
                "",
                "");
    }
}

package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.*;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway speaks 225, and each client is told figures in the units of its own version. */
class UnitsTest {
    private static final Contract APPLE =
            Orders.APPLE.toBuilder().primaryExchange("NASDAQ").build();
    private static final Contract BY_ID =
            Contract.builder().conId(265598).exchange("SMART").build();
    private static final Contract OPTION = APPLE.toBuilder()
            .conId(7)
            .secType("OPT")
            .lastTradeDateOrContractMonth("20260918")
            .right("C")
            .strike(BigDecimal.TEN)
            .build();
    private static final BigDecimal PRICE = new BigDecimal("189.5");

    @ParameterizedTest
    @CsvSource({"158, 2", "159, 250", "225, 250"})
    void shouldTellSizesOfQuotesInWholeLotsBefore159(int version, BigDecimal size) {
        var stream = new Opened(version, quote(APPLE, ""));
        stream.says(new TickPrice(stream.id, 1, PRICE, new BigDecimal("250"), 1));
        stream.says(new TickSize(stream.id, 69, new BigDecimal("250")));
        assertThat(stream.client.take())
                .containsExactly(new TickPrice(5, 1, PRICE, size, 1), new TickSize(5, 69, size));
    }

    @ParameterizedTest
    @CsvSource({"158, 123", "219, 123", "220, 12345", "225, 12345"})
    void shouldTellADaysVolumeInWholeLotsBefore220(int version, BigDecimal volume) {
        var stream = new Opened(version, quote(APPLE, "165"));
        for (int type : new int[] {8, 21, 74}) {
            stream.says(new TickSize(stream.id, type, new BigDecimal("12345")));
        }
        assertThat(stream.client.take())
                .containsExactly(new TickSize(5, 8, volume), new TickSize(5, 21, volume), new TickSize(5, 74, volume));
    }

    @ParameterizedTest
    @CsvSource({"158, 2, 123", "159, 250, 123", "219, 250, 123", "220, 250, 12345"})
    void shouldCountTheSizesInsideTheTextOfATradeAsOtherSizes(int version, String size, String volume) {
        var stream = new Opened(version, quote(APPLE, "233"));
        stream.says(new TickString(stream.id, 48, "189.5;250;1700000000000;12345;189.4;true"));
        stream.says(new TickString(stream.id, 77, ";;1700000000000;12345;;false"));
        stream.says(new TickString(stream.id, 45, "1700000000"));
        assertThat(stream.client.take())
                .containsExactly(
                        new TickString(5, 48, "189.5;" + size + ";1700000000000;" + volume + ";189.4;true"),
                        new TickString(5, 77, ";;1700000000000;" + volume + ";;false"),
                        new TickString(5, 45, "1700000000"));
    }

    @ParameterizedTest
    @CsvSource({"163, 3, 1, 2.5", "221, 3, 1, 2.5", "222, 2.5, 0.4, 2.5"})
    void shouldTellTheSizeOfAStocksLastTradeWithoutAFractionBefore222(
            int version, BigDecimal last, BigDecimal small, BigDecimal bid) {
        var stream = new Opened(version, quote(APPLE, ""));
        stream.says(new TickSize(stream.id, 5, new BigDecimal("2.5")));
        stream.says(new TickPrice(stream.id, 4, PRICE, new BigDecimal("0.4"), 0));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("2.5")));
        assertThat(stream.client.take())
                .containsExactly(
                        new TickSize(5, 5, last), new TickPrice(5, 4, PRICE, small, 0), new TickSize(5, 0, bid));
    }

    @ParameterizedTest
    @CsvSource({"162, 7", "163, 7.9"})
    void shouldTellNoFractionBefore163WhateverItIsOf(int version, BigDecimal size) {
        var coin = APPLE.toBuilder().secType("CRYPTO").conId(9).build();
        var stream = new Opened(version, quote(coin, ""));
        stream.says(new TickPrice(stream.id, 4, PRICE, new BigDecimal("7.9"), 0));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("7.9")));
        assertThat(stream.client.take()).containsExactly(new TickPrice(5, 4, PRICE, size, 0), new TickSize(5, 0, size));
        var book = new Opened(version, new ReqMktDepth(5, coin, 5, false, ""));
        book.says(new UpdateMktDepth(book.id, 0, 0, 1, PRICE, new BigDecimal("7.9")));
        assertThat(book.client.take()).containsExactly(new UpdateMktDepth(5, 0, 0, 1, PRICE, size));
        var ticks = new Opened(version, new ReqTickByTickData(5, coin, "BidAsk", 0, false));
        ticks.says(bidAsk(ticks.id, "7.9"));
        assertThat(ticks.client.take()).containsExactly(bidAsk(5, size.toPlainString()));
        var bars = new Opened(version, new ReqRealTimeBars(5, coin, 5, "TRADES", false, ""));
        bars.says(bar(bars.id, "7.9"));
        assertThat(bars.client.take()).containsExactly(bar(5, size.toPlainString()));
        var histogram = new Opened(version, new ReqHistogramData(5, coin, true, "3 days"));
        histogram.says(histogram(histogram.id, "7.9"));
        assertThat(histogram.client.take()).containsExactly(histogram(5, size.toPlainString()));
    }

    @ParameterizedTest
    @CsvSource({"158, 2", "159, 250"})
    void shouldTellBooksInWholeLotsBefore159(int version, BigDecimal size) {
        var stream = new Opened(version, new ReqMktDepth(5, APPLE, 5, true, ""));
        stream.says(new UpdateMktDepth(stream.id, 0, 0, 1, PRICE, new BigDecimal("250")));
        stream.says(new UpdateMktDepthL2(stream.id, 0, "ARCA", 0, 0, PRICE, new BigDecimal("250"), true));
        assertThat(stream.client.take())
                .containsExactly(
                        new UpdateMktDepth(5, 0, 0, 1, PRICE, size),
                        new UpdateMktDepthL2(5, 0, "ARCA", 0, 0, PRICE, size, true));
    }

    @ParameterizedTest
    @CsvSource({"158, 3", "159, 250"})
    void shouldTellFiveSecondBarsInTheNearestLotsBefore159(int version, String volume) {
        var stream = new Opened(version, new ReqRealTimeBars(5, APPLE, 5, "TRADES", false, ""));
        stream.says(bar(stream.id, "250"));
        stream.says(bar(stream.id, "-1"));
        assertThat(stream.client.take()).containsExactly(bar(5, volume), bar(5, "-1"));
    }

    @ParameterizedTest
    @CsvSource({"158, 2", "159, 250"})
    void shouldTellTickByTickDataInWholeLotsBefore159(int version, String size) {
        var quotes = new Opened(version, new ReqTickByTickData(5, APPLE, "BidAsk", 0, false));
        quotes.says(bidAsk(quotes.id, "250"));
        assertThat(quotes.client.take()).containsExactly(bidAsk(5, size));
        var trades = new Opened(version, new ReqTickByTickData(5, APPLE, "AllLast", 0, false));
        trades.says(trade(trades.id, "250"));
        assertThat(trades.client.take()).containsExactly(trade(5, size));
    }

    @ParameterizedTest
    @CsvSource({"174, 3", "175, 250", "213, 250"})
    void shouldTellHistoricalBarsInTheNearestLotsBefore175(int version, String volume) {
        var stream = new Opened(version, history(APPLE, true));
        stream.says(new HistoricalData(stream.id, "", "", List.of(historicalBar("20260610", "250"))));
        stream.says(new HistoricalDataEnd(stream.id, "", ""));
        stream.says(update(stream.id, "20260611", "250"));
        List<Message> told = stream.client.take();
        assertThat(((HistoricalData) told.getFirst()).bars().getFirst().volume())
                .isEqualByComparingTo(volume);
        assertThat(told.getLast()).isEqualTo(update(5, "20260611", volume));
    }

    @ParameterizedTest
    @CsvSource({"174, 3, 1, 3", "175, 250, 40, 250"})
    void shouldTellTicksOfThePastInTheNearestLotsBefore175(int version, String size, String small, String offered) {
        var trades = new Opened(
                version, new ReqHistoricalTicks(5, APPLE, "", "20260611-13:30:00", 2, "TRADES", 1, false, ""));
        trades.says(pastTrades(trades.id, "250", "40"));
        assertThat(trades.client.take()).containsExactly(pastTrades(5, size, small));
        var quotes = new Opened(
                version, new ReqHistoricalTicks(5, APPLE, "", "20260611-13:30:00", 2, "BID_ASK", 1, false, ""));
        quotes.says(pastQuotes(quotes.id, "250"));
        assertThat(quotes.client.take()).containsExactly(pastQuotes(5, offered));
        var begun = new Opened(version, new ReqTickByTickData(5, APPLE, "Last", 2, false));
        begun.says(pastTrades(begun.id, "250", "40"));
        assertThat(begun.client.take()).containsExactly(pastTrades(5, size, small));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 158, 174, 219})
    void shouldLeaveSizesOfWhatIsNoUsStockAsTheyAre(int version) {
        for (Contract contract : List.of(
                OPTION,
                APPLE.toBuilder()
                        .conId(8)
                        .currency("EUR")
                        .primaryExchange("IBIS")
                        .build())) {
            var stream = new Opened(version, quote(contract, ""));
            stream.says(new TickSize(stream.id, 0, new BigDecimal("250")));
            stream.says(new TickSize(stream.id, 8, new BigDecimal("12345")));
            assertThat(stream.client.take())
                    .containsExactly(
                            new TickSize(5, 0, new BigDecimal("250")), new TickSize(5, 8, new BigDecimal("12345")));
        }
    }

    @Test
    void shouldTellASnapshotInTheUnitsOfItsVersion() {
        var stream = new Opened(150, new ReqMktData(5, APPLE, "", true, false, ""));
        stream.says(new TickPrice(stream.id, 1, PRICE, new BigDecimal("250"), 1));
        assertThat(stream.client.take()).containsExactly(new TickPrice(5, 1, PRICE, new BigDecimal("2"), 1));
    }

    @Test
    void shouldGiveWhoJoinsTheImageInTheUnitsOfItsVersion() {
        var stream = new Opened(225, quote(APPLE, ""));
        stream.says(new TickPrice(stream.id, 1, PRICE, new BigDecimal("250"), 1));
        stream.says(new TickSize(stream.id, 8, new BigDecimal("12345")));
        TestClient old = stream.world.client(2, 150);
        old.send(quote(APPLE, ""));
        assertThat(old.take())
                .containsExactly(
                        new TickPrice(5, 1, PRICE, new BigDecimal("2"), 1), new TickSize(5, 8, new BigDecimal("123")));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("777")));
        assertThat(old.take()).containsExactly(new TickSize(5, 0, new BigDecimal("7")));
        assertThat(stream.client.take(TickSize.class)).contains(new TickSize(5, 0, new BigDecimal("777")));
    }

    @Test
    void shouldNotRepeatASizeThatChangesByLessThanALot() {
        var stream = new Opened(150, quote(APPLE, ""));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("250")));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("260")));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("260")));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("310")));
        assertThat(stream.client.take())
                .as("what the gateway repeats is repeated")
                .containsExactly(
                        new TickSize(5, 0, new BigDecimal("2")),
                        new TickSize(5, 0, new BigDecimal("2")),
                        new TickSize(5, 0, new BigDecimal("3")));
    }

    @Test
    void shouldTellWhoReadsSlowlyTheLatestSizeInItsUnits() {
        var stream = new Opened(150, quote(APPLE, ""));
        stream.client.queued = 300_000;
        stream.says(new TickSize(stream.id, 0, new BigDecimal("250")));
        stream.says(new TickSize(stream.id, 0, new BigDecimal("350")));
        stream.client.take();
        stream.says(new TickSize(stream.id, 0, new BigDecimal("450")));
        stream.client.queued = 0;
        stream.world.passMs(100);
        assertThat(stream.client.take()).containsExactly(new TickSize(5, 0, new BigDecimal("4")));
    }

    @Test
    void shouldGiveHistoryThatWasAnsweredBeforeInTheUnitsOfWhoAsksNext() {
        var stream = new Opened(225, history(APPLE, false));
        stream.says(
                new HistoricalData(stream.id, "", "", List.of(historicalBar("20260610 09:30:00 US/Eastern", "250"))));
        stream.says(new HistoricalDataEnd(stream.id, "20260609 09:30:00 US/Eastern", "20260610 09:30:00 US/Eastern"));
        stream.client.take();
        TestClient old = stream.world.client(2, 150);
        old.send(history(APPLE, false));
        assertThat(stream.world.takeFromEngine()).isEmpty();
        HistoricalData bars = old.take(HistoricalData.class).getFirst();
        assertThat(bars.startDate()).isEqualTo("20260609  09:30:00");
        assertThat(bars.bars().getFirst().date()).isEqualTo("20260610  09:30:00");
        assertThat(bars.bars().getFirst().volume()).isEqualByComparingTo("3");
    }

    @Test
    void shouldAskOnceWhatAContractIdMeansAndServeOldClientsWhenItIsKnown() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        TestClient older = world.client(2, 120);
        old.send(quote(BY_ID, ""));
        older.send(quote(BY_ID, ""));
        assertThat(world.takeFromEngine())
                .as("nothing is asked for in units that are not known")
                .singleElement()
                .isInstanceOfSatisfying(ReqContractDetails.class, asked -> {
                    assertThat(asked.contract().conId()).isEqualTo(265598);
                    details(world, asked.reqId(), APPLE, "US/Eastern");
                });
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(new TickSize(id, 0, new BigDecimal("250")));
        assertThat(old.take()).containsExactly(new TickSize(5, 0, new BigDecimal("2")));
        assertThat(older.take()).containsExactly(new TickSize(5, 0, new BigDecimal("2")));
        old.send(new ReqRealTimeBars(6, BY_ID, 5, "TRADES", false, ""));
        assertThat(world.takeFromEngine()).as("it is known now").hasOnlyElementsOfType(ReqRealTimeBars.class);
    }

    @Test
    void shouldServeAClientOfTheGatewaysUnitsWithoutAskingWhatTheContractIs() {
        var world = World.ready(225);
        world.client(1, 225).send(quote(BY_ID, ""));
        world.client(2, 222).send(quote(BY_ID, "100"));
        world.client(3, 175).send(history(BY_ID, false));
        assertThat(world.takeFromEngine()).noneMatch(ReqContractDetails.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "NASDAQ, USD, US/Eastern, 2",
        "'', USD, US/Eastern, 2",
        "TSE, USD, US/Eastern, 250",
        "LSEETF, USD, GB-Eire, 250",
        "NASDAQ, EUR, US/Eastern, 250"
    })
    void shouldCountInLotsWhatIsListedInTheUnitedStatesInDollars(
            String exchange, String currency, String zone, BigDecimal size) {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        old.send(quote(BY_ID, ""));
        details(
                world,
                world.takeOne(ReqContractDetails.class).reqId(),
                APPLE.toBuilder().primaryExchange(exchange).currency(currency).build(),
                zone);
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(new TickSize(id, 0, new BigDecimal("250")));
        assertThat(old.take()).containsExactly(new TickSize(5, 0, size));
    }

    @Test
    void shouldRefuseAnOldClientWhatTheGatewayDoesNotExplainAsTheGatewayDoesAndNotGuess() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        old.send(quote(BY_ID, ""));
        int id = world.takeOne(ReqContractDetails.class).reqId();
        world.gatewaySays(new ErrorMessage(id, 200, "No security definition has been found for the request", "", 0));
        assertThat(old.take(ErrorMessage.class)).singleElement().satisfies(error -> {
            assertThat(error.id()).isEqualTo(5);
            assertThat(error.errorCode()).isEqualTo(200);
            assertThat(error.errorMsg()).isEqualTo("No security definition has been found for the request");
        });
        assertThat(world.takeFromEngine()).isEmpty();
        old.send(quote(BY_ID, ""));
        world.passMs(31_000);
        assertThat(old.take(ErrorMessage.class))
                .as("also when it never answers")
                .extracting(ErrorMessage::errorCode)
                .containsExactly(322);
    }

    @Test
    void shouldKeepTheOrderOfWhatAClientSendsBehindARequestThatWaitsAndHoldBackNoOrder() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        old.send(quote(BY_ID, ""));
        old.send(new ReqMarketDataType(3));
        old.send(quote(OPTION, "100").withReqId(6));
        old.send(Orders.place(400));
        List<Outgoing> sent = world.takeFromEngine();
        assertThat(sent).extracting(Message::wireName).containsExactly("REQ_CONTRACT_DATA", "PLACE_ORDER");
        details(world, ((ReqContractDetails) sent.getFirst()).reqId(), APPLE, "US/Eastern");
        assertThat(world.takeFromEngine())
                .extracting(Message::wireName)
                .containsExactly("REQ_MKT_DATA", "REQ_MARKET_DATA_TYPE", "REQ_MKT_DATA");
    }

    @Test
    void shouldEndARequestThatWaitsAndOneThatDoesNot() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        old.send(quote(OPTION, "").withReqId(4));
        int running = world.takeOne(ReqMktData.class).reqId();
        old.send(quote(BY_ID, ""));
        int question = world.takeOne(ReqContractDetails.class).reqId();
        old.send(new CancelMktData(4));
        old.send(new CancelMktData(5));
        world.gatewaySays(new TickSize(running, 0, new BigDecimal("250")));
        assertThat(old.take()).as("4 is over").isEmpty();
        details(world, question, APPLE, "US/Eastern");
        world.passMs(1_000);
        assertThat(old.take()).isEmpty();
        assertThat(world.engine.snapshot(world.nanos()).openRequests()).isZero();
    }

    @Test
    void shouldTellWhoWaitsThatTheGatewayIsGone() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        old.send(quote(BY_ID, ""));
        world.gatewayCloses(true);
        assertThat(old.take(ErrorMessage.class))
                .extracting(ErrorMessage::errorCode)
                .contains(504);
    }

    @Test
    void shouldForgetWhatWaitsOfAClientThatDied() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        old.send(quote(BY_ID, ""));
        int question = world.takeOne(ReqContractDetails.class).reqId();
        old.die();
        details(world, question, APPLE, "US/Eastern");
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldGoOnInTheClientsUnitsWhenTheGatewayComesBackAtAnotherVersion() {
        var world = World.ready(200);
        TestClient client = world.client(1, 200);
        client.send(quote(BY_ID, ""));
        world.gatewaySays(new TickSize(world.takeOne(ReqMktData.class).reqId(), 8, new BigDecimal("123")));
        assertThat(client.take()).containsExactly(new TickSize(5, 8, new BigDecimal("123")));
        world.gatewayCloses(true);
        world.gateway.serverVersion = 225;
        world.passMs(2_000);
        world.connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
        List<Outgoing> sent = world.takeFromEngine();
        assertThat(sent).noneMatch(ReqMktData.class::isInstance);
        ReqContractDetails asked = sent.stream()
                .filter(ReqContractDetails.class::isInstance)
                .map(ReqContractDetails.class::cast)
                .findFirst()
                .orElseThrow();
        details(world, asked.reqId(), APPLE, "US/Eastern");
        client.take();
        world.gatewaySays(new TickSize(world.takeOne(ReqMktData.class).reqId(), 8, new BigDecimal("12345")));
        assertThat(client.take()).containsExactly(new TickSize(5, 8, new BigDecimal("123")));
    }

    @Test
    void shouldCountSharesForClientsOfAGatewayThatComesBackOlder() {
        var stream = new Opened(225, quote(APPLE, ""));
        stream.world.restartGateway(150);
        stream.client.take();
        stream.client.send(new CancelMktData(5));
        stream.client.send(quote(APPLE, "100").withReqId(6));
        int id = stream.world.takeFromEngine().stream()
                .filter(ReqMktData.class::isInstance)
                .map(ReqMktData.class::cast)
                .toList()
                .getLast()
                .reqId();
        stream.says(new TickSize(id, 0, new BigDecimal("2")));
        assertThat(stream.client.take()).containsExactly(new TickSize(6, 0, new BigDecimal("200")));
    }

    @ParameterizedTest
    @CsvSource({
        "173, 20260611  09:30:00, 20260611  10:30:00, 20260611  09:31:08, 20260611-13:30:00",
        "174, 20260611 09:30:00 US/Eastern, 20260611 09:30:00 US/Central, 20260611-13:31:08, 20260611-13:30:00",
        "213, 20260611 09:30:00 US/Eastern, 20260611 09:30:00 US/Central, 20260611-13:31:08, 20260611-13:30:00",
        "214, 20260611 09:30:00 US/Eastern, 20260611 09:30:00 US/Central, 20260611-13:31:08Z, 20260611-13:30:00Z"
    })
    void shouldWriteTimesAsTheClientsVersionDoes(int version, String eastern, String central, String utc, String head) {
        var stream = new Opened(version, history(OPTION, true));
        String start = "20260611 09:30:00 US/Eastern";
        stream.says(new HistoricalData(
                stream.id,
                "",
                "",
                List.of(
                        historicalBar("20260610", "1"),
                        historicalBar("1781184600", "1"),
                        historicalBar(start, "1"),
                        historicalBar("20260611 09:30:00 US/Central", "1"),
                        historicalBar("20260611-13:31:08Z", "1"))));
        stream.says(new HistoricalDataEnd(stream.id, start, "20260611-13:31:08Z"));
        stream.says(update(stream.id, start, "1"));
        List<Message> told = stream.client.take();
        var bars = (HistoricalData) told.getFirst();
        assertThat(bars.bars())
                .extracting(HistoricalBar::date)
                .containsExactly("20260610", "1781184600", eastern, central, utc);
        if (version < 196) {
            assertThat(List.of(bars.startDate(), bars.endDate())).containsExactly(eastern, utc);
        } else {
            assertThat(told).contains(new HistoricalDataEnd(5, eastern, utc));
        }
        assertThat(((HistoricalDataUpdate) told.getLast()).date()).isEqualTo(eastern);
        var oldest = new Opened(version, new ReqHeadTimestamp(5, OPTION, 1, "TRADES", 1));
        oldest.says(new HeadTimestamp(oldest.id, "20260611-13:30:00Z"));
        assertThat(oldest.client.take()).containsExactly(new HeadTimestamp(5, head));
    }

    @ParameterizedTest
    @CsvSource({"173, 20260611  09:30:00", "174, 20260611 09:30:00 US/Eastern", "225, 20260611 09:30:00 US/Eastern"})
    void shouldWriteTimesOfExecutionsAndCompletedOrdersAsTheClientsVersionDoes(int version, String time) {
        var world = World.ready(225);
        TestClient client = world.client(1, version);
        client.send(Orders.place(400));
        int orderId = world.takeOne(PlaceOrder.class).orderId();
        ExecDetails fill = Orders.fill(-1, orderId, World.OUR_CLIENT_ID, 77, "e.1");
        world.gatewaySays(new ExecDetails(
                -1,
                orderId,
                fill.contract(),
                fill.execution().toBuilder()
                        .time("20260611 09:30:00 US/Eastern")
                        .build()));
        assertThat(client.take(ExecDetails.class))
                .extracting(each -> each.execution().time())
                .containsExactly(time);
        client.send(new ReqCompletedOrders(false));
        world.passMs(1_000);
        world.gatewaySays(
                new CompletedOrder(
                        APPLE,
                        Orders.limit(),
                        OrderState.builder()
                                .completedTime("20260611 09:30:00 US/Eastern")
                                .build()),
                new CompletedOrdersEnd());
        assertThat(client.take(CompletedOrder.class))
                .extracting(each -> each.orderState().completedTime())
                .containsExactly(time);
    }

    @Test
    void shouldLeaveATimeInAZoneThatNobodyKnowsAsItIs() {
        var stream = new Opened(150, history(OPTION, false));
        stream.says(
                new HistoricalData(stream.id, "", "", List.of(historicalBar("20260611 09:30:00 Mars/Olympus", "1"))));
        stream.says(new HistoricalDataEnd(stream.id, "", ""));
        assertThat(stream.client.take(HistoricalData.class).getFirst().bars())
                .extracting(HistoricalBar::date)
                .containsExactly("20260611 09:30:00 Mars/Olympus");
    }

    @Test
    void shouldGreetInTheZoneThatTimesWithoutOneAreIn() {
        TestClient client = World.ready(225).client(1, 150);
        assertThat(Objects.requireNonNull(client.greeting).connectionTime()).matches("\\d{8} \\d\\d:\\d\\d:\\d\\d EST");
    }

    @ParameterizedTest
    @CsvSource({"108, 1", "109, 3", "131, 3", "132, 7"})
    void shouldTellOfAPriceOnlyWhatTheVersionHasBitsFor(int version, int mask) {
        var stream = new Opened(version, quote(OPTION, ""));
        stream.says(new TickPrice(stream.id, 1, PRICE, BigDecimal.ONE, 7));
        assertThat(stream.client.take()).containsExactly(new TickPrice(5, 1, PRICE, BigDecimal.ONE, mask));
    }

    @ParameterizedTest
    @CsvSource({"171, 0", "172, 1"})
    void shouldTellPricesOfFirstSalesFrom172On(int version, int ticks) {
        var stream = new Opened(version, quote(OPTION, "586"));
        stream.says(new TickGeneric(stream.id, 101, PRICE));
        assertThat(stream.client.take()).hasSize(ticks);
    }

    @ParameterizedTest
    @CsvSource({"224, 0", "225, 3"})
    void shouldTellQuotesOfOddLotsFrom225On(int version, int ticks) {
        var stream = new Opened(version, quote(APPLE, "787"));
        stream.says(new TickPrice(stream.id, 105, PRICE, BigDecimal.ONE, 0));
        stream.says(new TickSize(stream.id, 107, BigDecimal.ONE));
        stream.says(new TickString(stream.id, 109, "Q"));
        assertThat(stream.client.take()).hasSize(ticks);
    }

    @ParameterizedTest
    @CsvSource({"109, 0, 0,", "110, 100, 1,", "162, 100, 1,", "163, 100, 1, 0.0001", "164, 0, 0,"})
    void shouldTellWhatSizesAreCountedInWhereContractDetailsDo(
            int version, int ofAStock, int ofAnOption, BigDecimal step) {
        for (Contract contract : List.of(APPLE, OPTION)) {
            var stream = new Opened(version, new ReqContractDetails(5, contract));
            stream.says(new ContractData(
                    stream.id,
                    ContractDetails.builder()
                            .contract(contract)
                            .minSize(new BigDecimal("0.0001"))
                            .sizeIncrement(new BigDecimal("0.0001"))
                            .suggestedSizeIncrement(new BigDecimal("100"))
                            .build()));
            ContractDetails told =
                    stream.client.take(ContractData.class).getFirst().contractDetails();
            assertThat(told.mdSizeMultiplier()).isEqualTo(contract.equals(APPLE) ? ofAStock : ofAnOption);
            assertThat(told.sizeMinTick()).isEqualTo(step);
            assertThat(told.minSize()).isEqualTo(version < 164 ? null : new BigDecimal("0.0001"));
        }
    }

    @Test
    void shouldTellTheStepsOfSizesThatAGatewayOfAnOlderVersionDoesNot() {
        var world = World.ready(225);
        TestClient client = world.client(1, 225);
        world.restartGateway(163);
        client.take();
        client.send(new ReqContractDetails(5, APPLE));
        world.gatewaySays(new ContractData(
                world.takeOne(ReqContractDetails.class).reqId(),
                ContractDetails.builder()
                        .contract(APPLE)
                        .mdSizeMultiplier(100)
                        .sizeMinTick(new BigDecimal("0.01"))
                        .build()));
        ContractDetails told = client.take(ContractData.class).getFirst().contractDetails();
        assertThat(told.minSize()).isEqualByComparingTo("0.01");
        assertThat(told.sizeIncrement()).isEqualByComparingTo("0.01");
        assertThat(told.suggestedSizeIncrement()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @CsvSource({"202, 77.0/DU9000001/10", "203, ''"})
    void shouldTellClientsInTextTheAllocationThatProtobufHasNoPlaceFor(int version, String allocation) {
        var world = World.ready(225);
        TestClient client = world.client(1, version);
        client.send(Orders.place(400));
        int orderId = world.takeOne(PlaceOrder.class).orderId();
        OpenOrder placed = Orders.openOrder(orderId, World.OUR_CLIENT_ID, 77);
        Order order = placed.order().toBuilder().account("DU9000001").build();
        world.gatewaySays(new OpenOrder(orderId, placed.contract(), order, placed.orderState()));
        assertThat(client.take(OpenOrder.class))
                .extracting(each -> each.order().sharesAllocation())
                .containsExactly(allocation);
    }

    @ParameterizedTest
    @CsvSource({"123, false", "124, ''"})
    void shouldSayThatBarsHaveNoGapsWhereTheVersionSaysSo(int version, String gaps) {
        var stream = new Opened(version, history(OPTION, false));
        stream.says(new HistoricalData(stream.id, "", "", List.of(historicalBar("20260610", "1"))));
        stream.says(new HistoricalDataEnd(stream.id, "", ""));
        assertThat(stream.client.take(HistoricalData.class).getFirst().bars())
                .extracting(HistoricalBar::hasGaps)
                .containsExactly(gaps);
    }

    @ParameterizedTest
    @CsvSource({
        "173, 20260611 13:30:00 GMT",
        "174, 20260611-13:30:00",
        "213, 20260611-13:30:00",
        "214, 20260611-13:30:00Z"
    })
    void shouldSendTimesAsAGatewayOfAnOlderVersionReadsThem(int gateway, String time) {
        var world = World.ready(225);
        TestClient client = world.client(1, 225);
        world.restartGateway(gateway);
        String utc = "20260611-13:30:00Z";
        client.send(new ReqHistoricalData(5, OPTION, utc, "1 hour", "2 D", 1, "TRADES", 1, false, ""));
        client.send(new ReqHistoricalTicks(6, OPTION, utc, "", 2, "TRADES", 1, false, ""));
        client.send(new ReqExecutions(7, 0, "", utc, "", "", "", "", null, List.of()));
        client.send(new PlaceOrder(
                400,
                OPTION,
                Orders.limit().toBuilder()
                        .tif("GTD")
                        .goodTillDate(utc)
                        .goodAfterTime("20260611 09:30:00 US/Eastern")
                        .build()));
        world.passMs(1_000);
        List<Outgoing> sent = world.takeFromEngine();
        assertThat(sent.stream().filter(ReqHistoricalData.class::isInstance).map(ReqHistoricalData.class::cast))
                .extracting(ReqHistoricalData::endDateTime)
                .containsExactly(time);
        assertThat(sent.stream().filter(ReqHistoricalTicks.class::isInstance).map(ReqHistoricalTicks.class::cast))
                .extracting(ReqHistoricalTicks::startDateTime)
                .containsExactly(time);
        assertThat(sent.stream().filter(ReqExecutions.class::isInstance).map(ReqExecutions.class::cast))
                .extracting(ReqExecutions::time)
                .containsExactly(time);
        Order order = sent.stream()
                .filter(PlaceOrder.class::isInstance)
                .map(PlaceOrder.class::cast)
                .findFirst()
                .orElseThrow()
                .order();
        assertThat(order.goodTillDate()).isEqualTo(time);
        assertThat(order.goodAfterTime()).isEqualTo("20260611 09:30:00 US/Eastern");
    }

    @Test
    void shouldRefuseWhoComesWhileAnOperatorPausesWithThatReason() {
        var world = World.ready(225);
        TestClient old = world.client(1, 150);
        world.engine.operate(new io.mainstay.engine.operator.OperatorVerb.Pause("login"), world.nanos());
        old.take();
        old.send(quote(BY_ID, ""));
        assertThat(old.take(ErrorMessage.class))
                .extracting(ErrorMessage::errorCode)
                .containsExactly(504);
        assertThat(world.takeFromEngine()).noneMatch(ReqContractDetails.class::isInstance);
    }

    @Test
    void shouldAskAgainForHistoryThatAGatewayOfAnotherVersionAnswered() {
        var stream = new Opened(225, history(BY_ID, false));
        stream.says(new HistoricalData(stream.id, "", "", List.of(historicalBar("20260610", "250"))));
        stream.says(new HistoricalDataEnd(stream.id, "", ""));
        stream.world.restartGateway(200);
        stream.world.client(2, 200).send(history(BY_ID, false));
        stream.world.passMs(1_000);
        assertThat(stream.world.takeFromEngine()).anyMatch(ReqHistoricalData.class::isInstance);
    }

    /** A client that has asked for something, and under which id the gateway has that. */
    private static final class Opened {
        private final World world = World.ready(225);
        private final TestClient client;
        private final int id;

        Opened(int version, Outgoing start) {
            client = world.client(1, version);
            client.send(start);
            id = ((HasReqId) world.takeFromEngine().getLast()).reqId();
        }

        void says(Incoming message) {
            world.gatewaySays(message);
        }
    }

    private static ReqMktData quote(Contract contract, String generic) {
        return new ReqMktData(5, contract, generic, false, false, "");
    }

    private static ReqHistoricalData history(Contract contract, boolean keepUpToDate) {
        return new ReqHistoricalData(5, contract, "", "1 hour", "2 D", 1, "TRADES", 1, keepUpToDate, "");
    }

    private static void details(World world, int reqId, Contract contract, String zone) {
        world.gatewaySays(
                new ContractData(
                        reqId,
                        ContractDetails.builder()
                                .contract(contract)
                                .timeZoneId(zone)
                                .build()),
                new ContractDataEnd(reqId));
    }

    private static RealtimeBar bar(int id, String volume) {
        return new RealtimeBar(id, 1_700_000_000, PRICE, PRICE, PRICE, PRICE, new BigDecimal(volume), PRICE, 3);
    }

    private static HistoricalBar historicalBar(String date, String volume) {
        return new HistoricalBar(date, PRICE, PRICE, PRICE, PRICE, new BigDecimal(volume), PRICE, "", 3);
    }

    private static HistoricalDataUpdate update(int id, String date, String volume) {
        return new HistoricalDataUpdate(id, 3, date, PRICE, PRICE, PRICE, PRICE, PRICE, new BigDecimal(volume));
    }

    private static TickByTick bidAsk(int id, String size) {
        var counted = new BigDecimal(size);
        return new TickByTick(id, 3, 1_700_000_000, null, null, 0, "", "", PRICE, PRICE, counted, counted, null);
    }

    private static TickByTick trade(int id, String size) {
        return new TickByTick(
                id, 2, 1_700_000_000, PRICE, new BigDecimal(size), 0, "NASDAQ", "", null, null, null, null, null);
    }

    private static HistogramData histogram(int id, String size) {
        return new HistogramData(
                id,
                List.of(HistogramEntry.builder()
                        .price(PRICE)
                        .size(new BigDecimal(size))
                        .build()));
    }

    private static HistoricalTicksLast pastTrades(int id, String... sizes) {
        return new HistoricalTicksLast(
                id,
                java.util.Arrays.stream(sizes)
                        .map(size -> HistoricalTickLast.builder()
                                .time(1_700_000_000)
                                .price(PRICE)
                                .size(new BigDecimal(size))
                                .exchange("NASDAQ")
                                .build())
                        .toList(),
                true);
    }

    private static HistoricalTicksBidAsk pastQuotes(int id, String size) {
        return new HistoricalTicksBidAsk(
                id,
                List.of(HistoricalTickBidAsk.builder()
                        .time(1_700_000_000)
                        .priceBid(PRICE)
                        .priceAsk(PRICE)
                        .sizeBid(new BigDecimal(size))
                        .sizeAsk(new BigDecimal(size))
                        .build()),
                true);
    }
}

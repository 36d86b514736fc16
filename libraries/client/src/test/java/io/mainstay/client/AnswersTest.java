package io.mainstay.client;

import static io.mainstay.client.Connected.apple;
import static io.mainstay.client.Connected.appleDetails;
import static io.mainstay.client.Connected.decimal;
import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.AccountSummaryEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelHistoricalData;
import io.mainstay.protocol.message.CancelPositions;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDescription;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.SymbolSamples;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.TickSize;
import io.mainstay.protocol.message.TickSnapshotEnd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(30)
@ParameterizedClass(name = "at version {0}")
@FieldSource("io.mainstay.client.ScriptedGateway#VERSIONS")
class AnswersTest {
    /** Bars have an end of their own from this version on; until then they come whole. */
    private static final int BARS_END_SINCE = 196;

    /** Errors carry the worker's reasons from this version on. */
    private static final int REASONS_SINCE = 166;

    @Parameter
    int version;

    @SuppressWarnings("NullAway.Init")
    private Connected connected;

    @BeforeEach
    void connect() throws Exception {
        connected = new Connected(1, version);
    }

    @AfterEach
    void disconnect() throws Exception {
        connected.close();
    }

    private Mainstay ib() {
        return connected.ib;
    }

    private ScriptedGateway.Peer peer() {
        return connected.peer;
    }

    @Test
    void shouldGiveEveryPositionOnceTheirEndHasComeAndLeaveNoSubscription() throws Exception {
        // the message of a position has no primary exchange
        Contract held = apple().toBuilder().primaryExchange("").build();
        FutureTask<Positions> asked = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(
                        new PositionData("DU1", held, decimal("100"), decimal("189.5")),
                        new PositionData("DU1", held, decimal("90"), decimal("189.5")),
                        new PositionData("DU2", held, decimal("-5"), decimal("190")));
        assertThat(asked.isDone()).as("without the end marker").isFalse();
        peer().send(new PositionEnd());

        assertThat(result(asked).all())
                .containsExactly(
                        new Positions.Position("DU1", held, decimal("90"), decimal("189.5")),
                        new Positions.Position("DU2", held, decimal("-5"), decimal("190")));
        peer().read(CancelPositions.class);
    }

    @Test
    void shouldSayThatThereAreNoPositionsOnlyWhenTheGatewaySaysSo() throws Exception {
        Mainstay impatient = ib().withTimeout(Duration.ofMillis(100));
        FutureTask<Positions> unanswered = program(impatient::positions);
        peer().read(ReqPositions.class);
        assertThatThrownBy(() -> result(unanswered))
                .isInstanceOf(MainstayException.TimedOut.class)
                .hasMessageContaining("positions")
                .hasMessageContaining("100 ms");

        FutureTask<Positions> empty = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(new PositionEnd(), new PositionEnd());
        assertThat(result(empty).all()).isEmpty();
    }

    @Test
    void shouldNotServeALateAnswerToTheNextQuestionOfItsKind() throws Exception {
        FutureTask<Positions> first = program(ib().withTimeout(Duration.ofMillis(50))::positions);
        peer().read(ReqPositions.class);
        assertThatThrownBy(() -> result(first)).isInstanceOf(MainstayException.TimedOut.class);

        FutureTask<Positions> second = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(new PositionData("DU1", apple(), decimal("1"), decimal("1")), new PositionEnd());
        assertThat(second.isDone()).as("the late answer is not its own").isFalse();
        peer().send(new PositionData("DU1", apple(), decimal("2"), decimal("1")), new PositionEnd());
        assertThat(result(second).all())
                .extracting(Positions.Position::quantity)
                .containsExactly(decimal("2"));
    }

    @Test
    void shouldAskNoMoreOfAKindThatTheGatewayDoesNotAnswerUntilItHasCaughtUp() throws Exception {
        Mainstay impatient = ib().withTimeout(Duration.ofMillis(50));
        for (int i = 0; i < 2; i++) {
            FutureTask<Positions> unanswered = program(impatient::positions);
            peer().read(ReqPositions.class);
            assertThatThrownBy(() -> result(unanswered)).isInstanceOf(MainstayException.TimedOut.class);
        }
        assertThatThrownBy(impatient::positions).isInstanceOf(MainstayException.TimedOut.class);

        FutureTask<Positions> patient = program(ib()::positions);
        peer().send(new PositionEnd());
        peer().read(ReqPositions.class);
        peer().send(new PositionEnd());
        peer().send(new PositionData("DU1", apple(), decimal("3"), decimal("1")), new PositionEnd());
        assertThat(result(patient).all()).hasSize(1);
    }

    @Test
    void shouldShareTheNextAnswerAmongThoseWhoComeMeanwhile() throws Exception {
        FutureTask<Positions> first = program(ib()::positions);
        peer().read(ReqPositions.class);
        FutureTask<Positions> second = program(ib()::positions);
        FutureTask<Positions> third = program(ib()::positions);
        ScriptedGateway.awaitBlocked(second, third);
        peer().send(new PositionEnd());
        assertThat(result(first).all()).isEmpty();
        peer().read(ReqPositions.class);
        peer().send(new PositionData("DU1", apple(), decimal("2"), decimal("1")), new PositionEnd());
        assertThat(result(second).all()).hasSize(1);
        assertThat(result(third).all()).hasSize(1);
        peer().read(CancelPositions.class);
    }

    @Test
    void shouldGiveTheSummaryOnceItsEndHasComeAndCancelIt() throws Exception {
        FutureTask<AccountSummary> asked = program(ib()::accountSummary);
        ReqAccountSummary request = peer().read(ReqAccountSummary.class);
        assertThat(request.groupName()).isEqualTo("All");
        assertThat(request.tags().split(",")).contains("NetLiquidation", "BuyingPower", "RealizedPnL", "Cushion");
        int id = request.reqId();
        peer().send(
                        new io.mainstay.protocol.message.AccountSummary(id, "DU1", "NetLiquidation", "1000.5", "USD"),
                        new io.mainstay.protocol.message.AccountSummary(id, "DU1", "AccountType", "INDIVIDUAL", ""),
                        new AccountSummaryEnd(id));
        AccountSummary summary = result(asked);
        assertThat(summary.amount("DU1", "NetLiquidation")).hasValue(decimal("1000.5"));
        assertThat(summary.amount("DU1", "AccountType")).isEmpty();
        assertThat(peer().read(CancelAccountSummary.class).reqId()).isEqualTo(id);
    }

    @Test
    void shouldConfirmAStockAndKnowItsHours() throws Exception {
        FutureTask<Instrument> asked = program(() -> ib().stock("AAPL"));
        ReqContractDetails request = peer().read(ReqContractDetails.class);
        assertThat(request.contract())
                .isEqualTo(Contract.builder()
                        .symbol("AAPL")
                        .secType("STK")
                        .exchange("SMART")
                        .currency("USD")
                        .build());
        peer().send(new ContractData(request.reqId(), appleDetails()), new ContractDataEnd(request.reqId()));
        Instrument apple = result(asked);
        assertThat(apple.conId()).isEqualTo(265598);
        assertThat(apple.minTick()).isEqualByComparingTo("0.01");
        assertThat(apple.liquidHours().isOpen(Instant.parse("2026-11-24T14:30:00Z")))
                .isTrue();
        assertThat(apple.liquidHours().isOpen(Instant.parse("2026-11-24T21:00:00Z")))
                .isFalse();
        assertThat(apple.liquidHours().nextAfter(Instant.parse("2026-11-26T12:00:00Z")))
                .hasValue(new TradingSchedule.Session(
                        Instant.parse("2026-11-27T14:30:00Z"), Instant.parse("2026-11-27T18:00:00Z")));

        assertThat(ib().stock("AAPL")).as("from memory").isSameAs(apple);
    }

    @Test
    void shouldNameCandidatesForASymbolThatTheGatewayDoesNotKnow() throws Exception {
        FutureTask<Instrument> asked = program(() -> ib().stock("APPL"));
        int id = peer().read(ReqContractDetails.class).reqId();
        peer().send(new ErrorMessage(id, 200, "No security definition has been found for the request", "", 0));
        ReqMatchingSymbols matching = peer().read(ReqMatchingSymbols.class);
        assertThat(matching.pattern()).isEqualTo("APPL");
        peer().send(new SymbolSamples(
                matching.reqId(),
                List.of(new ContractDescription(
                        265598, "AAPL", "STK", "NASDAQ", "USD", List.of("OPT"), "APPLE INC", ""))));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.UnknownContract.class)
                .hasMessageContaining("knows no contract APPL STK")
                .hasMessageContaining("AAPL STK NASDAQ USD (conId 265598)")
                .extracting(e -> ((MainstayException.UnknownContract) e).candidates())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @Test
    void shouldStillSayThatASymbolIsUnknownWhenNoCandidatesCome() throws Exception {
        FutureTask<Instrument> asked =
                program(() -> ib().withTimeout(Duration.ofMillis(300)).stock("APPL"));
        int id = peer().read(ReqContractDetails.class).reqId();
        peer().send(new ErrorMessage(id, 200, "No security definition has been found for the request", "", 0));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.UnknownContract.class)
                .hasMessageContaining("named no similar ones");
    }

    @Test
    void shouldNameTheContractsThatADescriptionCouldMean() throws Exception {
        FutureTask<Instrument> asked = program(() -> ib().stock("AAPL"));
        int id = peer().read(ReqContractDetails.class).reqId();
        Contract mexico =
                apple().toBuilder().conId(38708077).primaryExchange("MEXI").build();
        peer().send(
                        new ContractData(id, appleDetails()),
                        new ContractData(
                                id, appleDetails().toBuilder().contract(mexico).build()),
                        new ContractDataEnd(id));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.UnknownContract.class)
                .hasMessageContaining("means 2 contracts")
                .hasMessageContaining("MEXI");
    }

    @Test
    void shouldNotTakeAnotherContractThanTheOneAskedFor() throws Exception {
        FutureTask<Instrument> asked =
                program(() -> ib().instrument(Contract.builder().conId(8314).build()));
        int id = peer().read(ReqContractDetails.class).reqId();
        peer().send(new ContractData(id, appleDetails()), new ContractDataEnd(id));
        assertThatThrownBy(() -> result(asked)).isInstanceOf(MainstayException.ProtocolError.class);
    }

    @Test
    void shouldRefuseASymbolThatNoGatewayCouldKnowWithoutAsking() {
        assertThatThrownBy(() -> ib().stock(" ")).isInstanceOf(MainstayException.UnknownContract.class);
        assertThatThrownBy(() -> ib().stock("AA\u0000PL"))
                .isInstanceOf(MainstayException.UnknownContract.class)
                .hasMessageContaining("AA?PL");
        assertThatThrownBy(() -> ib().stock("\u00c4PFEL")).isInstanceOf(MainstayException.UnknownContract.class);
    }

    @Test
    void shouldGiveAllContractsOfADescriptionOrNone() throws Exception {
        Contract description = Contract.builder().symbol("AAPL").secType("STK").build();
        FutureTask<List<Instrument>> none = program(() -> ib().instruments(description));
        int id = peer().read(ReqContractDetails.class).reqId();
        peer().send(new ErrorMessage(id, 200, "No security definition has been found for the request", "", 0));
        assertThat(result(none)).isEmpty();
    }

    @Test
    void shouldSayWhichTimeZoneItDoesNotKnow() throws Exception {
        FutureTask<Instrument> asked = program(() -> ib().stock("AAPL"));
        int id = peer().read(ReqContractDetails.class).reqId();
        peer().send(
                        new ContractData(
                                id,
                                appleDetails().toBuilder()
                                        .timeZoneId("Mars/Olympus")
                                        .build()),
                        new ContractDataEnd(id));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.ProtocolError.class)
                .hasMessageContaining("Mars/Olympus");
    }

    private static HistoricalBar bar(String date, String close) {
        return HistoricalBar.builder()
                .date(date)
                .open(decimal("1"))
                .high(decimal("3"))
                .low(decimal("0.5"))
                .close(decimal(close))
                .volume(decimal("1000"))
                .wap(decimal("1.5"))
                .barCount(12)
                .build();
    }

    @Test
    void shouldGiveBarsInTimesOrderOnceTheirEndHasCome() throws Exception {
        Instrument apple = connected.appleInstrument();
        FutureTask<Bars> asked = program(() -> ib().bars(apple)
                .last("10 D")
                .every("30 mins")
                .until(Instant.parse("2026-11-23T21:00:00Z"))
                .fetch());
        ReqHistoricalData request = peer().read(ReqHistoricalData.class);
        assertThat(request)
                .isEqualTo(new ReqHistoricalData(
                        request.reqId(), apple(), "20261123-21:00:00", "30 mins", "10 D", 1, "TRADES", 2, false, ""));
        int id = request.reqId();
        peer().send(new HistoricalData(id, "", "", List.of(bar("1764000000", "2"), bar("1763998200", "1.75"))));
        if (version >= BARS_END_SINCE) {
            assertThat(asked.isDone()).as("without the end").isFalse();
            peer().send(new HistoricalDataEnd(id, "", ""));
        }
        Bars bars = result(asked);
        assertThat(bars.all())
                .extracting(Bars.Bar::start)
                .containsExactly(Instant.ofEpochSecond(1763998200), Instant.ofEpochSecond(1764000000));
        assertThat(bars.all().getLast().close()).isEqualByComparingTo("2");
    }

    @Test
    void shouldBeginADailyBarAtTheStartOfTheExchangesDay() throws Exception {
        Instrument apple = connected.appleInstrument();
        FutureTask<Bars> asked =
                program(() -> ib().bars(apple).every("1 day").last("5 D").fetch());
        int id = peer().read(ReqHistoricalData.class).reqId();
        peer().send(new HistoricalData(id, "", "", List.of(bar("20261123", "2"))), new HistoricalDataEnd(id, "", ""));
        assertThat(result(asked).all())
                .extracting(Bars.Bar::start)
                .containsExactly(Instant.parse("2026-11-23T05:00:00Z"));
    }

    @Test
    void shouldTellNoDataFromPacingAndFromARefusal() throws Exception {
        Instrument apple = connected.appleInstrument();
        expectBarsError(
                apple,
                162,
                "Historical Market Data Service error message:HMDS query returned no data: AAPL",
                MainstayException.NoData.class);
        expectBarsError(
                apple,
                162,
                "Historical Market Data Service error message:API historical data query pacing " + "violation",
                MainstayException.Pacing.class);
        expectBarsError(
                apple,
                162,
                "Historical Market Data Service error message:No market data permissions for " + "NASDAQ STK",
                MainstayException.RequestRefused.class);
        expectBarsError(
                apple,
                321,
                "Error validating request:-'bW' : cause - Invalid bar size",
                MainstayException.RequestRefused.class);
        expectBarsError(apple, 1100, "Connectivity is lost", MainstayException.LinkDown.class);
        expectBarsError(apple, 504, "no gateway", MainstayException.Disconnected.class);
    }

    private void expectBarsError(
            Instrument instrument, int code, String text, Class<? extends MainstayException> type) {
        FutureTask<Bars> asked = program(() -> ib().bars(instrument).fetch());
        int id = peer().read(ReqHistoricalData.class).reqId();
        peer().send(
                        new ErrorMessage(id, 2174, "a warning about time zones does not end it", "", 0),
                        new ErrorMessage(id, code, text, "", 0));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(type)
                .hasMessageContaining("bars of AAPL")
                .hasMessageContaining(text);
    }

    @Test
    void shouldCancelARequestWhoseDeadlineHasPassedAndDropItsLateAnswer() throws Exception {
        Instrument apple = connected.appleInstrument();
        FutureTask<Bars> late =
                program(() -> ib().bars(apple).within(Duration.ofMillis(50)).fetch());
        int lateId = peer().read(ReqHistoricalData.class).reqId();
        assertThatThrownBy(() -> result(late)).isInstanceOf(MainstayException.TimedOut.class);
        assertThat(peer().read(CancelHistoricalData.class).reqId()).isEqualTo(lateId);

        FutureTask<Bars> next = program(() -> ib().bars(apple).fetch());
        int nextId = peer().read(ReqHistoricalData.class).reqId();
        assertThat(nextId).isNotEqualTo(lateId);
        peer().send(
                        new HistoricalData(lateId, "", "", List.of(bar("1764000000", "9"))),
                        new HistoricalDataEnd(lateId, "", ""),
                        new ErrorMessage(lateId, 162, "API historical data query cancelled", "", 0));
        assertThat(next.isDone()).isFalse();
        peer().send(
                        new HistoricalData(nextId, "", "", List.of(bar("1764000000", "2"))),
                        new HistoricalDataEnd(nextId, "", ""));
        assertThat(result(next).all().getFirst().close()).isEqualByComparingTo("2");
    }

    @Test
    void shouldCancelARequestWhoseCallerIsInterrupted() throws Exception {
        Instrument apple = connected.appleInstrument();
        var asked = new FutureTask<>(() -> ib().bars(apple).fetch());
        Thread thread = new Thread(asked, "program");
        thread.start();
        int id = peer().read(ReqHistoricalData.class).reqId();
        thread.interrupt();
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.Interrupted.class)
                .hasMessageContaining("interrupted");
        assertThat(peer().read(CancelHistoricalData.class).reqId()).isEqualTo(id);
    }

    @Test
    void shouldFailOnlyTheRequestWhoseAnswerCannotBeRead() throws Exception {
        Instrument apple = connected.appleInstrument();
        FutureTask<Bars> broken = program(() -> ib().bars(apple).fetch());
        int id = peer().read(ReqHistoricalData.class).reqId();
        BigDecimal one = BigDecimal.ONE;
        peer().sendCut(new HistoricalData(
                id, "", "", List.of(new HistoricalBar("20261123", one, one, one, one, one, one, "", 1))));
        assertThatThrownBy(() -> result(broken)).isInstanceOf(MainstayException.ProtocolError.class);
        FutureTask<Positions> positions = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(new PositionEnd());
        assertThat(result(positions).all()).isEmpty();
    }

    @Test
    void shouldGiveTheQuoteOfASnapshotWithAbsenceForWhatNeverCame() throws Exception {
        Instrument apple = connected.appleInstrument();
        FutureTask<Quote> asked = program(() -> ib().quote(apple));
        assertThat(peer().read(ReqMarketDataType.class).marketDataType()).isEqualTo(4);
        ReqMktData request = peer().read(ReqMktData.class);
        assertThat(request.snapshot()).isTrue();
        int id = request.reqId();
        peer().send(
                        new ErrorMessage(
                                id, 10167, "Requested market data is not subscribed. Displaying delayed.", "", 0),
                        new MarketDataType(id, 3),
                        new TickPrice(id, 66, decimal("189.45"), decimal("300"), 0),
                        new TickPrice(id, 67, decimal("-1"), decimal("0"), 0),
                        new TickPrice(id, 68, decimal("0"), decimal("0"), 0),
                        new TickPrice(id, 75, decimal("188.1"), decimal("0"), 0),
                        new TickSize(id, 74, decimal("123456")),
                        new TickSnapshotEnd(id));
        Quote quote = result(asked);
        assertThat(quote.bid()).hasValue(decimal("189.45"));
        assertThat(quote.bidSize()).hasValue(decimal("300"));
        assertThat(quote.ask()).isEmpty();
        assertThat(quote.last()).isEmpty();
        assertThat(quote.previousClose()).hasValue(decimal("188.1"));
        assertThat(quote.volume()).hasValue(decimal("123456"));
        assertThat(quote.dataType()).isEqualTo(Quote.DataType.DELAYED);
    }

    @Test
    void shouldRefuseAQuoteThatIsNotSubscribedAndKeepWaitingForDelayedOnes() throws Exception {
        Instrument apple = connected.appleInstrument();
        FutureTask<Quote> refused = program(() -> ib().quote(apple));
        peer().read(ReqMarketDataType.class);
        int id = peer().read(ReqMktData.class).reqId();
        peer().send(new ErrorMessage(id, 354, "Requested market data is not subscribed.", "", 0));
        assertThatThrownBy(() -> result(refused)).isInstanceOf(MainstayException.RequestRefused.class);

        FutureTask<Quote> delayed = program(() -> ib().quote(apple));
        int delayedId = peer().read(ReqMktData.class).reqId();
        peer().send(
                        new ErrorMessage(
                                delayedId,
                                10089,
                                "Requested market data requires additional subscription for API."
                                        + "Delayed market data is available.",
                                "",
                                0),
                        new TickPrice(delayedId, 68, decimal("189"), decimal("1"), 0),
                        new TickSnapshotEnd(delayedId));
        assertThat(result(delayed).last()).hasValue(decimal("189"));
    }

    @Test
    void shouldEndAQuestionWithoutAnIdWhenItIsRefusedAndSayWhatToDo() throws Exception {
        FutureTask<Positions> asked = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(new ErrorMessage(-1, 322, "REQ_POSITIONS was not sent: too many wait", "", 0));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.RequestRefused.class)
                .hasMessageContaining("322: REQ_POSITIONS was not sent")
                .hasMessageEndingWith(ErrorCatalogue.of(322).advice());
    }

    @Test
    void shouldEndQuestionsWithoutAnIdWhenTheWorkerSaysThatItHasNoGateway() throws Exception {
        FutureTask<Positions> asked = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(new ErrorMessage(
                -1,
                504,
                "the gateway connection was lost",
                "{\"mainstay\":{\"cause\":\"RESET\",\"exit\":12,\"retryInMs\":1000}}",
                0));
        assertThatThrownBy(() -> result(asked))
                .isInstanceOf(MainstayException.Disconnected.class)
                .hasMessageContaining(version < REASONS_SINCE ? "504" : "tries again in 1000 ms");
        FutureTask<Positions> again = program(ib()::positions);
        peer().read(ReqPositions.class);
        peer().send(new PositionEnd());
        assertThat(result(again).all()).isEmpty();
    }
}

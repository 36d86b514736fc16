package io.mainstay.client;

import static io.mainstay.client.Connected.decimal;
import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.TickPrice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
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
class QuotesTest {
    @Parameter
    int version;

    private static final Duration SOON = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init")
    private Connected connected;

    @SuppressWarnings("NullAway.Init")
    private Subscription<QuoteEvent> quotes;

    private int id;

    @BeforeEach
    void subscribe() throws Exception {
        connected = new Connected(1, version);
        Instrument apple = connected.appleInstrument();
        quotes = connected.ib.quotes(apple);
        connected.peer.read(ReqMarketDataType.class);
        ReqMktData request = connected.peer.read(ReqMktData.class);
        assertThat(request.snapshot()).isFalse();
        id = request.reqId();
    }

    @AfterEach
    void disconnect() throws Exception {
        connected.close();
    }

    private void bid(int reqId, String price) {
        connected.peer.send(new TickPrice(reqId, 1, decimal(price), decimal("100"), 0));
    }

    /** Sends, and returns once the client has taken it. */
    private void sendAndSettle(Incoming... messages) throws Exception {
        connected.peer.send(messages);
        FutureTask<Positions> fence = program(connected.ib::positions);
        connected.peer.read(ReqPositions.class);
        connected.peer.send(new PositionEnd());
        result(fence);
        connected.peer.read(io.mainstay.protocol.message.CancelPositions.class);
    }

    private List<String> allWaiting() {
        var kinds = new ArrayList<String>();
        while (true) {
            var event = quotes.next(Duration.ZERO);
            if (event.isEmpty()) {
                return kinds;
            }
            kinds.add(describe(event.get()));
        }
    }

    private static String describe(QuoteEvent event) {
        return switch (event) {
            case QuoteEvent.Tick tick -> "tick " + tick.quote().bid().orElseThrow();
            case QuoteEvent.Gap gap -> "gap " + gap.reason();
            case QuoteEvent.Resumed resumed -> "resumed";
            case QuoteEvent.Remark remark -> "remark " + remark.notice().code();
        };
    }

    @Test
    void shouldGiveEachImageAndEndAtTheGatewayWhenClosed() {
        connected.peer.send(new MarketDataType(id, 1));
        bid(id, "189.15");
        Quote first = ((QuoteEvent.Tick) quotes.next(SOON).orElseThrow()).quote();
        assertThat(first.bid()).hasValue(decimal("189.15"));
        assertThat(first.dataType()).isEqualTo(Quote.DataType.LIVE);
        quotes.close();
        assertThat(connected.peer.read(CancelMktData.class).reqId()).isEqualTo(id);
        assertThat(quotes.next(SOON)).isEmpty();
        assertThat(quotes.iterator().hasNext()).isFalse();
    }

    @Test
    void shouldGiveASlowReaderTheNewestImage() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            bid(id, "189." + i);
        }
        sendAndSettle();
        assertThat(allWaiting()).containsExactly("tick 189.9999");
    }

    @Test
    void shouldWakeAWaitingReaderForEachTickThatComesAlone() throws Exception {
        Iterator<QuoteEvent> events = quotes.iterator();
        for (int i = 0; i < 200; i++) {
            FutureTask<QuoteEvent> reading = program(events::next);
            bid(id, Integer.toString(189 + i));
            assertThat(describe(result(reading))).isEqualTo("tick " + (189 + i));
        }
    }

    @Test
    void shouldSayWhenTheLastTickOfAnImageCame() throws Exception {
        Instant before = Instant.now();
        bid(id, "189.10");
        sendAndSettle();
        Instant between = Instant.now();
        bid(id, "189.20");
        sendAndSettle();
        Quote quote = ((QuoteEvent.Tick) quotes.next(SOON).orElseThrow()).quote();
        assertThat(quote.asOf()).isBetween(between, Instant.now()).isAfter(before);
    }

    @Test
    void shouldShowAGapAndContinueWithoutAskingAgainWhenTheGatewayKeptTheRequest() throws Exception {
        bid(id, "189.15");
        sendAndSettle(new ErrorMessage(-1, 1100, "Connectivity has been lost", "", 0));
        sendAndSettle(new ErrorMessage(-1, 1102, "restored - data maintained", "", 0));
        bid(id, "189.25");
        sendAndSettle();
        assertThat(allWaiting())
                .containsExactly("tick 189.15", "gap 1100: Connectivity has been lost", "resumed", "tick 189.25");
    }

    @Test
    void shouldAskAgainOnceUnderAFreshIdWhenTheGatewayLostTheRequest() throws Exception {
        bid(id, "189.15");
        sendAndSettle(new ErrorMessage(-1, 1100, "lost", "", 0));
        connected.peer.send(new ErrorMessage(-1, 1101, "restored - data lost", "", 0));
        ReqMktData again = connected.peer.read(ReqMktData.class);
        assertThat(again.reqId()).isNotEqualTo(id);
        assertThat(again.contract()).isEqualTo(Connected.apple());
        bid(id, "1.00");
        sendAndSettle();
        assertThat(allWaiting())
                .as("a late tick of the old request reaches nobody")
                .containsExactly("tick 189.15", "gap 1100: lost");
        bid(again.reqId(), "189.35");
        sendAndSettle();
        assertThat(allWaiting()).containsExactly("resumed", "tick 189.35");
    }

    @Test
    void shouldMakeGapsThatNobodyHasReadOneGap() throws Exception {
        for (int i = 0; i < 500; i++) {
            connected.peer.send(
                    new ErrorMessage(-1, 1100, "lost " + i, "", 0), new ErrorMessage(-1, 1102, "restored", "", 0));
        }
        sendAndSettle();
        assertThat(allWaiting()).containsExactly("gap 1100: lost 0", "resumed");
    }

    @Test
    void shouldPassOnRemarksAndEndWithARefusal() throws Exception {
        connected.peer.send(new ErrorMessage(id, 10167, "delayed data is shown", "", 0));
        sendAndSettle(new ErrorMessage(id, 354, "not subscribed", "", 0));
        assertThat(describe(quotes.next(SOON).orElseThrow())).isEqualTo("remark 10167");
        assertThatThrownBy(() -> quotes.next(SOON))
                .isInstanceOf(MainstayException.RequestRefused.class)
                .hasMessageContaining("quotes of AAPL");
    }

    @Test
    void shouldEndAWaitingReaderWhenTheConnectionIsLost() {
        FutureTask<Boolean> reading = program(() -> quotes.iterator().hasNext());
        connected.peer.close();
        assertThatThrownBy(() -> result(reading)).isInstanceOf(MainstayException.Disconnected.class);
    }

    @Test
    void shouldEndAWaitingReaderWhenAnotherThreadClosesTheStream() throws Exception {
        Iterator<QuoteEvent> events = quotes.iterator();
        FutureTask<Boolean> reading = program(events::hasNext);
        quotes.close();
        assertThat(result(reading)).isFalse();
    }

    @Test
    void shouldTellALateListenerTheLastKnownStateOfTheLinkFirst() throws Exception {
        sendAndSettle(new ErrorMessage(-1, 1100, "lost", "", 0));
        try (Subscription<Notice> notices = connected.ib.notices()) {
            connected.peer.send(
                    new ErrorMessage(-1, 2104, "farm is OK:usfarm", "", 0),
                    new ErrorMessage(-1, 1102, "restored", "", 0));
            assertThat(notices.next(SOON)).map(Notice::code).hasValue(1100);
            assertThat(notices.next(SOON)).map(Notice::code).hasValue(2104);
            assertThat(notices.next(SOON)).map(Notice::code).hasValue(1102);
        }
    }

    @Test
    void shouldTellASlowListenerHowManyNoticesItMissed() throws Exception {
        try (Subscription<Notice> notices = connected.ib.notices()) {
            for (int i = 0; i < 1_030; i++) {
                connected.peer.send(new ErrorMessage(-1, 2104, "farm " + i, "", 0));
            }
            sendAndSettle(new CurrentTime(1));
            assertThat(notices.next(SOON))
                    .map(Notice::text)
                    .hasValueSatisfying(text -> assertThat(text).startsWith("6 notices were left out"));
            assertThat(notices.next(SOON)).map(Notice::text).hasValue("farm 6");
        }
    }
}

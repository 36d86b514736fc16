package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.MarketDataType;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.UpdateMktDepth;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who joins a stream late is told what a request of its own would have been told, and nothing that is true no more. */
class LateJoinerTest {
    private final World world = World.ready();

    @Test
    void shouldTellWhoJoinsABookOnlyTheRowsSinceTheGatewayEmptiedIt() {
        TestClient early = world.client(1).send(book(5));
        int id = world.takeOne(ReqMktDepth.class).reqId();
        world.gatewaySays(row(id, "10"), error(id, 317), row(id, "12"));
        assertThat(early.take()).containsExactly(row(5, "10"), error(5, 317), row(5, "12"));
        assertThat(world.client(2).send(book(7)).take()).containsExactly(row(7, "12"));
    }

    @Test
    void shouldTellWhoJoinsThatAnotherSessionHasTheDataAndNoPriceFromBefore() {
        world.client(1).send(quote(5));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(bid(id, "10"), error(id, 10197));
        TestClient late = world.client(2).send(quote(7));
        assertThat(late.take()).containsExactly(error(7, 10197));
        assertThat(world.takeFromEngine()).isEmpty();
        world.gatewaySays(bid(id, "11"));
        assertThat(late.take()).containsExactly(bid(7, "11"));
        assertThat(world.client(3).send(quote(9)).take()).as("data flow again").containsExactly(bid(9, "11"));
    }

    @Test
    void shouldTellWhoJoinsABookThatAnotherSessionHasTheDataAndNoRowFromBefore() {
        world.client(1).send(book(5));
        int id = world.takeOne(ReqMktDepth.class).reqId();
        world.gatewaySays(row(id, "10"), error(id, 2152), error(id, 10197));
        assertThat(world.client(2).send(book(7)).take()).containsExactly(error(7, 2152), error(7, 10197));
        world.gatewaySays(row(id, "11"));
        assertThat(world.client(3).send(book(9)).take())
                .as("some venues are still not permitted")
                .containsExactly(error(9, 2152), row(9, "11"));
    }

    @Test
    void shouldTellWhoJoinsThatItsDataAreDelayedForAsLongAsTheyAre() {
        world.client(1).send(quote(5));
        int id = world.takeOne(ReqMktData.class).reqId();
        var delayed = new MarketDataType(id, 3);
        var bid = new TickPrice(id, 66, BigDecimal.TEN, BigDecimal.ONE, 0);
        world.gatewaySays(bid(id, "10"), error(id, 10167), delayed, bid);
        TestClient late = world.client(2).send(quote(7));
        assertThat(late.take())
                .as("no live price from before")
                .containsExactly(error(7, 10167), delayed.withReqId(7), bid.withReqId(7));
        world.gatewaySays(new ErrorMessage(-1, 1101, "Connectivity restored - data lost", "", 0));
        world.answerReconciliation();
        assertThat(world.client(3).send(quote(9)).take())
                .as("the gateway has not said so of the new request")
                .isEmpty();
    }

    @Test
    void shouldAskAgainForWhoJoinsAQuoteThatTheGatewayRefusedWithoutOfferingDelayedData() {
        TestClient first = world.client(1).send(quote(5));
        int id = world.takeOne(ReqMktData.class).reqId();
        world.gatewaySays(error(id, 10089));
        assertThat(first.take()).containsExactly(error(5, 10089));
        TestClient second = world.client(2).send(quote(7));
        assertThat(second.take())
                .as("the gateway may give other answers by now")
                .isEmpty();
        List<Outgoing> sent = world.takeFromEngine();
        assertThat(sent).hasSize(2).first().isEqualTo(new CancelMktData(id));
        int again = ((ReqMktData) sent.getLast()).reqId();
        world.gatewaySays(bid(again, "10"));
        assertThat(second.take()).containsExactly(bid(7, "10"));
        assertThat(world.client(3).send(quote(9)).take()).containsExactly(bid(9, "10"));
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldTellARefusalToWhoTriesAgainAndNotToTriesOfBefore() {
        TestClient client = world.client(1);
        for (int attempt = 5; attempt < 15; attempt++) {
            client.send(quote(attempt));
            world.passMs(1_000);
            int id = ((ReqMktData) world.takeFromEngine().getLast()).reqId();
            world.gatewaySays(error(id, 10089));
            assertThat(client.take()).containsExactly(error(attempt, 10089));
        }
        client.send(quote(5));
        world.passMs(1_000);
        assertThat(world.takeFromEngine()).as("a refused id may be used again").hasSize(2);
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldGoOnGivingBarsToWhoJoinsWhileAnotherSessionHasTheData() {
        world.client(1).send(bars(5, "1 D"));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        var told = new HistoricalData(id, "", "", List.of(bar("20260610 10:00:00")));
        world.gatewaySays(told, new HistoricalDataEnd(id, "a", "b"), error(id, 10197));
        assertThat(world.client(2).send(bars(7, "1 D")).take())
                .as("they have dates")
                .containsExactly(error(7, 10197), told.withReqId(7), new HistoricalDataEnd(7, "a", "b"));
    }

    @Test
    void shouldGiveWhoJoinsBarsThatBeganWithOneAllThatHaveComeWithinTheDurationAskedFor() {
        world.client(1).send(bars(5, "600 S"));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(
                new HistoricalData(id, "", "", List.of(bar("20260610 09:30:00 US/Eastern"))),
                new HistoricalDataEnd(id, "a", "b"));
        for (int minute = 31; minute <= 49; minute++) {
            String date = "20260610 09:" + minute + ":00 US/Eastern";
            world.gatewaySays(update(id, bar(date)), update(id, bar(date)));
        }
        List<HistoricalBar> told = joinsBars("600 S");
        assertThat(told).extracting(HistoricalBar::date).hasSize(10).first().isEqualTo("20260610 09:40:00 US/Eastern");
        assertThat(told.getLast().date()).isEqualTo("20260610 09:49:00 US/Eastern");
    }

    @Test
    void shouldGiveWhoJoinsBarsInOrderAlsoWhenTheGatewayCorrectsAnEarlierOne() {
        world.client(1).send(bars(5, "1 D"));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(
                new HistoricalData(id, "", "", List.of(bar("20260610 09:30:00"))), new HistoricalDataEnd(id, "a", "b"));
        for (String minute : List.of("31", "30", "31", "29", "32")) {
            world.gatewaySays(update(id, bar("20260610 09:" + minute + ":00")));
        }
        assertThat(joinsBars("1 D"))
                .extracting(HistoricalBar::date)
                .containsExactly("20260610 09:30:00", "20260610 09:31:00", "20260610 09:32:00");
    }

    @Test
    void shouldNeverGiveWhoJoinsFewerBarsThanTheGatewayGave() {
        world.client(1).send(bars(5, "1 D"));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(
                new HistoricalData(id, "", "", List.of(bar("20260605 15:58:00"), bar("20260605 15:59:00"))),
                new HistoricalDataEnd(id, "a", "b"),
                update(id, bar("20260608 09:30:00")));
        assertThat(joinsBars("1 D"))
                .extracting(HistoricalBar::date)
                .containsExactly("20260605 15:59:00", "20260608 09:30:00");
    }

    @Test
    void shouldKeepABoundedNumberOfBarsForWhoJoinsHoweverTheirDatesAreWritten() {
        world.client(1).send(bars(5, "1 Y"));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new HistoricalData(id, "", "", List.of(bar("0610 0"))), new HistoricalDataEnd(id, "a", "b"));
        for (int i = 1; i <= 5_000; i++) {
            world.gatewaySays(update(id, bar("0610 " + i)));
        }
        assertThat(joinsBars("1 Y"))
                .hasSize(3_000)
                .last()
                .satisfies(bar -> assertThat(bar.date()).isEqualTo("0610 5000"));
    }

    private List<HistoricalBar> joinsBars(String duration) {
        return world.client(2)
                .send(bars(7, duration))
                .take(HistoricalData.class)
                .getFirst()
                .bars();
    }

    private static ReqMktData quote(int id) {
        return new ReqMktData(id, Orders.APPLE, "", false, false, "");
    }

    private static ReqMktDepth book(int id) {
        return new ReqMktDepth(id, Orders.APPLE, 5, false, "");
    }

    private static ReqHistoricalData bars(int id, String duration) {
        return new ReqHistoricalData(id, Orders.APPLE, "", "1 min", duration, 1, "TRADES", 1, true, "");
    }

    private static ErrorMessage error(int id, int code) {
        return new ErrorMessage(id, code, "what the gateway says", "", 0);
    }

    private static Incoming bid(int id, String price) {
        return new TickPrice(id, 1, new BigDecimal(price), BigDecimal.ONE, 0);
    }

    private static Incoming row(int id, String price) {
        return new UpdateMktDepth(id, 0, 0, 1, new BigDecimal(price), BigDecimal.ONE);
    }

    private static HistoricalBar bar(String date) {
        var one = BigDecimal.ONE;
        return new HistoricalBar(date, one, one, one, one, BigDecimal.TEN, one, "", 3);
    }

    private static HistoricalDataUpdate update(int id, HistoricalBar b) {
        return new HistoricalDataUpdate(
                id, b.barCount(), b.date(), b.open(), b.close(), b.high(), b.low(), b.wap(), b.volume());
    }
}

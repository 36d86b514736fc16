package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HeadTimestamp;
import io.mainstay.protocol.message.HistoricalBar;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataEnd;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqUserInfo;
import io.mainstay.protocol.message.TickNews;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients and the gateway each speak their own version. */
class VersionsTest {
    private static final List<HistoricalBar> BARS = List.of(new HistoricalBar(
            "20260610",
            BigDecimal.ONE,
            BigDecimal.TEN,
            BigDecimal.ONE,
            BigDecimal.TWO,
            BigDecimal.TEN,
            BigDecimal.TWO,
            "",
            10));

    @Test
    void shouldGiveOlderClientsBarsTogetherWithTheDatesThatANewerGatewaySendsAfterThem() {
        var world = World.ready();
        TestClient client = world.client(1, 178);
        client.send(history(5));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new HistoricalData(id, "", "", BARS));
        assertThat(client.take()).isEmpty();
        world.gatewaySays(new HistoricalDataEnd(id, "20260610 00:00:00", "20260611 00:00:00"));
        assertThat(client.take())
                .containsExactly(new HistoricalData(5, "20260610 00:00:00", "20260611 00:00:00", BARS));
    }

    @Test
    void shouldGiveNewerClientsTheEndThatAnOlderGatewayDoesNotSend() {
        var world = World.ready();
        TestClient client = world.client(1, 200);
        world.restartGateway(178);
        client.take();
        client.send(history(5));
        int id = world.takeOne(ReqHistoricalData.class).reqId();
        world.gatewaySays(new HistoricalData(id, "20260610 00:00:00", "20260611 00:00:00", BARS));
        assertThat(client.take())
                .containsExactly(
                        new HistoricalData(5, "", "", BARS),
                        new HistoricalDataEnd(5, "20260610 00:00:00", "20260611 00:00:00"));
        assertThat(world.engine.snapshot(world.nanos()).openRequests()).isZero();
    }

    @Test
    void shouldSayThatTheGatewayIsTooOldForARequest() {
        var world = World.ready();
        TestClient client = world.client(1, 200);
        world.restartGateway(160);
        client.take();
        client.send(new ReqUserInfo(3));
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(3);
        assertThat(error.errorCode()).isEqualTo(503);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldNotSendAClientWhatItsVersionDoesNotKnow() {
        var world = World.ready();
        TestClient client = world.client(1, 112);
        client.send(new io.mainstay.protocol.message.ReqMktData(5, Orders.APPLE, "", false, false, ""));
        int id = world.takeOne(io.mainstay.protocol.message.ReqMktData.class).reqId();
        world.gatewaySays(new TickNews(id, 1, "BZ", "a", "headline", ""));
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldGiveBackASlotThatTheGatewayKeepsUntilItIsCancelled() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new ReqHeadTimestamp(5, Orders.APPLE, 1, "TRADES", 1));
        int id = world.takeOne(ReqHeadTimestamp.class).reqId();
        world.gatewaySays(new HeadTimestamp(id, "19801212"));
        assertThat(client.take()).containsExactly(new HeadTimestamp(5, "19801212"));
        assertThat(world.takeFromEngine()).containsExactly(new io.mainstay.protocol.message.CancelHeadTimestamp(id));
    }

    private static ReqHistoricalData history(int id) {
        return new ReqHistoricalData(id, Orders.APPLE, "", "1 day", "2 D", 1, "TRADES", 1, false, "");
    }
}

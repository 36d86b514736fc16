package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAutoOpenOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqSecDefOptParams;
import io.mainstay.protocol.message.ReqTickByTickData;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    @Test
    void shouldSendTheSameBytesForTheSameSeedAndScript() {
        List<byte[]> first = script();
        List<byte[]> second = script();
        assertThat(first).hasSize(4).allSatisfy(bytes -> assertThat(bytes).hasSizeGreaterThan(1000));
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).as("client %d", i).isEqualTo(first.get(i));
        }
    }

    /** Several clients that stream, ask and trade, and a gateway that loses its link meanwhile, and other things by chance. */
    private static List<byte[]> script() {
        var harness = new GatewayHarness("link-down-data-lost, latency=20ms:30ms@probability:0.3@client:8,"
                + " order-status-repeated@probability:0.5, stream-stalls@probability:0.2,"
                + " no-answer=REQ_MKT_DEPTH:9@probability:0.5, commission-late=2s@probability:0.5");
        List<TestPeer> peers = List.of(
                harness.ready(0, 225),
                harness.ready(7, 200),
                harness.ready(8, 173),
                harness.ready(GatewayHarness.MASTER, 213));
        for (TestPeer peer : peers) {
            peer.send(new ReqAutoOpenOrders(true));
            peer.send(new ReqPositions());
            peer.send(new ReqAccountUpdates(true, ""));
            peer.send(new ReqMktData(1, TestPeer.AAPL, "165,233,292", false, false, ""));
            peer.send(new ReqMktDepth(2, TestPeer.AAPL, 5, true, ""));
            peer.send(new ReqTickByTickData(3, TestPeer.AAPL, "BidAsk", 5, false));
            peer.send(new ReqRealTimeBars(4, TestPeer.AAPL, 5, "TRADES", false, ""));
            peer.send(new ReqHistoricalData(5, TestPeer.AAPL, "", "5 mins", "2 D", 1, "TRADES", 1, true, ""));
            peer.send(new ReqPnl(6, "DU1234567", ""));
            peer.send(new ReqSecDefOptParams(7, "AAPL", "", "STK", 265598));
        }
        for (int id = 1; id <= 20; id++) {
            harness.pass(Duration.ofMillis(370));
            for (TestPeer peer : peers) {
                peer.place(
                        id,
                        TestPeer.order(id % 2 == 0 ? "BUY" : "SELL", id * 10, id % 3 == 0 ? "MKT" : "TRAIL").toBuilder()
                                .auxPrice(new BigDecimal("0.05"))
                                .ocaGroup(id % 5 == 0 ? "group" : "")
                                .ocaType(2)
                                .build());
            }
            harness.gateway.enterOrder(TestPeer.AAPL, TestPeer.order("BUY", 1, "MKT"), harness.now());
        }
        peers.getFirst().send(new ReqExecutions(9, 0, "", "", "", "", "", "", 0, List.of()));
        harness.pass(Duration.ofSeconds(10));
        return peers.stream().map(peer -> peer.raw.toByteArray()).toList();
    }
}

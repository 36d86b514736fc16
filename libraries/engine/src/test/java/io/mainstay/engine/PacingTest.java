package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.pacing.Lane;
import io.mainstay.engine.pacing.LaneStatus;
import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqGlobalCancel;
import io.mainstay.protocol.message.ReqHeadTimestamp;
import io.mainstay.protocol.message.ReqMarketDataType;
import io.mainstay.protocol.message.ReqMatchingSymbols;
import io.mainstay.protocol.message.ReqMktData;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final int RATE = 45;
    private static final int GATEWAY_RATE = 50;

    @Test
    void shouldLetACancelLeaveAtOnceBehindFiveThousandQueuedRequests() {
        var world = World.ready();
        TestClient trader = world.client(1).send(Orders.place(400));
        int upstreamId = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(Orders.openOrder(upstreamId, World.OUR_CLIENT_ID, 77));
        for (int id = 2; id <= 7; id++) {
            flood(world.client(id), 1_000);
        }
        assertThat(world.engine.snapshot(world.nanos()).waiting()).isGreaterThan(5_000);
        world.takeFromEngine();
        trader.send(Orders.cancel(400));
        assertThat(world.takeFromEngine()).hasSize(1).first().isInstanceOf(CancelOrder.class);
    }

    @Test
    void shouldLetEveryCancelOfABurstLeaveWithinASecondWhileDataIsQueued() {
        var world = World.ready();
        TestClient trader = world.client(1);
        for (int id = 400; id < 430; id++) {
            trader.send(Orders.place(id));
            world.passMs(100);
        }
        world.takeFromEngine();
        flood(world.client(2), 1_000);
        world.passMs(2_000).takeFromEngine();
        for (int id = 400; id < 430; id++) {
            trader.send(Orders.cancel(id));
        }
        world.passMs(1_000);
        assertThat(world.takeFromEngine().stream().filter(CancelOrder.class::isInstance))
                .hasSize(30);
    }

    @Test
    void shouldNeverExceedTheGatewaysRateWithThirtyTwoClientsOfFiveHundredRequestsAndLetACancelOvertakeThem() {
        var world = World.ready();
        TestClient trader = world.client(100).send(Orders.place(400));
        int upstreamId = world.takeOne(PlaceOrder.class).orderId();
        world.gatewaySays(Orders.openOrder(upstreamId, World.OUR_CLIENT_ID, 77));
        for (int id = 1; id <= 32; id++) {
            flood(world.client(id), 500);
        }
        int begun = world.gateway.sent.size();
        world.passMs(100_000);
        world.takeFromEngine();
        trader.send(Orders.cancel(400));
        long asked = world.nanos();
        world.passMs(20);
        assertThat(world.takeFromEngine())
                .as("a cancel in the middle leaves within 20 ms")
                .anyMatch(CancelOrder.class::isInstance);
        assertThat(world.nanos() - asked).isEqualTo(20_000_000);
        world.passMs(320_000);
        assertThat(world.gateway.sent.size() - begun).as("all have left").isGreaterThanOrEqualTo(32 * 500 - 50);
        world.gateway.assertRate(GATEWAY_RATE, RATE);
    }

    @Test
    void shouldLetACancelLeaveWithinTwentyMillisecondsWheneverItComesInAFloodOfOrders() {
        for (long seed = 1; seed <= 40; seed++) {
            var random = new Random(seed);
            var world = World.ready();
            TestClient standing = world.client(1);
            int cancels = 12;
            for (int id = 400; id < 400 + cancels; id++) {
                standing.send(Orders.place(id));
                int upstreamId = world.takeOne(PlaceOrder.class).orderId();
                world.gatewaySays(Orders.openOrder(upstreamId, World.OUR_CLIENT_ID, upstreamId));
                world.passMs(100);
            }
            TestClient flooding = world.client(2);
            TestClient asking = world.client(3);
            flood(asking, 1_000);
            int next = 1_000;
            for (int cancelled = 0; cancelled < cancels; ) {
                // Each step brings more than the rate, so that orders always wait, in bursts of any phase.
                for (int i = 0; i < 60; i++) {
                    flooding.send(Orders.place(next++));
                }
                world.passMs(random.nextInt(1_000));
                world.takeFromEngine();
                standing.send(Orders.cancel(400 + cancelled));
                cancelled++;
                world.passMs(20);
                assertThat(world.takeFromEngine())
                        .as("seed %d, cancel %d, within 20 ms", seed, cancelled)
                        .anyMatch(CancelOrder.class::isInstance);
                world.passMs(250);
            }
            assertThat(lane(world.engine.snapshot(world.nanos()), Lane.ORDER).waiting())
                    .as("orders have waited all the time")
                    .isPositive();
            assertThat(lane(world.engine.snapshot(world.nanos()), Lane.CANCEL).waitedLongestMs())
                    .isLessThanOrEqualTo(20);
            world.gateway.assertRate(GATEWAY_RATE, RATE);
        }
    }

    @Test
    void shouldLetCancelsLeaveAtOnceInASecondThatOrdersHaveUsedUp() {
        var world = World.ready();
        TestClient client = world.client(1);
        world.passMs(2_000).takeFromEngine();
        for (int id = 400; id < 500; id++) {
            client.send(Orders.place(id));
        }
        List<Outgoing> left = world.takeFromEngine();
        assertThat(left)
                .as("all but the place of a sign of life")
                .hasSize(RATE - 1)
                .allMatch(PlaceOrder.class::isInstance);
        for (int id = 400; id < 410; id++) {
            client.send(Orders.cancel(id));
        }
        assertThat(world.takeFromEngine())
                .as("up to the gateway's own limit")
                .hasSize(GATEWAY_RATE - RATE + 1)
                .allMatch(CancelOrder.class::isInstance);
        world.passMs(1_000);
        assertThat(world.takeFromEngine().subList(0, 4))
                .as("the others are first in the next second")
                .allMatch(CancelOrder.class::isInstance);
        world.gateway.assertRate(GATEWAY_RATE, RATE);
    }

    @Test
    void shouldSendTheMostUrgentFirst() {
        var world = World.ready();
        TestClient client = world.client(1);
        flood(client, 60);
        world.takeFromEngine();
        client.send(new ReqHeadTimestamp(5_000, Orders.APPLE, 1, "TRADES", 1));
        client.send(new ReqMatchingSymbols(5_001, "A"));
        for (int id = 400; id < 410; id++) {
            client.send(Orders.place(id));
        }
        world.takeFromEngine();
        client.send(new ReqGlobalCancel("", null));
        List<Outgoing> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            world.passMs(100);
            sent.addAll(world.takeFromEngine());
        }
        assertThat(sent.getFirst()).isInstanceOf(ReqGlobalCancel.class);
        assertThat(sent.getLast()).isInstanceOf(ReqHeadTimestamp.class);
    }

    @Test
    void shouldShareTheRateEquallyAmongThoseWhoWait() {
        var world = World.ready();
        TestClient greedy = world.client(1);
        flood(greedy, 1_000);
        world.takeFromEngine();
        TestClient modest = world.client(2);
        modest.send(new ReqMatchingSymbols(1, "MODEST")).send(new ReqMatchingSymbols(2, "MODEST"));
        world.passMs(1_000);
        assertThat(world.takeFromEngine().stream()
                        .filter(m ->
                                m instanceof ReqMatchingSymbols r && r.pattern().equals("MODEST")))
                .as("it does not wait behind a thousand")
                .hasSize(2);
    }

    @Test
    void shouldSpreadDataOverTheSecond() {
        var world = World.ready();
        world.passMs(2_000);
        flood(world.client(1), 200);
        assertThat(world.takeFromEngine()).hasSizeBetween(8, 12);
        for (int i = 0; i < 8; i++) {
            world.passMs(250);
            assertThat(world.takeFromEngine()).hasSizeBetween(8, 12);
        }
    }

    @Test
    void shouldSayHowLongMessagesWaited() {
        var world = World.ready();
        TestClient client = world.client(1);
        flood(client, 100);
        world.passMs(500);
        EngineStatus status = world.engine.snapshot(world.nanos());
        LaneStatus data = lane(status, Lane.INTERACTIVE);
        assertThat(data.waiting()).isPositive();
        assertThat(data.oldestMs()).isEqualTo(500);
        assertThat(status.clients().getFirst().waiting()).isEqualTo(data.waiting());
        world.passMs(3_000);
        LaneStatus done = lane(world.engine.snapshot(world.nanos()), Lane.INTERACTIVE);
        assertThat(done.waiting()).isZero();
        assertThat(done.sent()).isEqualTo(100);
        assertThat(done.waitedLongestMs()).isBetween(1_500L, 3_000L);
        assertThat(done.waitedTotalMs()).isGreaterThan(done.waitedLongestMs());
    }

    @Test
    void shouldKeepTheDataTypeWithItsRequestWhenClientsTakeTurns() {
        var world = World.ready();
        TestClient live = world.client(1);
        TestClient delayed = world.client(2);
        delayed.send(new ReqMarketDataType(3));
        flood(live, 30);
        for (int id = 100; id < 110; id++) {
            live.send(new ReqMktData(id, apple("L" + id), "", false, false, ""));
            delayed.send(new ReqMktData(id, apple("D" + id), "", false, false, ""));
        }
        int type = 1;
        int seen = 0;
        for (int i = 0; i < 50; i++) {
            for (Outgoing message : world.takeFromEngine()) {
                if (message instanceof ReqMarketDataType set) {
                    type = set.marketDataType();
                } else if (message instanceof ReqMktData quote) {
                    seen++;
                    assertThat(type).isEqualTo(quote.contract().symbol().startsWith("L") ? 1 : 3);
                }
            }
            world.passMs(100);
        }
        assertThat(seen).isEqualTo(20);
    }

    @Test
    void shouldEndARequestThatTheGatewayDoesNotAnswer() {
        var world = World.ready();
        TestClient client = world.client(1).send(new ReqMatchingSymbols(5, "A"));
        world.passMs(29_999);
        assertThat(client.take()).isEmpty();
        world.passMs(1);
        ErrorMessage error = client.take(ErrorMessage.class).getFirst();
        assertThat(error.id()).isEqualTo(5);
        assertThat(error.errorCode()).isEqualTo(322);
        assertThat(error.errorMsg()).contains("did not answer REQ_MATCHING_SYMBOLS within 30 s", "unknown");
        assertThat(world.engine.snapshot(world.nanos()).openRequests()).isZero();
    }

    @Test
    void shouldGiveARequestItsFullTimeFromItsLastWordAndFromItsLeavingNotFromItsWaiting() {
        var world = World.ready();
        TestClient client = world.client(1);
        client.send(new io.mainstay.protocol.message.ReqContractDetails(1, Orders.APPLE));
        int id = world.takeOne(io.mainstay.protocol.message.ReqContractDetails.class)
                .reqId();
        for (int i = 0; i < 10; i++) {
            world.passMs(20_000)
                    .gatewaySays(new io.mainstay.protocol.message.ContractData(
                            id,
                            io.mainstay.protocol.message.ContractDetails.builder()
                                    .build()));
        }
        assertThat(client.takeErrorCodes()).isEmpty();
        world.passMs(30_000);
        assertThat(client.takeErrorCodes()).containsExactly(322);
    }

    private static LaneStatus lane(EngineStatus status, Lane lane) {
        return status.lanes().stream().filter(s -> s.lane() == lane).findFirst().orElseThrow();
    }

    private static void flood(TestClient client, int requests) {
        for (int i = 1; i <= requests; i++) {
            client.send(new ReqMatchingSymbols(i, "A" + i));
        }
    }

    private static io.mainstay.protocol.message.Contract apple(String symbol) {
        return Orders.APPLE.toBuilder().conId(0).symbol(symbol).build();
    }
}

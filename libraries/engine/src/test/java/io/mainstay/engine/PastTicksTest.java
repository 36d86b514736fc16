package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.protocol.message.CancelTickByTickData;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.HistoricalTick;
import io.mainstay.protocol.message.HistoricalTicks;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.protocol.message.TickByTick;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tick-by-tick streams that begin with ticks of the past, each told once whatever happens in between. */
class PastTicksTest {
    private static final Incoming LOST = new ErrorMessage(-1, 1100, "lost", "", 0);
    private static final Incoming BACK_EMPTY = new ErrorMessage(-1, 1101, "data lost", "", 0);
    private static final Incoming BACK_WITH_ALL = new ErrorMessage(-1, 1102, "data kept", "", 0);

    private final World world = World.ready(200);
    private final TestClient client = world.client(1, 200);

    @Test
    void shouldAskOnceWithoutThePastTicksWhenTheGatewayLostItsDataAfterThem() {
        int id = asked(ask(5, 4));
        world.gatewaySays(past(id, true, 1, 2, 3, 4), live(id, 5));
        assertThat(told()).containsExactly(past(5, true, 1, 2, 3, 4), live(5, 5));
        world.gatewaySays(LOST, BACK_EMPTY);
        world.passMs(60_000);
        ReqTickByTickData again = world.takeOne(ReqTickByTickData.class);
        assertThat(again.numberOfTicks()).isZero();
        assertThat(again.reqId()).isNotEqualTo(id);
        world.gatewaySays(live(again.reqId(), 9));
        assertThat(told()).containsExactly(live(5, 9));
        assertThat(client.closed).isFalse();
    }

    @Test
    void shouldAskOnceWithoutThePastTicksWhenTheSessionIsBack() {
        int id = asked(ask(5, 4));
        world.gatewaySays(past(id, true, 1, 2));
        assertThat(told()).containsExactly(past(5, true, 1, 2));
        comesBack();
        assertThat(told()).as("it was not ended").isEmpty();
        ReqTickByTickData again = world.takeOne(ReqTickByTickData.class);
        assertThat(again.numberOfTicks()).isZero();
        world.gatewaySays(live(again.reqId(), 9));
        assertThat(told()).containsExactly(live(5, 9));
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    @Test
    void shouldAskForThePastTicksAgainThatWereCutAndTellNoneTwice() {
        int id = asked(ask(5, 4));
        world.gatewaySays(past(id, false, 1, 2));
        assertThat(told()).as("not before all have come").isEmpty();
        comesBack();
        ReqTickByTickData again = world.takeOne(ReqTickByTickData.class);
        assertThat(again.numberOfTicks()).isEqualTo(4);
        world.gatewaySays(past(again.reqId(), false, 3, 4), past(again.reqId(), true, 5, 6), live(again.reqId(), 7));
        assertThat(told()).containsExactly(past(5, false, 3, 4), past(5, true, 5, 6), live(5, 7));
    }

    @Test
    void shouldAskForThePastTicksAgainThatTheGatewayLostTogetherWithItsData() {
        int id = asked(ask(5, 4));
        world.gatewaySays(past(id, false, 1), LOST, BACK_EMPTY);
        world.passMs(1_000);
        ReqTickByTickData again = world.takeOne(ReqTickByTickData.class);
        assertThat(again.numberOfTicks()).isEqualTo(4);
        world.gatewaySays(past(id, true, 2), past(again.reqId(), true, 3));
        assertThat(told()).as("what still comes of the lost ones is nobody's").containsExactly(past(5, true, 3));
    }

    @Test
    void shouldAskForNothingAgainWhenTheGatewayKeptItsData() {
        int id = asked(ask(5, 4));
        world.gatewaySays(past(id, false, 1), LOST);
        world.passMs(1_000).gatewaySays(BACK_WITH_ALL);
        world.gatewaySays(past(id, true, 2), live(id, 3));
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).noneMatch(ReqTickByTickData.class::isInstance);
        assertThat(told()).containsExactly(past(5, false, 1), past(5, true, 2), live(5, 3));
    }

    @Test
    void shouldTellPastTicksThatNothingMarksAsTheLastWhenTheyAreAllThatWereAskedForOrTheStreamBegins() {
        int full = asked(ask(5, 2));
        world.gatewaySays(past(full, false, 1, 2));
        assertThat(told()).containsExactly(past(5, false, 1, 2));
        int few = asked(ask(6, 100));
        world.gatewaySays(past(few, false, 1), live(few, 2));
        assertThat(told()).containsExactly(past(6, false, 1), live(6, 2));
    }

    @Test
    void shouldGiveEachWhoAsksItsOwnPastTicks() {
        int first = asked(ask(5, 4));
        TestClient other = world.client(2, 200).send(ask(5, 4));
        int second = world.takeOne(ReqTickByTickData.class).reqId();
        world.gatewaySays(past(first, true, 1), past(second, true, 2), live(first, 3));
        assertThat(told()).containsExactly(past(5, true, 1), live(5, 3));
        assertThat(other.take()).containsExactly(past(5, true, 2));
        TestClient plain = world.client(3, 200).send(ask(5, 0));
        assertThat(world.takeOne(ReqTickByTickData.class).numberOfTicks())
                .as("nor does it serve who wants none")
                .isZero();
        assertThat(plain.take()).isEmpty();
    }

    @Test
    void shouldEndAtOnceWhenItIsCancelledAndBeginAnewWithPastTicks() {
        int id = asked(ask(5, 4));
        world.gatewaySays(past(id, true, 1));
        client.send(new CancelTickByTickData(5));
        assertThat(world.takeFromEngine()).containsExactly(new CancelTickByTickData(id));
        int next = asked(ask(5, 4));
        assertThat(next).isNotEqualTo(id);
        told();
        world.gatewaySays(live(id, 2), past(next, true, 3));
        assertThat(told()).containsExactly(past(5, true, 3));
        client.send(new CancelTickByTickData(5));
        world.takeFromEngine();
        comesBack();
        world.passMs(60_000);
        assertThat(world.takeFromEngine()).isEmpty();
    }

    private static ReqTickByTickData ask(int reqId, int pastTicks) {
        return new ReqTickByTickData(reqId, Orders.APPLE, "MidPoint", pastTicks, false);
    }

    /** The gateway's id of what the client asks for. */
    private int asked(ReqTickByTickData request) {
        client.send(request);
        ReqTickByTickData came = world.takeOne(ReqTickByTickData.class);
        assertThat(came.numberOfTicks()).isEqualTo(request.numberOfTicks());
        return came.reqId();
    }

    /** What the client was told of streams, and of their ends. */
    private List<Message> told() {
        return client.take().stream()
                .filter(message -> message instanceof HasReqId || message instanceof ErrorMessage e && e.id() > 0)
                .toList();
    }

    private void comesBack() {
        world.gatewayCloses(true);
        world.passMs(2_000).connected().gatewayGreets();
        world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
        world.gateway.received.removeIf(m -> !(m instanceof ReqTickByTickData));
    }

    private static HistoricalTicks past(int id, boolean done, long... times) {
        return new HistoricalTicks(
                id,
                LongStream.of(times)
                        .mapToObj(time -> new HistoricalTick(time, 0, BigDecimal.valueOf(time), BigDecimal.ONE))
                        .toList(),
                done);
    }

    private static TickByTick live(int id, long time) {
        return new TickByTick(id, 4, time, null, null, 0, "", "", null, null, null, null, BigDecimal.valueOf(time));
    }
}

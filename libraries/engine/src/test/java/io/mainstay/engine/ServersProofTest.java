package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.support.Orders;
import io.mainstay.engine.time.Now;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.TickPrice;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ServersProofTest {
    private static final long MS = 1_000_000;

    private final Now now = new Now(() -> 0);
    private final ServersProof proof = new ServersProof(now);

    @Test
    void shouldCountOnlyWhatComesAWhileAfterTheLossAndLasts() {
        lostAtMs(1_000);
        assertThat(givenAtMs(5_999, bid("10"))).as("may have been on its way").isFalse();
        assertThat(givenAtMs(6_000, bid("10"))).as("the first sign").isFalse();
        assertThat(givenAtMs(8_999, bid("10"))).as("too soon after it").isFalse();
        assertThat(givenAtMs(9_000, bid("10"))).isTrue();
    }

    @Test
    void shouldBeginAgainWithEachLoss() {
        lostAtMs(0);
        assertThat(givenAtMs(6_000, bid("10"))).isFalse();
        lostAtMs(7_000);
        assertThat(givenAtMs(10_000, bid("10"))).isFalse();
        assertThat(givenAtMs(12_000, bid("10"))).isFalse();
        assertThat(givenAtMs(15_000, bid("10"))).isTrue();
    }

    @Test
    void shouldTakeAFillThatNobodyAskedForAndAPriceTogether() {
        lostAtMs(0);
        assertThat(givenAtMs(6_000, fill(-1))).isFalse();
        assertThat(givenAtMs(9_000, bid("10"))).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> shouldNotCountWhatTheGatewayMaySayByItself() {
        return Stream.of(
                        bid("-1"),
                        bid("0"),
                        new TickPrice(5, 9, BigDecimal.TEN, BigDecimal.ONE, 0),
                        fill(7),
                        new NextValidId(1),
                        new ErrorMessage(-1, 2104, "Market data farm connection is OK:usfarm", "", 0))
                .map(message -> DynamicTest.dynamicTest(message.toString(), () -> {
                    var fresh = new Now(() -> 0);
                    var of = new ServersProof(fresh);
                    of.onLost();
                    fresh.advance(6_000 * MS);
                    assertThat(of.isGivenBy(bid("10"))).isFalse();
                    fresh.advance(10_000 * MS);
                    assertThat(of.isGivenBy(message)).isFalse();
                    assertThat(of.isGivenBy(bid("10"))).isTrue();
                }));
    }

    private void lostAtMs(long ms) {
        now.advance(ms * MS);
        proof.onLost();
    }

    private boolean givenAtMs(long ms, Incoming message) {
        now.advance(ms * MS);
        return proof.isGivenBy(message);
    }

    private static Incoming bid(String price) {
        return new TickPrice(5, 1, new BigDecimal(price), BigDecimal.ONE, 0);
    }

    private static Incoming fill(int reqId) {
        return Orders.fill(reqId, 379, 7, 77, "a.1");
    }
}

package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.message.AccountSummary;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelNewsBulletins;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.CompletedOrdersEnd;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderBound;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.ReqAccountSummary;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqAutoOpenOrders;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqNewsBulletins;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.protocol.message.UpdateNewsBulletin;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is told of which order, and orders from TWS's window. */
class OrderOwnersTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Order LOW = TestPeer.order("BUY", 10, "LMT").toBuilder()
            .lmtPrice(BigDecimal.TEN)
            .build();

    private final GatewayHarness harness = new GatewayHarness();

    @Test
    void shouldTellTheMasterClientOfEveryOrderButNotLetItChangeThem() {
        TestPeer master = harness.ready(GatewayHarness.MASTER);
        TestPeer owner = harness.ready(7).place(1, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(MOMENT);
        assertThat(master.takeAll())
                .hasSameSizeAs(owner.takeAll())
                .extracting(Message::wireName)
                .contains("EXECUTION_DATA", "COMMISSION_AND_FEES_REPORT");
        owner.place(2, LOW);
        harness.pass(MOMENT);
        master.takeAll();
        master.send(new CancelOrder(2, "", "", "", 0, "", 0));
        assertThat(master.takeErrors()).containsExactly(10147);
    }

    @Test
    void shouldTellClientZeroOfOrdersFromTheWindowAndBindThemWhenItAsks() {
        TestPeer zero = harness.ready(0);
        TestPeer other = harness.ready(7);
        long permId = harness.gateway.enterOrder(TestPeer.AAPL, LOW, harness.now());
        harness.pass(MOMENT);
        assertThat(zero.take(OrderStatus.class)).isNotEmpty().allSatisfy(s -> {
            assertThat(s.orderId()).isZero();
            assertThat(s.clientId()).isZero();
            assertThat(s.permId()).isEqualTo(permId);
        });
        assertThat(other.takeAll()).isEmpty();
        assertThat(other.send(new ReqAllOpenOrders()).take(OpenOrder.class))
                .extracting(OpenOrder::orderId)
                .containsExactly(0);
        assertThat(zero.send(new CancelOrder(0, "", "", "", 0, "", 0)).takeErrors())
                .containsExactly(10147);
        List<Message> bound = zero.send(new ReqOpenOrders()).takeAll();
        assertThat(bound.getFirst()).isEqualTo(new OrderBound(permId, 0, -1));
        assertThat(((OpenOrder) bound.get(1)).orderId()).isEqualTo(-1);
        zero.send(new CancelOrder(-1, "", "", "", 0, "", 0));
        assertThat(zero.takeErrors()).containsExactly(202);
    }

    @Test
    void shouldBindNewOrdersAtOnceWhileClientZeroHasAskedForThat() {
        TestPeer zero = harness.ready(0).send(new ReqAutoOpenOrders(true));
        long first = harness.gateway.enterOrder(TestPeer.AAPL, LOW, harness.now());
        assertThat(zero.take(OrderBound.class)).containsExactly(new OrderBound(first, 0, -1));
        assertThat(harness.ready(7).send(new ReqAutoOpenOrders(true)).takeErrors())
                .containsExactly(327);
        zero.end();
        harness.gateway.enterOrder(TestPeer.AAPL, LOW, harness.now());
        assertThat(harness.ready(8).send(new ReqAllOpenOrders()).take(OpenOrder.class))
                .extracting(OpenOrder::orderId)
                .as("the second has nobody to bind it")
                .containsExactly(-1, 0);
    }

    @Test
    void shouldLeaveOrdersFromTheWindowOutOfWhatTheApiCompleted() {
        TestPeer peer = harness.ready(7).place(1, TestPeer.order("BUY", 1, "MKT"));
        long permId = harness.gateway.enterOrder(TestPeer.AAPL, LOW, harness.now());
        harness.pass(MOMENT);
        harness.gateway.cancelOrder(permId, harness.now());
        peer.takeAll();
        peer.send(new ReqCompletedOrders(true));
        harness.pass(MOMENT);
        assertThat(peer.take(CompletedOrder.class)).hasSize(1);
        peer.send(new ReqCompletedOrders(false));
        harness.pass(MOMENT);
        assertThat(peer.take(CompletedOrder.class))
                .extracting(c -> c.orderState().status())
                .containsExactly("Filled", "Cancelled");
    }

    @Test
    void shouldRefuseWhatTheWindowCannotTake() {
        assertThatThrownBy(() -> harness.gateway.enterOrder(TestPeer.stock("ZZZZ"), LOW, harness.now()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No security definition");
        assertThatThrownBy(() -> harness.gateway.enterOrder(
                        TestPeer.AAPL, LOW.toBuilder().orderType("FEELINGS").build(), harness.now()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid order type");
        assertThatThrownBy(() -> harness.gateway.cancelOrder(1, harness.now()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTellOfACorrectionUnderTheSameIdWithAHigherLastPart() {
        TestPeer peer = harness.ready(7).place(1, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(MOMENT);
        List<Message> told = peer.takeAll();
        ExecDetails first = told.stream()
                .filter(ExecDetails.class::isInstance)
                .map(m -> (ExecDetails) m)
                .findFirst()
                .orElseThrow();
        String execId = first.execution().execId();
        assertThat(execId).endsWith(".01");
        BigDecimal price = Objects.requireNonNull(first.execution().price()).add(BigDecimal.ONE);
        BigDecimal cash = cash(peer);
        harness.gateway.correctExecution(execId, price, harness.now());
        List<Message> correction = peer.takeAll();
        assertThat(correction).extracting(Message::wireName).startsWith("EXECUTION_DATA", "COMMISSION_AND_FEES_REPORT");
        var corrected = ((ExecDetails) correction.getFirst()).execution();
        assertThat(corrected.execId()).isEqualTo(execId.substring(0, execId.length() - 2) + "02");
        assertThat(corrected.price()).isEqualByComparingTo(price);
        assertThat(corrected.avgPrice()).isEqualByComparingTo(price);
        assertThat(cash(peer)).isEqualByComparingTo(cash.subtract(BigDecimal.TEN));
        peer.takeAll();
        peer.send(new ReqExecutions(3, 0, "", "", "", "", "", "", 0, List.of()));
        assertThat(peer.take(ExecDetails.class))
                .as("the correction alone")
                .extracting(e -> e.execution().execId())
                .containsExactly(corrected.execId());
        assertThatThrownBy(() -> harness.gateway.correctExecution(execId, price, harness.now()))
                .as("corrected already")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldForgetExecutionsAndCompletedOrdersAtMidnight() {
        TestPeer peer = harness.ready(7).place(1, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(Duration.ofHours(15));
        peer.takeAll();
        assertThat(peer.send(new ReqExecutions(3, 0, "", "", "", "", "", "", 0, List.of()))
                        .takeAll())
                .containsExactly(new ExecDetailsEnd(3));
        peer.send(new ReqCompletedOrders(false));
        harness.pass(MOMENT);
        assertThat(peer.takeAll()).containsExactly(new CompletedOrdersEnd());
    }

    @Test
    void shouldPublishBulletinsToThoseWhoAskedForThem() {
        TestPeer peer = harness.ready(7).send(new ReqNewsBulletins(true));
        TestPeer other = harness.ready(8);
        harness.gateway.publishBulletin("Exchange halted", harness.now());
        assertThat(peer.takeAll()).containsExactly(new UpdateNewsBulletin(1, 1, "Exchange halted", "IB"));
        assertThat(other.takeAll()).isEmpty();
        assertThat(other.send(new ReqNewsBulletins(true)).takeAll())
                .as("those of before, when all are asked for")
                .hasSize(1);
        peer.send(new CancelNewsBulletins());
        harness.gateway.publishBulletin("Exchange open", harness.now());
        assertThat(peer.takeAll()).isEmpty();
    }

    private BigDecimal cash(TestPeer peer) {
        peer.takeAll();
        peer.send(new ReqAccountSummary(50, "All", "TotalCashValue"));
        BigDecimal cash =
                new BigDecimal(peer.take(AccountSummary.class).getFirst().value());
        peer.send(new CancelAccountSummary(50));
        return cash;
    }
}

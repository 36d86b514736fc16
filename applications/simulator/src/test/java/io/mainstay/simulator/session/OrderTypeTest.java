package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.CompletedOrder;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.ReqCompletedOrders;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each order type and time in force does, in a market whose price the test sets; it begins at 100. */
class OrderTypeTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final SettableMarket market = new SettableMarket();
    private final GatewayHarness harness =
            new GatewayHarness("normal", MarketHours.SCHEDULE, GatewayHarness.START, market);
    private final TestPeer peer = harness.ready(7);

    @ParameterizedTest
    @CsvSource({
        // side, type, limit, trigger, price that leaves it, price that fills it, fill price
        "BUY, LMT, 99, , 99.5, 98, 98.01",
        "SELL, LMT, 101, , 100.5, 102, 101.99",
        "BUY, STP, , 102, 101, 103, 103.01",
        "SELL, STP, , 98, 99, 97, 96.99",
        "BUY, STP LMT, 103.5, 102, 101, 103, 103.01",
        "SELL, STP LMT, 96.5, 98, 99, 97, 96.99",
        "BUY, MIT, , 98, 99, 97, 97.01",
        "SELL, MIT, , 102, 101, 103, 102.99",
        "BUY, LIT, 98, 98, 99, 97, 97.01",
        "SELL, LIT, 102, 102, 101, 103, 102.99"
    })
    void shouldExecuteWhenTheMarketGetsThere(
            String side,
            String type,
            @Nullable BigDecimal limit,
            @Nullable BigDecimal trigger,
            String leaves,
            String fills,
            String fillPrice) {
        peer.place(
                1,
                TestPeer.order(side, 10, type).toBuilder()
                        .lmtPrice(limit)
                        .auxPrice(trigger)
                        .build());
        market.price(leaves);
        harness.pass(MOMENT);
        List<OrderStatus> waiting = peer.take(OrderStatus.class);
        boolean triggers = trigger != null;
        assertThat(waiting.getFirst().whyHeld()).isEqualTo(triggers ? "trigger" : "");
        assertThat(waiting.getLast().status()).isEqualTo(triggers ? "PreSubmitted" : "Submitted");
        market.price(fills);
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly(fillPrice);
    }

    @ParameterizedTest
    @CsvSource({
        // side, type, cap, offset, first price, then it stays, then it fills, fill price
        "BUY, REL, , 0.01, 100, 100.5, 100.49, 100.50",
        "SELL, REL, , 0.01, 100, 99.5, 99.51, 99.50",
        "BUY, REL, 100.2, 0.01, 100, 100.5, 100.1, 100.11",
        "BUY, PEG MKT, , 0.03, 100, 100.5, 100.47, 100.48",
        "SELL, PEG MKT, , 0.03, 100, 99.5, 99.53, 99.52",
        "BUY, PEG MID, , 0, 100, 100.5, 100.49, 100.50",
        "SELL, PEG MID, , 0, 100, 99.5, 99.51, 99.50",
        "BUY, MIDPRICE, 99.9, , 100, 99.95, 99.9, 99.9",
        "SELL, MIDPRICE, 100.1, , 100, 100.05, 100.2, 100.2"
    })
    void shouldFollowTheQuoteTowardsTheMarketOnly(
            String side,
            String type,
            @Nullable BigDecimal cap,
            @Nullable BigDecimal offset,
            String first,
            String stays,
            String fills,
            BigDecimal fillPrice) {
        market.price(first);
        peer.place(
                1,
                TestPeer.order(side, 10, type).toBuilder()
                        .lmtPrice(cap)
                        .auxPrice(offset)
                        .build());
        harness.pass(MOMENT);
        market.price(stays);
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).isEmpty();
        market.price(fills);
        harness.pass(MOMENT);
        assertThat(filledAt(peer))
                .singleElement()
                .satisfies(price -> assertThat(new BigDecimal(price)).isEqualByComparingTo(fillPrice));
    }

    @Test
    void shouldFillInTheMiddleOfTheQuote() {
        peer.place(1, TestPeer.order("BUY", 10, "MIDPRICE"));
        harness.pass(MOMENT);
        assertThat(filledAt(peer))
                .singleElement()
                .satisfies(price -> assertThat(new BigDecimal(price)).isEqualByComparingTo("100"));
    }

    @Test
    void shouldLeaveAStopLimitAtTheExchangeWhenTheMarketHasPassedItsLimit() {
        peer.place(1, order("BUY", "STP LMT", "102.5", "102"));
        market.price("104");
        harness.pass(MOMENT);
        assertThat(statuses(peer)).containsExactly("PreSubmitted trigger", "Submitted ");
        market.price("102.4");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly("102.41");
    }

    @Test
    void shouldLetATrailingStopFollowTheMarketInOneDirectionOnly() {
        peer.place(1, order("SELL", "TRAIL", null, "2"));
        harness.pass(MOMENT);
        market.price("110");
        harness.pass(MOMENT);
        market.price("108.5");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).as("108.5 is above the stop at 108").isEmpty();
        assertThat(peer.send(new ReqOpenOrders())
                        .take(OpenOrder.class)
                        .getLast()
                        .order()
                        .trailStopPrice())
                .isEqualByComparingTo("108");
        market.price("107.9");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly("107.89");
    }

    @Test
    void shouldTrailByAPercentageFromAGivenStop() {
        peer.place(
                1,
                TestPeer.order("BUY", 10, "TRAIL").toBuilder()
                        .trailingPercent(BigDecimal.valueOf(5))
                        .trailStopPrice(BigDecimal.valueOf(104))
                        .build());
        harness.pass(MOMENT);
        market.price("98");
        harness.pass(MOMENT);
        market.price("102.8");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).as("the stop is at 102.90").isEmpty();
        market.price("102.9");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly("102.91");
    }

    @Test
    void shouldGiveATrailingLimitOrderItsOffsetAsLimit() {
        peer.place(
                1,
                order("SELL", "TRAIL LIMIT", null, "2").toBuilder()
                        .lmtPriceOffset(new BigDecimal("0.5"))
                        .build());
        harness.pass(MOMENT);
        market.price("97");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).as("the stop was at 98, the limit is 97.50").isEmpty();
        market.price("97.6");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly("97.59");
    }

    @Test
    void shouldLeaveTheRestOfAMarketToLimitOrderAtItsFirstPrice() {
        peer.place(1, TestPeer.order("BUY", 1500, "MTL"));
        harness.pass(Duration.ofMillis(20));
        market.price("101");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly("100.01");
        market.price("100");
        harness.pass(MOMENT);
        assertThat(filledAt(peer)).containsExactly("100.01");
    }

    @Test
    void shouldTradeAuctionOrdersAtTheCloseAndTheOpenAndNotBefore() {
        peer.place(1, TestPeer.order("BUY", 10, "MOC"));
        peer.place(2, order("BUY", "LOC", "99", null));
        peer.place(3, TestPeer.order("BUY", 10, "MKT").toBuilder().tif("OPG").build());
        peer.place(4, order("SELL", "LMT", "200", null).toBuilder().tif("OPG").build());
        harness.pass(Duration.ofHours(5));
        assertThat(filledAt(peer)).as("before 16:00 in New York").isEmpty();
        market.price("105");
        harness.pass(Duration.ofHours(1));
        List<Message> told = peer.takeAll();
        assertThat(executions(told)).containsExactly("1 at 105");
        assertThat(told)
                .anySatisfy(m -> assertThat(m).isInstanceOfSatisfying(OrderStatus.class, s -> {
                    assertThat(s.orderId()).isEqualTo(2);
                    assertThat(s.status()).isEqualTo("Cancelled");
                }));
        market.price("107");
        harness.pass(Duration.ofDays(3));
        List<Message> monday = peer.takeAll();
        assertThat(executions(monday)).containsExactly("3 at 107");
        assertThat(monday.stream()
                        .filter(OrderStatus.class::isInstance)
                        .map(m -> (OrderStatus) m)
                        .filter(s -> s.orderId() == 4)
                        .map(OrderStatus::status))
                .endsWith("Cancelled");
    }

    @Test
    void shouldEndDayOrdersWithTheSessionAndKeepOthers() {
        peer.place(1, order("BUY", "LMT", "90", null));
        peer.place(2, order("BUY", "LMT", "90", null).toBuilder().tif("GTC").build());
        peer.place(
                3,
                order("BUY", "LMT", "90", null).toBuilder()
                        .tif("GTD")
                        .goodTillDate("20261120 14:00:00 US/Eastern")
                        .build());
        peer.place(
                4, order("BUY", "LMT", "90", null).toBuilder().outsideRth(true).build());
        harness.pass(Duration.ofMinutes(229));
        assertThat(cancelled(peer)).isEmpty();
        harness.pass(Duration.ofMinutes(2));
        assertThat(cancelled(peer)).as("good till 14:00").containsExactly(3);
        harness.pass(Duration.ofHours(2));
        assertThat(cancelled(peer)).as("the session ends at 16:00").containsExactly(1);
        peer.send(new ReqCompletedOrders(true));
        harness.pass(MOMENT);
        assertThat(peer.take(CompletedOrder.class))
                .extracting(c -> c.orderState().completedStatus())
                .containsOnly("Cancelled by System:");
        harness.pass(Duration.ofHours(4));
        assertThat(cancelled(peer))
                .as("hours outside regular ones end at 20:00")
                .containsExactly(4);
        harness.pass(Duration.ofDays(3));
        assertThat(cancelled(peer)).isEmpty();
        assertThat(peer.send(new ReqOpenOrders()).take(OpenOrder.class))
                .extracting(OpenOrder::orderId)
                .containsExactly(2);
    }

    @Test
    void shouldWaitForTheTimeThatAnOrderIsGoodAfter() {
        peer.place(
                1,
                TestPeer.order("BUY", 10, "MKT").toBuilder()
                        .goodAfterTime("20261120 11:00:00 US/Eastern")
                        .build());
        harness.pass(Duration.ofMinutes(49));
        assertThat(filledAt(peer)).isEmpty();
        harness.pass(Duration.ofMinutes(2));
        assertThat(filledAt(peer)).containsExactly("100.01");
    }

    @Test
    void shouldTradeOutsideRegularHoursOnlyWhatHasALimitAndAsksForIt() {
        var evening = new GatewayHarness("normal", MarketHours.SCHEDULE, Instant.parse("2026-11-20T22:00:00Z"), market);
        TestPeer late = evening.ready(7);
        late.place(
                1, order("BUY", "LMT", "101", null).toBuilder().outsideRth(true).build());
        late.place(2, order("BUY", "LMT", "101", null));
        late.place(
                3, TestPeer.order("BUY", 10, "MKT").toBuilder().outsideRth(true).build());
        evening.pass(MOMENT);
        List<Message> told = late.takeAll();
        assertThat(executions(told)).containsExactly("1 at 100.01");
        assertThat(told.stream()
                        .filter(ErrorMessage.class::isInstance)
                        .map(m -> ((ErrorMessage) m).id() + " " + ((ErrorMessage) m).errorCode()))
                .containsExactly("2 399", "3 2109", "3 399");
        evening.pass(Duration.ofDays(3));
        assertThat(executions(late.takeAll())).containsExactly("2 at 100.01", "3 at 100.01");
    }

    @Test
    void shouldDeactivateAFillOrKillThatCannotFillAndFillOneWholeThatCan() {
        peer.place(1, order("BUY", "LMT", "90", null).toBuilder().tif("FOK").build());
        harness.pass(MOMENT);
        assertThat(statuses(peer)).containsExactly("PreSubmitted ", "Inactive ");
        peer.place(2, TestPeer.order("BUY", 2500, "MKT").toBuilder().tif("FOK").build());
        harness.pass(MOMENT);
        assertThat(peer.take(ExecDetails.class))
                .extracting(e -> e.execution().shares())
                .containsExactly(BigDecimal.valueOf(2500));
    }

    @Test
    void shouldCancelWhatAnImmediateOrderCannotGetAtOnce() {
        peer.place(1, TestPeer.order("BUY", 2500, "MKT").toBuilder().tif("IOC").build());
        harness.pass(MOMENT);
        List<OrderStatus> told = peer.take(OrderStatus.class);
        assertThat(told.getLast().status()).isEqualTo("Cancelled");
        assertThat(told.getLast().filled()).isEqualTo("1000");
    }

    private static Order order(String side, String type, @Nullable String limit, @Nullable String aux) {
        return TestPeer.order(side, 10, type).toBuilder()
                .lmtPrice(limit == null ? null : new BigDecimal(limit))
                .auxPrice(aux == null ? null : new BigDecimal(aux))
                .build();
    }

    private static List<String> filledAt(TestPeer peer) {
        return peer.take(ExecDetails.class).stream()
                .map(e -> Objects.requireNonNull(e.execution().price()).toPlainString())
                .toList();
    }

    private static List<String> executions(List<Message> told) {
        return told.stream()
                .filter(ExecDetails.class::isInstance)
                .map(m -> (ExecDetails) m)
                .map(e -> e.orderId() + " at "
                        + Objects.requireNonNull(e.execution().price()).toPlainString())
                .toList();
    }

    private static List<String> statuses(TestPeer peer) {
        return peer.take(OrderStatus.class).stream()
                .map(s -> s.status() + " " + s.whyHeld())
                .toList();
    }

    private static List<Integer> cancelled(TestPeer peer) {
        return peer.take(OrderStatus.class).stream()
                .filter(s -> s.status().equals("Cancelled"))
                .map(OrderStatus::orderId)
                .toList();
    }
}

package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderCondition;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqOpenOrders;
import io.mainstay.simulator.market.MarketHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that hang together, that have conditions, and whose terms change. */
class OrderGroupTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final SettableMarket market = new SettableMarket();
    private final GatewayHarness harness =
            new GatewayHarness("normal", MarketHours.ALWAYS_OPEN, GatewayHarness.START, market);
    private final TestPeer peer = harness.ready(7);

    @Test
    void shouldCancelTheRestOfAGroupOfTypeOneOnAnyExecution() {
        peer.place(
                1,
                limit("BUY", 1500, "100.5").toBuilder().ocaGroup("g").ocaType(1).build());
        peer.place(
                2, limit("BUY", 1500, "90").toBuilder().ocaGroup("g").ocaType(1).build());
        peer.place(
                3,
                limit("BUY", 1500, "90").toBuilder()
                        .ocaGroup("other")
                        .ocaType(1)
                        .build());
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 1500/0", "2 Cancelled 0/1500", "3 Submitted 0/1500");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldReduceTheRestOfAGroupByTheShareThatHasFilled(int type) {
        peer.place(
                1,
                limit("BUY", 500, "90").toBuilder().ocaGroup("g").ocaType(type).build());
        peer.place(
                2,
                limit("BUY", 4000, "100.5").toBuilder()
                        .ocaGroup("g")
                        .ocaType(type)
                        .build());
        harness.pass(Duration.ofMillis(25));
        assertThat(last(peer)).containsExactly("1 Submitted 0/375", "2 Submitted 1000/3000");
        market.price("101");
        harness.pass(MOMENT);
        peer.send(new CancelOrder(2, "", "", "", 0, "", 0));
        assertThat(last(peer)).as("a cancellation leaves the others alone").containsExactly("2 Cancelled 1000/3000");
        market.price("80");
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 375/0");
    }

    @Test
    void shouldHoldChildrenUntilTheirParentHasFilledAndReduceOneByTheOther() {
        peer.place(1, limit("BUY", 2000, "99").toBuilder().transmit(false).build());
        peer.place(
                2,
                limit("SELL", 2000, "105").toBuilder()
                        .parentId(1)
                        .transmit(false)
                        .build());
        peer.place(
                3,
                TestPeer.order("SELL", 2000, "STP").toBuilder()
                        .auxPrice(BigDecimal.valueOf(95))
                        .parentId(1)
                        .build());
        harness.pass(MOMENT);
        assertThat(peer.take(OrderStatus.class))
                .extracting(s -> s.orderId() + " " + s.status() + " " + s.whyHeld())
                .containsExactly("1 PreSubmitted ", "2 PreSubmitted child", "3 PreSubmitted child", "1 Submitted ");
        market.price("98");
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 2000/0", "2 Submitted 0/2000");
        market.price("106");
        harness.passUntilNext();
        assertThat(last(peer)).containsExactly("2 Submitted 1000/1000", "3 PreSubmitted 0/1000");
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("2 Filled 2000/0", "3 Cancelled 0/1000");
    }

    @Test
    void shouldEndChildrenWithAParentThatFilledNothingAndKeepThemForWhatItFilled() {
        peer.place(1, limit("BUY", 3000, "99"));
        peer.place(2, limit("SELL", 3000, "105").toBuilder().parentId(1).build());
        peer.place(3, limit("BUY", 10, "90"));
        peer.place(4, limit("SELL", 10, "105").toBuilder().parentId(3).build());
        harness.pass(MOMENT);
        market.price("98");
        harness.pass(Duration.ofMillis(25));
        peer.takeAll();
        peer.send(new CancelOrder(1, "", "", "", 0, "", 0)).send(new CancelOrder(3, "", "", "", 0, "", 0));
        harness.pass(MOMENT);
        assertThat(last(peer))
                .containsExactly("1 Cancelled 1000/2000", "2 Submitted 0/1000", "3 Cancelled 0/10", "4 Cancelled 0/10");
        peer.place(5, limit("SELL", 10, "105").toBuilder().parentId(3).build());
        assertThat(peer.takeErrors()).as("its parent is gone").containsExactly(10006);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true, 105, 'price 106'",
        "1, false, 95, 'price 94'",
        "3, true, 20261120 10:20:00 US/Eastern, 'time 600'",
        "4, false, 95, 'buys'",
        "5, true, '', 'fill'",
        "6, true, 5000, 'volume 6000'",
        "7, true, 3, 'price 104'",
        "7, false, -3, 'price 96'"
    })
    void shouldWaitForACondition(int type, boolean more, String value, String event) {
        peer.place(
                1,
                TestPeer.order("BUY", 10, "MKT").toBuilder()
                        .conditions(List.of(condition(type, more, value, "a")))
                        .build());
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 PreSubmitted 0/10");
        String[] words = event.split(" ");
        switch (words[0]) {
            case "price" -> market.price(words[1]);
            case "volume" -> market.volume(Long.parseLong(words[1]));
            case "time" -> harness.pass(Duration.ofSeconds(Long.parseLong(words[1])));
            case "buys" -> harness.ready(8).place(1, TestPeer.order("BUY", 1000, "MKT"));
            default -> harness.ready(8).place(1, TestPeer.order("BUY", 1, "MKT"));
        }
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 10/0");
    }

    @Test
    void shouldJoinConditionsAndCancelByThemWhereThatIsAsked() {
        OrderCondition high = condition(1, true, "105", "a");
        OrderCondition busy = condition(6, true, "5000", "o");
        OrderCondition never = condition(3, true, "20300101 00:00:00 UTC", "a");
        peer.place(
                1,
                TestPeer.order("BUY", 10, "MKT").toBuilder()
                        .conditions(List.of(high, busy))
                        .build());
        peer.place(
                2,
                TestPeer.order("BUY", 10, "MKT").toBuilder()
                        .conditions(List.of(busy, never))
                        .build());
        peer.place(
                3,
                limit("BUY", 10, "90").toBuilder()
                        .conditions(List.of(high))
                        .conditionsCancelOrder(true)
                        .build());
        market.volume(6000);
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 PreSubmitted 0/10", "2 Filled 10/0", "3 Submitted 0/10");
        market.price("106");
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 10/0", "3 Cancelled 0/10");
        TestPeer text = harness.ready(8, 200);
        text.place(
                4,
                TestPeer.order("BUY", 10, "MKT").toBuilder()
                        .conditions(List.of(condition(1, true, "much", "a")))
                        .build());
        assertThat(text.takeErrors()).contains(321);
    }

    @Test
    void shouldRefuseChangesThatGatewaysRefuseAndKeepTheOrder() {
        peer.place(
                1, limit("BUY", 10, "90").toBuilder().ocaGroup("g").ocaType(1).build());
        harness.pass(MOMENT);
        peer.takeAll();
        Order same = limit("BUY", 10, "91").toBuilder().ocaGroup("g").ocaType(1).build();
        peer.place(1, same.toBuilder().action("SELL").build());
        peer.place(1, same.toBuilder().ocaGroup("h").build());
        peer.place(1, same.toBuilder().ocaType(2).build());
        peer.place(1, same.toBuilder().parentId(7).build());
        peer.place(1, same.toBuilder().account("DU7").build());
        peer.place(1, same.toBuilder().totalQuantity(BigDecimal.ZERO).build());
        peer.send(new PlaceOrder(1, TestPeer.stock("MSFT"), same));
        assertThat(peer.takeErrors()).containsExactly(105, 10326, 10327, 10341, 422, 434, 105);
        peer.place(1, same);
        harness.pass(MOMENT);
        assertThat(peer.take(OpenOrder.class).getLast().order().lmtPrice()).isEqualTo("91");
    }

    @Test
    void shouldKeepWhatATriggeredOrderHasSeenWhenItsLimitChanges() {
        Order stop = limit("BUY", 10, "102.5").toBuilder()
                .orderType("STP LMT")
                .auxPrice(BigDecimal.valueOf(102))
                .build();
        peer.place(1, stop);
        market.price("104");
        harness.pass(MOMENT);
        market.price("101");
        peer.place(1, stop.toBuilder().lmtPrice(new BigDecimal("100.5")).build());
        harness.pass(MOMENT);
        assertThat(last(peer)).as("triggered at 104").containsExactly("1 Submitted 0/10");
        market.price("100");
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 10/0");
    }

    @Test
    void shouldChangeNothingWhenAWorkingOrderIsOnlyAskedAbout() {
        peer.place(1, limit("BUY", 10, "90"));
        harness.pass(MOMENT);
        peer.takeAll();
        peer.place(1, TestPeer.order("BUY", 50, "MKT").toBuilder().whatIf(true).build());
        harness.pass(MOMENT);
        assertThat(peer.takeAll())
                .singleElement()
                .isInstanceOfSatisfying(
                        OpenOrder.class,
                        o -> assertThat(o.orderState().initMarginChange()).isEqualTo("1250.13"));
        assertThat(peer.send(new ReqOpenOrders()).take(OpenOrder.class))
                .singleElement()
                .satisfies(o -> assertThat(o.order().lmtPrice()).isEqualTo("90"));
    }

    @Test
    void shouldTurnALimitIntoAMarketOrderByAChange() {
        peer.place(1, limit("BUY", 10, "90"));
        harness.pass(MOMENT);
        peer.place(1, TestPeer.order("BUY", 10, "MKT"));
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("1 Filled 10/0");
    }

    @Test
    void shouldRefuseRatherThanDisregardWhatItDoesNotSimulate() {
        TestPeer peer = harness.ready(8, 200);
        Order order = TestPeer.order("BUY", 10, "MKT");
        peer.place(1, order.toBuilder().algoStrategy("Vwap").build());
        peer.place(2, order.toBuilder().hedgeType("D").build());
        peer.place(3, order.toBuilder().scalePriceIncrement(BigDecimal.ONE).build());
        peer.place(4, order.toBuilder().adjustedOrderType("STP").build());
        peer.place(5, order.toBuilder().eTradeOnly(true).build());
        peer.place(6, order.toBuilder().firmQuoteOnly(true).build());
        peer.place(7, order.toBuilder().nbboPriceCap(BigDecimal.ONE).build());
        peer.place(8, order.toBuilder().displaySize(10).build());
        peer.place(9, order.toBuilder().cashQty(BigDecimal.TEN).build());
        peer.place(10, order.toBuilder().whatIf(true).transmit(false).build());
        peer.place(0, order);
        assertThat(peer.takeErrors())
                .containsExactly(201, 201, 201, 201, 10268, 10269, 10270, 10020, 10244, 413, 10149);
    }

    @Test
    void shouldRefuseRatherThanDisregardWhatOnlyProtobufCarries() {
        TestPeer peer = harness.ready(8, 225);
        Order order = TestPeer.order("BUY", 10, "MKT");
        peer.place(1, order.toBuilder().deactivate(true).build());
        peer.place(2, order.toBuilder().postOnly(true).build());
        peer.place(3, order.toBuilder().allowPreOpen(true).build());
        peer.place(4, order.toBuilder().ignoreOpenAuction(true).build());
        peer.place(5, order.toBuilder().whatIf(true).whatIfType(1).build());
        AttachedOrders stop =
                AttachedOrders.builder().slOrderId(7).slOrderType("STP").build();
        peer.send(new PlaceOrder(6, TestPeer.AAPL, order, stop));
        assertThat(peer.takeErrors()).containsExactly(201, 201, 201, 201, 201, 201);
        peer.place(
                7,
                order.toBuilder()
                        .routeMarketableToBbo(true)
                        .seekPriceImprovement(true)
                        .build());
        harness.pass(MOMENT);
        assertThat(last(peer)).containsExactly("7 Filled 10/0");
        peer.send(new PlaceOrder(0, TestPeer.AAPL, order, stop));
        assertThat(peer.takeErrors()).containsExactly(10149);
    }

    private static OrderCondition condition(int type, boolean more, String value, String conjunction) {
        return OrderCondition.builder()
                .type(type)
                .isMore(more)
                .value(value)
                .conjunction(conjunction)
                .conId(265598)
                .exchange("SMART")
                .symbol("AAPL")
                .secType("STK")
                .build();
    }

    private static Order limit(String side, int quantity, String price) {
        return TestPeer.order(side, quantity, "LMT").toBuilder()
                .lmtPrice(new BigDecimal(price))
                .build();
    }

    /** The last status of each order that has been told of, by id. */
    private static List<String> last(TestPeer peer) {
        var last = new TreeMap<Integer, String>();
        for (OrderStatus s : peer.take(OrderStatus.class)) {
            last.put(
                    s.orderId(),
                    s.orderId() + " " + s.status() + " "
                            + Objects.requireNonNull(s.filled()).toPlainString() + "/"
                            + Objects.requireNonNull(s.remaining()).toPlainString());
        }
        return List.copyOf(last.values());
    }
}

package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.SimulatedOrder;
import java.math.BigDecimal;
import java.util.Objects;

/** Orders and executions as a gateway writes them: with the values it fills in itself, as captured at version 200. */
final class OrderEcho {
    private static final String NO_MARGIN = "1.7976931348623157E308";
    private static final BigDecimal ZERO = new BigDecimal("0.0");

    private OrderEcho() {}

    static Contract contract(Contract contract) {
        return contract.right().isEmpty() ? contract.toBuilder().right("?").build() : contract;
    }

    static Order echo(SimulatedOrder order) {
        Order echo = echo(order.order(), order.clientId(), order.permId());
        BigDecimal stop = order.trailingStop();
        return stop == null ? echo : echo.toBuilder().trailStopPrice(stop).build();
    }

    static OpenOrder openOrder(SimulatedOrder order) {
        return new OpenOrder(
                order.orderId(),
                contract(order.contract()),
                echo(order),
                state(order.status().name()));
    }

    static OrderStatus status(SimulatedOrder order) {
        return new OrderStatus(
                order.orderId(),
                order.status().name(),
                order.filled(),
                order.remaining(),
                order.averageFillPrice(),
                order.permId(),
                order.order().parentId(),
                order.lastFillPrice(),
                order.clientId(),
                order.whyHeld(),
                BigDecimal.ZERO);
    }

    static CommissionAndFeesReport commission(Fill fill) {
        return new CommissionAndFeesReport(
                fill.execId(), fill.commission(), "USD", fill.realizedPnl().orElse(null), null, 0);
    }

    static Order echo(Order placed, int clientId, long permId) {
        BigDecimal quantity = Objects.requireNonNullElse(placed.totalQuantity(), BigDecimal.ZERO);
        return placed.toBuilder()
                .clientId(clientId)
                .permId(permId)
                .lmtPrice(Objects.requireNonNullElse(placed.lmtPrice(), ZERO))
                .auxPrice(Objects.requireNonNullElse(placed.auxPrice(), ZERO))
                .sharesAllocation(permId + ".0/" + placed.account() + "/" + quantity.toPlainString())
                .exemptCode(-1)
                .displaySize(Objects.requireNonNullElse(placed.displaySize(), Integer.MAX_VALUE))
                .ocaType(placed.ocaType() == 0 ? 3 : placed.ocaType())
                .volatilityType(Objects.requireNonNullElse(placed.volatilityType(), 0))
                .deltaNeutralOrderType(
                        placed.deltaNeutralOrderType().isEmpty() ? "None" : placed.deltaNeutralOrderType())
                .deltaNeutralOpenClose("?")
                .referencePriceType(Objects.requireNonNullElse(placed.referencePriceType(), 0))
                .scaleInitLevelSize(Objects.requireNonNullElse(placed.scaleInitLevelSize(), Integer.MAX_VALUE))
                .scaleSubsLevelSize(Objects.requireNonNullElse(placed.scaleSubsLevelSize(), Integer.MAX_VALUE))
                .clearingIntent(placed.clearingIntent().isEmpty() ? "IB" : placed.clearingIntent())
                .adjustedOrderType(placed.adjustedOrderType().isEmpty() ? "None" : placed.adjustedOrderType())
                .dontUseAutoPriceForHedge(true)
                .submitter("simulator")
                .build();
    }

    static OrderState state(String status) {
        return OrderState.builder()
                .status(status)
                .initMarginBefore(NO_MARGIN)
                .maintMarginBefore(NO_MARGIN)
                .equityWithLoanBefore(NO_MARGIN)
                .initMarginChange(NO_MARGIN)
                .maintMarginChange(NO_MARGIN)
                .equityWithLoanChange(NO_MARGIN)
                .initMarginAfter(NO_MARGIN)
                .maintMarginAfter(NO_MARGIN)
                .equityWithLoanAfter(NO_MARGIN)
                .build();
    }

    static ExecDetails execution(Fill fill, int reqId, int version) {
        SimulatedOrder order = fill.order();
        String exchange = order.instrument().primaryExchange();
        Contract contract = order.contract().toBuilder().exchange(exchange).build();
        Execution execution = Execution.builder()
                .execId(fill.execId())
                .time(WireTime.full(fill.time(), version))
                .acctNumber(order.order().account())
                .exchange(exchange)
                .side(order.isBuy() ? "BOT" : "SLD")
                .shares(fill.shares())
                .price(fill.price())
                .permId(order.permId())
                .clientId(order.clientId())
                .cumQty(fill.cumulative())
                .avgPrice(fill.averagePrice())
                .orderRef(order.order().orderRef())
                .lastLiquidity(2)
                .submitter("simulator")
                .build();
        return new ExecDetails(reqId, order.orderId(), contract, execution);
    }
}

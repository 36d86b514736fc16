package io.mainstay.engine.support;

import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.Execution;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PlaceOrder;
import java.math.BigDecimal;

/** Orders as a client wishes them and as the gateway speaks of them. */
public final class Orders {
    public static final Contract APPLE = Contract.builder()
            .conId(265598)
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();

    private Orders() {}

    public static Order limit() {
        return Order.builder()
                .action("BUY")
                .totalQuantity(new BigDecimal("10"))
                .orderType("LMT")
                .lmtPrice(new BigDecimal("189.5"))
                .tif("DAY")
                .transmit(true)
                .build();
    }

    public static PlaceOrder place(int orderId) {
        return new PlaceOrder(orderId, APPLE, limit());
    }

    public static CancelOrder cancel(int orderId) {
        return new CancelOrder(orderId, "", "", "", null, "", null);
    }

    public static OpenOrder openOrder(int orderId, int clientId, long permId) {
        return new OpenOrder(
                orderId,
                APPLE,
                limit().toBuilder().clientId(clientId).permId(permId).build(),
                OrderState.builder().status("Submitted").build());
    }

    public static OrderStatus status(int orderId, int clientId, long permId, String status) {
        return new OrderStatus(
                orderId,
                status,
                BigDecimal.ZERO,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                permId,
                0,
                BigDecimal.ZERO,
                clientId,
                "",
                BigDecimal.ZERO);
    }

    public static ExecDetails fill(int reqId, int orderId, int clientId, long permId, String execId) {
        return new ExecDetails(
                reqId,
                orderId,
                APPLE,
                Execution.builder()
                        .execId(execId)
                        .clientId(clientId)
                        .permId(permId)
                        .acctNumber("DU9000001")
                        .side("BOT")
                        .shares(BigDecimal.TEN)
                        .price(new BigDecimal("189.5"))
                        .build());
    }

    public static CommissionAndFeesReport commission(String execId) {
        return new CommissionAndFeesReport(execId, new BigDecimal("1.25"), "USD", null, null, 0);
    }
}

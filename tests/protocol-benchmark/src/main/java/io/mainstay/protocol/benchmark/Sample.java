package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** The messages that are measured, with values as a gateway sends them. */
public enum Sample {
    TICK_PRICE("1|6|1001|1|189.50|300|1|"),
    TICK_SIZE("2|6|1001|0|300|"),
    TICK_BY_TICK("99|1001|1|1781184602|189.5012|100|0|NASDAQ| I|"),
    ORDER_STATUS("3|379|Filled|100|0|189.50|1234567890|0|189.50|7||0|"),
    OPEN_ORDER(""),
    BARS_390(
            "17|1001|390|" + "20260611 09:30:00 US/Eastern|189.50|189.75|189.40|189.62|12345|189.557|321|".repeat(390));

    private static final int WRITTEN_AT = 200;

    private final String text;

    Sample(String text) {
        this.text = text;
    }

    Message message() {
        if (this == OPEN_ORDER) {
            return openOrder();
        }
        byte[] payload = text.replace('|', '\0').getBytes(StandardCharsets.US_ASCII);
        return MessageCodec.readIncoming(payload, 0, payload.length, WRITTEN_AT);
    }

    /** A working limit order for a stock, as a gateway reports it. */
    private static Message openOrder() {
        Contract contract = Contract.builder()
                .conId(265598)
                .symbol("AAPL")
                .secType("STK")
                .strike(BigDecimal.ZERO)
                .right("?")
                .exchange("SMART")
                .currency("USD")
                .localSymbol("AAPL")
                .tradingClass("NMS")
                .build();
        Order order = Order.builder()
                .action("BUY")
                .totalQuantity(new BigDecimal("100"))
                .orderType("LMT")
                .lmtPrice(new BigDecimal("189.50"))
                .auxPrice(new BigDecimal("0.0"))
                .tif("DAY")
                .account("DU0000000")
                .orderRef("sma/AAPL/20260611-1")
                .clientId(7)
                .permId(1234567890)
                .sharesAllocation("1234567890.0/DU0000000/100")
                .exemptCode(-1)
                .ocaType(3)
                .volatilityType(0)
                .deltaNeutralOrderType("None")
                .deltaNeutralOpenClose("?")
                .referencePriceType(0)
                .clearingIntent("IB")
                .adjustedOrderType("None")
                .dontUseAutoPriceForHedge(true)
                .minCompeteSize(100)
                .competeAgainstBestOffset(new BigDecimal("0.02"))
                .submitter("user")
                .build();
        OrderState state = OrderState.builder().status("Submitted").build();
        return new OpenOrder(379, contract, order, state);
    }
}

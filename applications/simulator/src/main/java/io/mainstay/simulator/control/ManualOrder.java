package io.mainstay.simulator.control;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** An order as it is entered in TWS's window: what a JSON document says of it, and usual values for the rest. */
public record ManualOrder(Contract contract, Order order) {
    private static final Set<String> NAMES = Set.of(
            "symbol", "secType", "exchange", "currency", "conId", "action", "quantity", "type", "limit", "stop", "tif");

    /**
     * Reads {@code {"symbol": "AAPL", "action": "BUY", "quantity": 10}}; {@code conId}, {@code secType}, {@code exchange},
     * {@code currency}, {@code type}, {@code limit}, {@code stop} and {@code tif} may be added.
     *
     * @throws IllegalArgumentException naming the member that is unknown or is no number
     */
    public static ManualOrder of(Map<String, Object> document) {
        for (String name : document.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("an order has no " + name + "; it may have "
                        + String.join(", ", NAMES.stream().sorted().toList()));
            }
        }
        Contract contract = Contract.builder()
                .conId(number(document, "conId", BigDecimal.ZERO).intValueExact())
                .symbol(text(document, "symbol", ""))
                .secType(text(document, "secType", "STK"))
                .exchange(text(document, "exchange", "SMART"))
                .currency(text(document, "currency", "USD"))
                .build();
        Order.Builder order = Order.builder()
                .action(text(document, "action", ""))
                .totalQuantity(number(document, "quantity", BigDecimal.ZERO))
                .orderType(text(document, "type", "MKT"))
                .tif(text(document, "tif", "DAY"))
                .transmit(true);
        if (document.containsKey("limit")) {
            order.lmtPrice(number(document, "limit", BigDecimal.ZERO));
        }
        if (document.containsKey("stop")) {
            order.auxPrice(number(document, "stop", BigDecimal.ZERO));
        }
        return new ManualOrder(contract, order.build());
    }

    static BigDecimal number(Map<String, Object> document, String name, BigDecimal otherwise) {
        Object value = document.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number", e);
        }
    }

    static String text(Map<String, Object> document, String name, String otherwise) {
        Object value = document.get(name);
        return value == null ? otherwise : value.toString();
    }
}

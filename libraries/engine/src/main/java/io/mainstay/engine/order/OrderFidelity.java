package io.mainstay.engine.order;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an order means the same at the gateway's version as at its client's. What a version has no place for is left out
 * of a message when it is translated; of an order nothing may be, because it would be another order.
 */
final class OrderFidelity {
    private static final int PREFIX_BYTES = 4;

    /** What gateways tell and clients may hand back; an order does not mean anything else without it. */
    private static final Set<String> TOLD_BY_GATEWAYS = Set.of(
            "orderId",
            "clientId",
            "permId",
            "parentPermId",
            "filledQuantity",
            "basisPoints",
            "basisPointsType",
            "bondAccruedInterest",
            "submitter",
            "autoCancelDate",
            "refFuturesConId",
            "shareholder",
            "routeMarketableToBbo");

    private OrderFidelity() {}

    /** What of an order a version can't carry, for a text; empty if it carries all of it. */
    static Optional<String> lostAt(int version, PlaceOrder order) {
        Message carried;
        try {
            var out = new FieldWriter(version);
            order.write(out);
            carried = MessageCodec.readOutgoing(out.buffer(), PREFIX_BYTES, out.lengthBytes() - PREFIX_BYTES, version);
        } catch (IllegalArgumentException | FieldException e) {
            return Optional.of("a value (" + e.getMessage() + ")");
        }
        if (!(carried instanceof PlaceOrder arrived)) {
            return Optional.of("it");
        }
        String lost = lost("order", order.order(), arrived.order());
        if (lost == null) {
            lost = lost(
                    "comboLegs",
                    order.contract().comboLegs(),
                    arrived.contract().comboLegs());
        }
        if (lost == null) {
            lost = lost("attachedOrders", order.attachedOrders(), arrived.attachedOrders());
        }
        return Optional.ofNullable(lost);
    }

    /** Where two values differ although the first says something; null if they don't. */
    private static @Nullable String lost(String name, @Nullable Object said, @Nullable Object arrived) {
        if (said == null || saysNothing(said) || said.equals(arrived)) {
            return null;
        }
        return switch (said) {
            case BigDecimal number -> arrived instanceof BigDecimal other && number.compareTo(other) == 0 ? null : name;
            case String text -> arrived instanceof String other && sameNumber(text, other) ? null : name;
            case List<?> list -> lostOfList(name, list, arrived instanceof List<?> other ? other : List.of());
            case Record whole -> lostOfRecord(name, whole, arrived);
            default -> name;
        };
    }

    private static @Nullable String lostOfList(String name, List<?> said, List<?> arrived) {
        if (said.size() != arrived.size()) {
            return name;
        }
        for (int i = 0; i < said.size(); i++) {
            String lost = lost(name, said.get(i), arrived.get(i));
            if (lost != null) {
                return lost;
            }
        }
        return null;
    }

    private static @Nullable String lostOfRecord(String name, Record said, @Nullable Object arrived) {
        for (RecordComponent component : said.getClass().getRecordComponents()) {
            if (said instanceof Order && TOLD_BY_GATEWAYS.contains(component.getName())) {
                continue;
            }
            Object other = arrived == null ? null : value(component, arrived);
            String lost = lost(name + "." + component.getName(), value(component, said), other);
            if (lost != null) {
                return lost;
            }
        }
        return null;
    }

    private static @Nullable Object value(RecordComponent component, Object whole) {
        try {
            return component.getAccessor().invoke(whole);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }

    /** Versions differ in how they write that there is nothing: not at all, as nothing, as 0 or as the largest number. */
    private static boolean saysNothing(Object value) {
        return switch (value) {
            case String text -> text.isEmpty();
            case Boolean flag -> !flag;
            case Integer number -> number == 0 || number == Integer.MAX_VALUE;
            case Long number -> number == 0 || number == Long.MAX_VALUE;
            case BigDecimal number -> number.signum() == 0;
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }

    private static boolean sameNumber(String a, String b) {
        try {
            return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

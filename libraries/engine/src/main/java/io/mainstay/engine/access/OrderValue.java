package io.mainstay.engine.access;

import io.mainstay.engine.access.ContractBook.Meaning;
import io.mainstay.protocol.message.AttachedOrders;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an order may cost: its limit price and what it may add to it, times its quantity and the contract's multiplier, which
 * is the gateway's word wherever a wrong one would pass for a smaller value.
 */
final class OrderValue {
    /** Orders that pay at most their limit price; all others may pay whatever the market asks. */
    private static final Set<String> CAPPED_TYPES = Set.of("LMT", "LOC", "LIT", "STP LMT");

    /** Contracts of which one is one. */
    private static final Set<String> SINGLE_TYPES = Set.of("STK", "CASH", "CRYPTO", "CFD", "CMDTY");

    private static final Set<String> SALES = Set.of("SELL", "SSHORT", "SLONG");

    private final ContractBook contracts;

    OrderValue(ContractBook contracts) {
        this.contracts = contracts;
    }

    /** Why an order may cost too much, or is not known to cost little enough; null if it may be sent. */
    @Nullable
    String forbids(PlaceOrder message, BigDecimal most) {
        Contract contract = message.contract();
        Order order = message.order();
        String bound = bound(most);
        if (OrderQuantity.isCombination(contract)) {
            // A sale buys the legs that say SELL, so neither side is free.
            return bound + ", and what the legs of a combination cost is not known here; order them one by one";
        }
        if (hasAttached(message.attachedOrders())) {
            return bound + ", and at what price its attached orders buy is not known; order them on their own";
        }
        if (SALES.contains(order.action())) {
            // A seller's limit price is the least that comes in, which bounds nothing; the quantity does.
            return null;
        }
        BigDecimal price = order.lmtPrice();
        if (!CAPPED_TYPES.contains(order.orderType()) || price == null) {
            return bound + ", so only orders with a limit price are taken";
        }
        String mover = mover(order);
        if (mover != null) {
            return bound + ", so only orders with a limit price that stays are taken, and " + mover + " may move it";
        }
        if (!contract.secId().isEmpty()) {
            return bound + ", and what an identifier such as an ISIN means is not known here; name the symbol";
        }
        Optional<Meaning> meaning = contracts.meaning(contract.conId());
        if (meaning.isEmpty() && (contract.conId() != 0 || !SINGLE_TYPES.contains(contract.secType()))) {
            return bound + ", and what one is worth is not known here yet; "
                    + (contract.conId() == 0
                            ? "give its contract id, after asking for its contract details"
                            : "ask for the contract details of contract id " + contract.conId() + " first");
        }
        BigDecimal multiplier = meaning.isEmpty() ? BigDecimal.ONE : multiplier(meaning.get());
        BigDecimal quantity = order.totalQuantity();
        if (multiplier == null || quantity == null || price.signum() <= 0) {
            return bound
                    + ", and that of this one is not known: it needs a multiplier, a quantity, and a price above 0";
        }
        BigDecimal value = price.add(atLeastZero(order.discretionaryAmt()))
                .multiply(quantity)
                .multiply(multiplier);
        return value.compareTo(most) > 0 ? bound + ", this one is worth " + value.toPlainString() : null;
    }

    static String bound(BigDecimal most) {
        return "the value of an order is bounded to " + most.toPlainString();
    }

    /** What may move the limit price of an order whose type keeps it; null if nothing does. */
    private static @Nullable String mover(Order order) {
        if (!OrderQuantity.isNone(order.adjustedOrderType())) {
            return "an adjusted order type";
        }
        if (!OrderQuantity.isZero(order.lmtPriceOffset()) || !OrderQuantity.isZero(order.percentOffset())) {
            return "an offset";
        }
        if (!OrderQuantity.isZero(order.trailingPercent())) {
            return "a trailing percentage";
        }
        return isScale(order) ? "a scale" : null;
    }

    private static boolean isScale(Order order) {
        return isSet(order.scaleInitLevelSize())
                || isSet(order.scaleSubsLevelSize())
                || !OrderQuantity.isZero(order.scalePriceIncrement())
                || !OrderQuantity.isZero(order.scalePriceAdjustValue())
                || !OrderQuantity.isZero(order.scaleProfitOffset())
                || !order.scaleTable().isEmpty();
    }

    private static boolean isSet(@Nullable Integer number) {
        return number != null && number != 0;
    }

    private static boolean hasAttached(AttachedOrders attached) {
        return !attached.slOrderType().isEmpty()
                || !attached.ptOrderType().isEmpty()
                || attached.slOrderId() != null
                || attached.ptOrderId() != null;
    }

    private static BigDecimal atLeastZero(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount.max(BigDecimal.ZERO);
    }

    /** Null if it is not known. */
    private static @Nullable BigDecimal multiplier(Meaning meaning) {
        if (meaning.multiplier().isEmpty()) {
            return SINGLE_TYPES.contains(meaning.secType()) ? BigDecimal.ONE : null;
        }
        if (!meaning.multiplier().matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return null;
        }
        var multiplier = new BigDecimal(meaning.multiplier());
        return multiplier.signum() == 0 ? null : multiplier;
    }
}

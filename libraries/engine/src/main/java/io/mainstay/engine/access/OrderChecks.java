package io.mainstay.engine.access;

import io.mainstay.protocol.message.ComboLeg;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds orders against the bounds of a rule. A change is held against them like a new order, with all of its quantity, so it
 * can't grow an order beyond them. What makes an order's size or price uncertain is refused where that size or price is
 * bounded.
 */
final class OrderChecks {
    /** Orders that pay at most their limit price; all others may pay whatever the market asks. */
    private static final Set<String> CAPPED_TYPES = Set.of("LMT", "LOC", "LIT", "STP LMT");

    /** Contracts of which one is one, whatever their multiplier field says. */
    private static final Set<String> SINGLE_TYPES = Set.of("STK", "CASH", "CRYPTO");

    private final OrderLimits limits;
    private final OrderRate rate;
    private final ContractBook contracts;

    OrderChecks(OrderLimits limits, OrderRate rate, ContractBook contracts) {
        this.limits = limits;
        this.rate = rate;
        this.contracts = contracts;
    }

    /** The same with other bounds; what was ordered in this second counts on. */
    OrderChecks with(OrderLimits others) {
        return others.equals(limits) ? this : new OrderChecks(others, rate.atMost(others.perSecond()), contracts);
    }

    /** Why an order or its change is not permitted, however seldom such are; empty if it is. */
    Optional<String> forbids(PlaceOrder message) {
        return first(
                symbol(message.contract()),
                limits.quantity() == null ? null : quantity(message.order(), limits.quantity()),
                limits.value() == null ? null : value(message.contract(), message.order(), limits.value()));
    }

    Optional<String> forbids(ExerciseOptions message) {
        BigDecimal most = limits.quantity();
        BigDecimal asked = BigDecimal.valueOf(message.exerciseQuantity());
        return first(
                symbol(message.contract()),
                most != null && asked.compareTo(most) > 0 ? tooMany(asked, most) : null,
                null);
    }

    private static Optional<String> first(@Nullable String symbol, @Nullable String quantity, @Nullable String value) {
        if (symbol != null) {
            return Optional.of(symbol);
        }
        return Optional.ofNullable(quantity != null ? quantity : value);
    }

    /** Why an order or change may not come now, because of those before it; empty if it may, and then it is counted. */
    Optional<String> count() {
        return rate.take()
                ? Optional.empty()
                : Optional.of("at most " + limits.perSecond() + " orders and changes in a second are allowed");
    }

    private @Nullable String symbol(Contract contract) {
        if (limits.symbols().isEmpty()) {
            return null;
        }
        if (!contract.secId().isEmpty()) {
            return "only some symbols may be ordered, and what an identifier such as an ISIN means is not known here;"
                    + " name the symbol";
        }
        if (contract.secType().equals("BAG")) {
            for (ComboLeg leg : contract.comboLegs()) {
                String wrong = conId(leg.conId());
                if (wrong != null) {
                    return wrong;
                }
            }
            return contract.comboLegs().isEmpty() ? "a combination without legs can't be judged" : null;
        }
        if (contract.conId() != 0) {
            return conId(contract.conId());
        }
        return limits.symbols().contains(contract.symbol()) ? null : notAllowed(contract.symbol());
    }

    private @Nullable String conId(int conId) {
        Optional<String> known = contracts.symbol(conId);
        if (known.isEmpty()) {
            return "only some symbols may be ordered, and the symbol of contract id " + conId
                    + " is not known here yet; ask for its contract details first";
        }
        return limits.symbols().contains(known.get()) ? null : notAllowed(known.get());
    }

    private static String notAllowed(String symbol) {
        return (symbol.isEmpty() ? "an order without a symbol" : symbol) + " may not be ordered";
    }

    private static @Nullable String quantity(Order order, BigDecimal most) {
        BigDecimal cash = order.cashQty();
        if (cash != null && cash.signum() != 0) {
            return "at most " + most.toPlainString()
                    + " may be ordered, and an order by cash amount does not say how much" + " that is";
        }
        if (!order.hedgeType().isEmpty() || order.scaleAutoReset()) {
            return "at most " + most.toPlainString() + " may be ordered, and a hedge or a scale order that starts again"
                    + " does not say how much that is";
        }
        BigDecimal asked = order.totalQuantity();
        if (asked == null || asked.signum() <= 0) {
            return "an order without a quantity can't be judged";
        }
        return asked.compareTo(most) > 0 ? tooMany(asked, most) : null;
    }

    private static String tooMany(BigDecimal asked, BigDecimal most) {
        return "at most " + most.toPlainString() + " may be ordered at once, not " + asked.toPlainString();
    }

    private static @Nullable String value(Contract contract, Order order, BigDecimal most) {
        if (!order.action().equals("BUY")) {
            // A seller's limit price is the least that comes in, which bounds nothing; the quantity does.
            return null;
        }
        String bound = "the value of an order is bounded to " + most.toPlainString();
        BigDecimal price = order.lmtPrice();
        if (!CAPPED_TYPES.contains(order.orderType())
                || price == null
                || !order.adjustedOrderType().isEmpty()) {
            return bound + ", so only orders with a limit price are taken";
        }
        BigDecimal multiplier = multiplier(contract);
        BigDecimal quantity = order.totalQuantity();
        if (multiplier == null || quantity == null || price.signum() <= 0) {
            return bound + ", and that of this one is not known: give its multiplier, and a price above 0";
        }
        BigDecimal value = price.multiply(quantity).multiply(multiplier);
        return value.compareTo(most) > 0 ? bound + ", this one is worth " + value.toPlainString() : null;
    }

    /** Null if it is not known. */
    private static @Nullable BigDecimal multiplier(Contract contract) {
        if (SINGLE_TYPES.contains(contract.secType())) {
            return BigDecimal.ONE;
        }
        return contract.multiplier().matches("\\d{1,9}(\\.\\d{1,9})?") ? new BigDecimal(contract.multiplier()) : null;
    }
}

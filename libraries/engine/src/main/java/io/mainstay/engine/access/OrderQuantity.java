package io.mainstay.engine.access;

import io.mainstay.protocol.message.ComboLeg;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much an order may trade: its quantity, in a combination of all legs, unless something else makes it more. */
final class OrderQuantity {
    /** An adviser's allocations that divide the order's own quantity; others compute one. */
    private static final Set<String> DIVIDING_METHODS = Set.of("Equal", "EqualQuantity", "NetLiq", "AvailableEquity");

    /** IB's own algorithms, which trade the order's contract and quantity within its limit; others may trade pairs. */
    private static final Set<String> PLAIN_ALGORITHMS = Set.of(
            "adaptive",
            "arrivalpx",
            "darkice",
            "ad",
            "twap",
            "vwap",
            "balanceimpactrisk",
            "minimpact",
            "pctvol",
            "pctvolpx",
            "pctvolsz",
            "pctvoltm",
            "closepx");

    private OrderQuantity() {}

    /** Why an order is too large, or not known to be small enough; null if it may be sent. */
    static @Nullable String forbids(Contract contract, Order order, BigDecimal most) {
        String uncertain = uncertain(contract, order);
        if (uncertain != null) {
            return "at most " + most.toPlainString() + " may be ordered, and " + uncertain
                    + " does not say how much that is";
        }
        BigDecimal asked = order.totalQuantity();
        if (asked == null || asked.signum() <= 0) {
            return "an order without a quantity can't be judged";
        }
        if (!isCombination(contract)) {
            return asked.compareTo(most) > 0 ? tooMany(asked, most) : null;
        }
        BigDecimal traded = asked.multiply(ofOneUnit(contract));
        return traded.compareTo(most) > 0 ? tooMany(traded, most) + " with all legs of the combination" : null;
    }

    static String tooMany(BigDecimal asked, BigDecimal most) {
        return "at most " + most.toPlainString() + " may be ordered at once, not " + asked.toPlainString();
    }

    /** Whether it has legs, or is to have some. */
    static boolean isCombination(Contract contract) {
        return !contract.comboLegs().isEmpty() || contract.secType().equalsIgnoreCase("BAG");
    }

    /** Gateways write "None" where there is none. */
    static boolean isNone(String type) {
        return type.isEmpty() || type.equalsIgnoreCase("None");
    }

    static boolean isZero(@Nullable BigDecimal number) {
        return number == null || number.signum() == 0;
    }

    private static @Nullable String uncertain(Contract contract, Order order) {
        if (!isZero(order.cashQty())) {
            return "an order by cash amount";
        }
        if (!order.hedgeType().isEmpty() || order.scaleAutoReset()) {
            return "a hedge or a scale order that starts again";
        }
        if (!order.scaleTable().isEmpty()) {
            return "a scale table";
        }
        if (contract.deltaNeutralContract() != null || !isNone(order.deltaNeutralOrderType())) {
            return "a delta-neutral order";
        }
        if (order.randomizeSize()) {
            return "a randomized size";
        }
        if (isComputedAllocation(order)) {
            return "an allocation to accounts that does not divide its quantity";
        }
        if (!order.algoStrategy().isEmpty()
                && !PLAIN_ALGORITHMS.contains(order.algoStrategy().toLowerCase(Locale.ROOT))) {
            return "the algorithm " + order.algoStrategy();
        }
        if (isCombination(contract)
                && (contract.comboLegs().isEmpty()
                        || contract.comboLegs().stream().anyMatch(leg -> leg.ratio() <= 0))) {
            return "a combination without the ratio of each leg";
        }
        return null;
    }

    private static boolean isComputedAllocation(Order order) {
        return !order.faPercentage().isEmpty()
                || !order.faProfile().isEmpty()
                || !order.sharesAllocation().isEmpty()
                || !order.faGroup().isEmpty() && !DIVIDING_METHODS.contains(order.faMethod());
    }

    private static BigDecimal ofOneUnit(Contract contract) {
        return BigDecimal.valueOf(
                contract.comboLegs().stream().mapToLong(ComboLeg::ratio).sum());
    }
}

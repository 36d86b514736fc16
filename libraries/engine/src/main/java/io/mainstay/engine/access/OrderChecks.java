package io.mainstay.engine.access;

import io.mainstay.engine.access.ContractBook.Meaning;
import io.mainstay.protocol.message.ComboLeg;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.DeltaNeutralContract;
import io.mainstay.protocol.message.ExerciseOptions;
import io.mainstay.protocol.message.PlaceOrder;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds orders against the bounds of a rule. A change is held against them like a new order, with all of its quantity, so it
 * can't grow an order beyond them. What makes an order's size or price uncertain is refused where that size or price is
 * bounded.
 */
final class OrderChecks {
    /** The action of an exercise; the other one lets options lapse, which costs nothing. */
    private static final int EXERCISE = 1;

    private final OrderLimits limits;
    private final OrderRate rate;
    private final ContractBook contracts;
    private final OrderValue value;

    OrderChecks(OrderLimits limits, OrderRate rate, ContractBook contracts) {
        this.limits = limits;
        this.rate = rate;
        this.contracts = contracts;
        this.value = new OrderValue(contracts);
    }

    /** The same with other bounds; what was ordered in this second counts on. */
    OrderChecks with(OrderLimits others) {
        return others.equals(limits) ? this : new OrderChecks(others, rate.atMost(others.perSecond()), contracts);
    }

    /** Why an order or its change is not permitted, however seldom such are; empty if it is. */
    Optional<String> forbids(PlaceOrder message) {
        String symbol = symbol(message.contract());
        return first(
                symbol == null ? deltaNeutralSymbol(message) : symbol,
                limits.quantity() == null
                        ? null
                        : OrderQuantity.forbids(message.contract(), message.order(), limits.quantity()),
                limits.value() == null ? null : value.forbids(message, limits.value()));
    }

    Optional<String> forbids(ExerciseOptions message) {
        BigDecimal most = limits.quantity();
        BigDecimal asked = BigDecimal.valueOf(message.exerciseQuantity());
        return first(
                symbol(message.contract()),
                most != null && asked.compareTo(most) > 0 ? OrderQuantity.tooMany(asked, most) : null,
                limits.value() != null && message.exerciseAction() == EXERCISE
                        ? OrderValue.bound(limits.value()) + ", and what an exercise costs is not known here"
                        : null);
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
        if (OrderQuantity.isCombination(contract)) {
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

    /** An order may trade a second contract beside its own, to be neutral to its price. */
    private @Nullable String deltaNeutralSymbol(PlaceOrder message) {
        if (limits.symbols().isEmpty()) {
            return null;
        }
        DeltaNeutralContract second = message.contract().deltaNeutralContract();
        if (second != null) {
            return conId(second.conId());
        }
        return message.order().deltaNeutralConId() == 0
                ? null
                : conId(message.order().deltaNeutralConId());
    }

    private @Nullable String conId(int conId) {
        Optional<Meaning> known = contracts.meaning(conId);
        if (known.isEmpty()) {
            return "only some symbols may be ordered, and the symbol of contract id " + conId
                    + " is not known here yet; ask for its contract details first";
        }
        return limits.symbols().contains(known.get().symbol())
                ? null
                : notAllowed(known.get().symbol());
    }

    private static String notAllowed(String symbol) {
        return (symbol.isEmpty() ? "an order without a symbol" : symbol) + " may not be ordered";
    }
}

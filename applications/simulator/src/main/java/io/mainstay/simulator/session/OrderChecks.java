package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.order.OrderTypes;
import io.mainstay.simulator.order.SimulatedOrder;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is checked before an order is taken, and before a working one is changed. */
final class OrderChecks {
    /** Why an order is not taken, under IB's code. */
    record Refusal(int code, String text) {}

    private static final String INVALID = "Error validating request.-'bW' : cause - ";

    private final AccountAnswers accounts;
    private final OrderTiming timing;
    private final ConditionCheck conditions;
    private final MarginChecks margin;

    OrderChecks(AccountAnswers accounts, OrderTiming timing, ConditionCheck conditions, MarginChecks margin) {
        this.accounts = accounts;
        this.timing = timing;
        this.conditions = conditions;
        this.margin = margin;
    }

    /** Why an order is not taken; absent if it is. */
    Optional<Refusal> refusal(Instrument instrument, Order order) {
        return Stream.<Supplier<@Nullable Refusal>>of(
                        () -> size(instrument, order),
                        () -> type(order),
                        () -> timing.refusal(order),
                        () -> attributes(order),
                        () -> accounts.account(order.account()).isEmpty()
                                ? new Refusal(321, INVALID + "Invalid account code '" + order.account() + "'.")
                                : null,
                        () -> prices(instrument, order),
                        () -> conditions.refusal(order),
                        () -> margin.refusal(instrument, order))
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static @Nullable Refusal size(Instrument instrument, Order order) {
        if (instrument.isIndex()) {
            return new Refusal(201, "Order rejected - reason:This product is not tradable");
        }
        if (!order.action().equals("BUY") && !order.action().equals("SELL")) {
            return new Refusal(321, INVALID + "Order action '" + order.action() + "' is neither BUY nor SELL");
        }
        BigDecimal quantity = order.totalQuantity();
        BigDecimal cash = order.cashQty();
        if (cash != null && cash.signum() > 0) {
            return new Refusal(10244, "Cash Quantity cannot be used for this order");
        }
        if (quantity == null || quantity.signum() == 0) {
            return new Refusal(434, "The order size cannot be zero.");
        }
        if (quantity.signum() < 0) {
            return new Refusal(321, INVALID + "Order size " + quantity.toPlainString() + " is negative");
        }
        return quantity.stripTrailingZeros().scale() > 0
                ? new Refusal(10243, "Fractional-sized order cannot be placed via API.")
                : null;
    }

    private static @Nullable Refusal type(Order order) {
        if (!OrderTypes.isKnown(order.orderType())) {
            return new Refusal(321, "Error validating request.-'bF' : cause - Invalid order type was entered");
        }
        return OrderTypes.executes(order.orderType())
                ? null
                : new Refusal(387, "Unsupported order type for this exchange and security type.");
    }

    /** Attributes that gateways refuse, and those whose meaning is not simulated: never taken and then disregarded. */
    private static @Nullable Refusal attributes(Order order) {
        if (order.whatIf() && !order.transmit()) {
            return new Refusal(413, "The What-If order should have the transmit flag set to true.");
        }
        if (order.eTradeOnly()) {
            return new Refusal(10268, "The 'EtradeOnly' order attribute is not supported.");
        }
        if (order.firmQuoteOnly()) {
            return new Refusal(10269, "The 'FirmQuoteOnly' order attribute is not supported.");
        }
        BigDecimal cap = order.nbboPriceCap();
        if (cap != null && cap.signum() > 0) {
            return new Refusal(10270, "The 'NbboPriceCap' order attribute is not supported.");
        }
        Integer shown = order.displaySize();
        if (shown != null && shown > 0 && BigDecimal.valueOf(shown).compareTo(order.totalQuantity()) >= 0) {
            return new Refusal(10020, "Display size should be smaller than the order size");
        }
        if (order.ocaType() < 0 || order.ocaType() > 3) {
            return new Refusal(321, INVALID + "OCA type " + order.ocaType() + " is not 1 to 3");
        }
        String beyond = beyond(order);
        return beyond.isEmpty()
                ? null
                : new Refusal(201, "Order rejected - reason:the simulator does not execute orders with " + beyond);
    }

    /** What an order asks for beyond what is simulated; empty if nothing. */
    private static String beyond(Order order) {
        BigDecimal scale = order.scalePriceIncrement();
        if (!order.algoStrategy().isEmpty()) {
            return "algorithm " + order.algoStrategy();
        }
        if (!order.hedgeType().isEmpty()) {
            return "a hedge";
        }
        if (!order.adjustedOrderType().isEmpty() && !order.adjustedOrderType().equals("None")) {
            return "an adjusted order type";
        }
        if (scale != null && scale.signum() > 0) {
            return "a scale";
        }
        return newer(order);
    }

    /** What only protobuf carries and would change when or how the order executes. */
    private static String newer(Order order) {
        if (order.deactivate()) {
            return "the wish to stay deactivated";
        }
        if (order.postOnly()) {
            return "post only";
        }
        if (order.allowPreOpen() || order.ignoreOpenAuction()) {
            return "terms for the opening auction";
        }
        if (order.conditionsIncludeOvernight()) {
            return "conditions that count overnight";
        }
        Integer whatIfType = order.whatIfType();
        return whatIfType != null && whatIfType != 0 ? "a type of what-if" : "";
    }

    private static @Nullable Refusal prices(Instrument instrument, Order order) {
        String type = order.orderType();
        BigDecimal limit = order.lmtPrice();
        BigDecimal aux = order.auxPrice();
        boolean limited = OrderTypes.hasLimit(type);
        boolean triggered = OrderTypes.hasTrigger(type);
        if (limited && (limit == null || limit.signum() <= 0)) {
            return new Refusal(321, INVALID + "A limit price above 0 is needed");
        }
        if (triggered && (aux == null || aux.signum() <= 0)) {
            return new Refusal(403, "Invalid stop price.");
        }
        if (OrderTypes.trails(type)) {
            BigDecimal percent = order.trailingPercent();
            boolean amount = aux != null && aux.signum() > 0;
            boolean share = percent != null && percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) < 0;
            if (amount == share) {
                return new Refusal(
                        321,
                        INVALID + "A trailing order needs a trailing amount or a percentage of 0 to 100, not both");
            }
        }
        if (OrderTypes.followsQuote(type)) {
            return followed(instrument, order);
        }
        boolean offGrid = (limited && limit != null && !instrument.isOnGrid(limit))
                || (triggered && aux != null && !instrument.isOnGrid(aux));
        return offGrid
                ? new Refusal(110, "The price does not conform to the minimum price variation for this contract.")
                : null;
    }

    /** What follows the quote needs quotes of an exchange; its limit and its offset may be left out. */
    private static @Nullable Refusal followed(Instrument instrument, Order order) {
        boolean offered =
                instrument.secType().equals("STK") || (order.orderType().equals("REL") && !instrument.isCash());
        if (!offered) {
            return new Refusal(387, "Unsupported order type for this exchange and security type.");
        }
        for (BigDecimal price : new BigDecimal[] {order.lmtPrice(), order.auxPrice()}) {
            if (price != null && price.signum() < 0) {
                return new Refusal(321, INVALID + "A price or offset below 0 is not possible");
            }
            if (price != null && !instrument.isOnGrid(price)) {
                return new Refusal(110, "The price does not conform to the minimum price variation for this contract.");
            }
        }
        return null;
    }

    /** Why a working order does not take new terms; absent if it does. */
    Optional<Refusal> changeRefusal(SimulatedOrder working, Order terms) {
        Order old = working.order();
        boolean otherAccount = !terms.account().isEmpty() && !terms.account().equals(old.account());
        BigDecimal quantity = Objects.requireNonNullElse(terms.totalQuantity(), BigDecimal.ZERO);
        if (!terms.action().equals(old.action())) {
            return Optional.of(new Refusal(105, "Order being modified does not match original order."));
        }
        if (otherAccount) {
            return Optional.of(new Refusal(422, "Account and clearing attributes of an order can't be modified."));
        }
        if (!terms.ocaGroup().equals(old.ocaGroup())) {
            return Optional.of(new Refusal(10326, "OCA group revision is not allowed."));
        }
        if (!old.ocaGroup().isEmpty() && terms.ocaType() != old.ocaType()) {
            return Optional.of(new Refusal(10327, "OCA group type revision is not allowed."));
        }
        if (terms.parentId() != old.parentId()) {
            return Optional.of(new Refusal(10341, "Parent order id revision is not allowed."));
        }
        return quantity.signum() > 0 && quantity.compareTo(working.filled()) <= 0
                ? Optional.of(new Refusal(
                        104,
                        "Cannot modify a filled order: " + working.filled().toPlainString() + " are filled already"))
                : refusal(working.instrument(), terms);
    }
}

package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderState;
import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Position;
import io.mainstay.simulator.account.Valuation;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Quote;
import io.mainstay.simulator.order.Commission;
import io.mainstay.simulator.order.Matching;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is checked before an order is taken, and the margin that it would need. */
final class OrderChecks {
    /** Why an order is not taken, under IB's code. */
    record Refusal(int code, String text) {}

    private static final Set<String> TIMES_IN_FORCE = Set.of("DAY", "GTC", "IOC", "FOK");

    private final Gateway gateway;
    private final AccountAnswers accounts;
    private final MarketPrices prices;

    OrderChecks(Gateway gateway, AccountAnswers accounts, MarketPrices prices) {
        this.gateway = gateway;
        this.accounts = accounts;
        this.prices = prices;
    }

    Optional<Refusal> refusal(Instrument instrument, Order order) {
        return Optional.ofNullable(formal(instrument, order))
                .or(() -> Optional.ofNullable(affordable(instrument, order)));
    }

    private @Nullable Refusal formal(Instrument instrument, Order order) {
        if (instrument.isIndex()) {
            return new Refusal(201, "Order rejected - reason:This product is not tradable");
        }
        if (!order.action().equals("BUY") && !order.action().equals("SELL")) {
            return new Refusal(
                    321,
                    "Error validating request.-'bW' : cause - Order action '" + order.action()
                            + "' is neither BUY nor SELL");
        }
        BigDecimal quantity = order.totalQuantity();
        if (quantity == null || quantity.signum() == 0) {
            return new Refusal(434, "The order size cannot be zero.");
        }
        if (quantity.signum() < 0) {
            return new Refusal(
                    321,
                    "Error validating request.-'bW' : cause - Order size " + quantity.toPlainString() + " is negative");
        }
        if (quantity.stripTrailingZeros().scale() > 0) {
            return new Refusal(10243, "Fractional-sized order cannot be placed via API.");
        }
        if (!Matching.TYPES.contains(order.orderType())) {
            return new Refusal(387, "Unsupported order type for this exchange and security type.");
        }
        if (order.tif().isEmpty()) {
            return new Refusal(10052, "Invalid time in force:");
        }
        if (!TIMES_IN_FORCE.contains(order.tif())) {
            return new Refusal(
                    111, "The TIF (Time In Force) value " + order.tif() + " and the order type are incompatible.");
        }
        if (accounts.account(order.account()).isEmpty()) {
            return new Refusal(
                    321, "Error validating request.-'bW' : cause - Invalid account code '" + order.account() + "'.");
        }
        return prices(instrument, order);
    }

    private static @Nullable Refusal prices(Instrument instrument, Order order) {
        boolean limited = order.orderType().endsWith("LMT");
        boolean stop = order.orderType().startsWith("STP");
        BigDecimal limit = order.lmtPrice();
        BigDecimal aux = order.auxPrice();
        if (limited && (limit == null || limit.signum() <= 0)) {
            return new Refusal(321, "Error validating request.-'bW' : cause - A limit price above 0 is needed");
        }
        if (stop && (aux == null || aux.signum() <= 0)) {
            return new Refusal(403, "Invalid stop price.");
        }
        boolean offGrid = (limited && limit != null && !instrument.isOnGrid(limit))
                || (stop && aux != null && !instrument.isOnGrid(aux));
        return offGrid
                ? new Refusal(110, "The price does not conform to the minimum price variation for this contract.")
                : null;
    }

    private @Nullable Refusal affordable(Instrument instrument, Order order) {
        Account account = accounts.account(order.account()).orElseThrow();
        Valuation value = accounts.value(account);
        BigDecimal needed = marginChange(account, instrument, order);
        if (needed.signum() > 0 && needed.compareTo(value.availableFunds()) > 0) {
            return new Refusal(
                    201,
                    "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR"
                            + " EQUITY WITH LOAN VALUE [" + Valuation.money(value.netLiquidation())
                            + " USD] MUST EXCEED THE INITIAL MARGIN ["
                            + Valuation.money(value.margin().add(needed)) + " USD]");
        }
        return null;
    }

    /** How much more margin the account would need once the order had filled; negative if less. */
    private BigDecimal marginChange(Account account, Instrument instrument, Order order) {
        BigDecimal held = account.position(instrument).map(Position::quantity).orElse(BigDecimal.ZERO);
        BigDecimal quantity = Objects.requireNonNullElse(order.totalQuantity(), BigDecimal.ZERO);
        BigDecimal then = order.action().equals("BUY") ? held.add(quantity) : held.subtract(quantity);
        BigDecimal shares = then.abs().subtract(held.abs());
        return shares.multiply(price(instrument, order))
                .multiply(prices.usdPer(instrument.currency()))
                .multiply(instrument.multiplier())
                .multiply(Valuation.marginShare(instrument));
    }

    private BigDecimal price(Instrument instrument, Order order) {
        boolean limited = order.orderType().endsWith("LMT") && order.lmtPrice() != null;
        if (limited) {
            return Objects.requireNonNull(order.lmtPrice());
        }
        return prices.quote(instrument)
                .map(order.action().equals("BUY") ? Quote::ask : Quote::bid)
                .orElse(instrument.basePrice());
    }

    /** The answer to an order that only asks what it would do. */
    OpenOrder whatIf(int orderId, int clientId, Instrument instrument, Contract contract, Order order) {
        Account account = accounts.account(order.account()).orElseThrow();
        Valuation value = accounts.value(account);
        BigDecimal change = marginChange(account, instrument, order);
        BigDecimal quantity = Objects.requireNonNullElse(order.totalQuantity(), BigDecimal.ZERO);
        BigDecimal worth = quantity.multiply(price(instrument, order))
                .multiply(instrument.multiplier())
                .multiply(prices.usdPer(instrument.currency()));
        BigDecimal fee = Commission.total(instrument, quantity, worth);
        String before = Valuation.money(value.margin());
        String after = Valuation.money(value.margin().add(change));
        String equity = Valuation.money(value.netLiquidation());
        OrderState state = OrderState.builder()
                .status("PreSubmitted")
                .initMarginBefore(before)
                .maintMarginBefore(before)
                .equityWithLoanBefore(equity)
                .initMarginChange(Valuation.money(change))
                .maintMarginChange(Valuation.money(change))
                .equityWithLoanChange(Valuation.money(fee.negate()))
                .initMarginAfter(after)
                .maintMarginAfter(after)
                .equityWithLoanAfter(Valuation.money(value.netLiquidation().subtract(fee)))
                .commissionAndFees(fee)
                .minCommissionAndFees(fee)
                .maxCommissionAndFees(fee)
                .commissionAndFeesCurrency("USD")
                .marginCurrency("USD")
                .build();
        return new OpenOrder(orderId, OrderEcho.contract(contract), OrderEcho.echo(order, clientId, 0), state);
    }

    /** Whether orders on the instrument execute at this moment. */
    boolean isOpen(Instrument instrument) {
        return gateway.settings().hours().isOpen(instrument, gateway.now(), false);
    }
}

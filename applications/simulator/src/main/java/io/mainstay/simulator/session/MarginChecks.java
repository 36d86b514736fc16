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
import io.mainstay.simulator.order.OrderTypes;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether the account can carry an order, and the margin that it would need. */
final class MarginChecks {
    private final AccountAnswers accounts;
    private final MarketPrices prices;

    MarginChecks(AccountAnswers accounts, MarketPrices prices) {
        this.accounts = accounts;
        this.prices = prices;
    }

    OrderChecks.@Nullable Refusal refusal(Instrument instrument, Order order) {
        Account account = accounts.account(order.account()).orElseThrow();
        Valuation value = accounts.value(account);
        BigDecimal needed = change(account, instrument, order);
        if (needed.signum() > 0 && needed.compareTo(value.availableFunds()) > 0) {
            return new OrderChecks.Refusal(
                    201,
                    "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR"
                            + " EQUITY WITH LOAN VALUE [" + Valuation.money(value.netLiquidation())
                            + " USD] MUST EXCEED THE INITIAL MARGIN ["
                            + Valuation.money(value.margin().add(needed)) + " USD]");
        }
        return null;
    }

    /** How much more margin the account would need once the order had filled; negative if less. */
    private BigDecimal change(Account account, Instrument instrument, Order order) {
        BigDecimal held = account.position(instrument).map(Position::quantity).orElse(BigDecimal.ZERO);
        BigDecimal quantity = Objects.requireNonNullElse(order.totalQuantity(), BigDecimal.ZERO);
        BigDecimal then = order.action().equals("BUY") ? held.add(quantity) : held.subtract(quantity);
        BigDecimal shares = then.abs().subtract(held.abs());
        return worth(instrument, order, shares).multiply(Valuation.marginShare(instrument));
    }

    private BigDecimal worth(Instrument instrument, Order order, BigDecimal shares) {
        return shares.multiply(price(instrument, order))
                .multiply(instrument.multiplier())
                .multiply(prices.usdPer(instrument.currency()));
    }

    private BigDecimal price(Instrument instrument, Order order) {
        BigDecimal limit = order.lmtPrice();
        if (OrderTypes.hasLimit(order.orderType()) && limit != null) {
            return limit;
        }
        return prices.quote(instrument)
                .map(order.action().equals("BUY") ? Quote::ask : Quote::bid)
                .orElse(instrument.basePrice());
    }

    /** The answer to an order that only asks what it would do. */
    OpenOrder whatIf(int orderId, int clientId, Instrument instrument, Contract contract, Order order) {
        Account account = accounts.account(order.account()).orElseThrow();
        Valuation value = accounts.value(account);
        BigDecimal change = change(account, instrument, order);
        BigDecimal quantity = Objects.requireNonNullElse(order.totalQuantity(), BigDecimal.ZERO);
        BigDecimal fee = Commission.total(instrument, quantity, worth(instrument, order, quantity));
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
}

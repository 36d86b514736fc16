package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderCondition;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.SimulatedOrder;
import io.mainstay.simulator.order.TriggerPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the conditions of an order hold, as far as this market and these accounts can tell. */
final class ConditionCheck {
    private static final int PRICE = 1;
    private static final int TIME = 3;
    private static final int MARGIN = 4;
    private static final int EXECUTION = 5;
    private static final int VOLUME = 6;
    private static final int PERCENT_CHANGE = 7;
    /** How often is looked at what nothing announces: volumes, margins, executions. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Gateway gateway;
    private final Instruments instruments;
    private final MarketPrices prices;
    private final AccountAnswers accounts;
    private final OrderBook book;

    ConditionCheck(
            Gateway gateway, Instruments instruments, MarketPrices prices, AccountAnswers accounts, OrderBook book) {
        this.gateway = gateway;
        this.instruments = instruments;
        this.prices = prices;
        this.accounts = accounts;
        this.book = book;
    }

    OrderChecks.@Nullable Refusal refusal(Order order) {
        for (OrderCondition c : order.conditions()) {
            boolean readable = switch (c.type()) {
                case PRICE, VOLUME, PERCENT_CHANGE ->
                    number(c.value()).isPresent()
                            && instruments.byConId(c.conId()).isPresent();
                case MARGIN -> number(c.value()).isPresent();
                case TIME -> WireTime.parse(c.value()).isPresent();
                case EXECUTION -> !c.symbol().isEmpty();
                default -> false;
            };
            if (!readable) {
                return new OrderChecks.Refusal(
                        321,
                        "Error validating request.-'bW' : cause - Condition of type " + c.type() + " is not valid");
            }
        }
        return null;
    }

    /** Whether all hold, each joined to the next by its conjunction, from left to right. */
    boolean areMet(SimulatedOrder order) {
        List<OrderCondition> conditions = order.order().conditions();
        boolean met = true;
        boolean or = false;
        for (OrderCondition c : conditions) {
            boolean holds = holds(c, order);
            met = or ? met || holds : met && holds;
            or = c.conjunction().equals("o");
        }
        return met;
    }

    /** When conditions that are not met may be met at the earliest. */
    Instant nextChange(SimulatedOrder order) {
        Instant next = Instant.MAX;
        for (OrderCondition c : order.order().conditions()) {
            Instant own = nextChange(c);
            next = own.isBefore(next) ? own : next;
        }
        return next;
    }

    private Instant nextChange(OrderCondition c) {
        Instant now = gateway.now();
        if (c.type() == TIME) {
            Instant time = WireTime.parse(c.value()).orElseThrow().instant();
            return time.isAfter(now) ? time : Instant.MAX;
        }
        if (c.type() == PRICE) {
            PriceRange before = PriceRange.before(number(c.value()).orElseThrow(), c.isMore());
            return instruments
                    .byConId(c.conId())
                    .flatMap(i -> prices.nextOutside(i, before))
                    .orElse(Instant.MAX);
        }
        return now.plus(LOOK_EVERY);
    }

    private boolean holds(OrderCondition c, SimulatedOrder order) {
        return switch (c.type()) {
            case PRICE ->
                quote(c).map(q -> TriggerPrice.isReached(
                                c.triggerMethod(),
                                order.isBuy(),
                                q,
                                number(c.value()).orElseThrow(),
                                c.isMore()))
                        .orElse(false);
            case TIME -> {
                Instant time = WireTime.parse(c.value()).orElseThrow().instant();
                yield c.isMore() ? !gateway.now().isBefore(time) : gateway.now().isBefore(time);
            }
            case MARGIN -> {
                var account = accounts.account(order.order().account()).orElseThrow();
                BigDecimal cushion = new BigDecimal(accounts.value(account).cushion()).multiply(HUNDRED);
                yield compares(cushion, c);
            }
            case EXECUTION ->
                book.fills().stream()
                        .anyMatch(fill -> !fill.time().isBefore(order.placedAt())
                                && fill.order().instrument().symbol().equals(c.symbol())
                                && (c.secType().isEmpty()
                                        || fill.order().instrument().secType().equals(c.secType())));
            case VOLUME ->
                quote(c).map(q -> compares(BigDecimal.valueOf(q.volume()), c)).orElse(false);
            case PERCENT_CHANGE ->
                quote(c).map(q -> compares(
                                q.last()
                                        .subtract(q.previousClose())
                                        .multiply(HUNDRED)
                                        .divide(q.previousClose(), MathContext.DECIMAL32),
                                c))
                        .orElse(false);
            default -> false;
        };
    }

    private Optional<Quote> quote(OrderCondition c) {
        return instruments.byConId(c.conId()).flatMap(prices::quote);
    }

    private static boolean compares(BigDecimal value, OrderCondition c) {
        int side = value.compareTo(number(c.value()).orElseThrow());
        return c.isMore() ? side >= 0 : side <= 0;
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("-?\\d{1,15}(\\.\\d{1,10})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}

package io.mainstay.simulator.session;

import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketHours;
import io.mainstay.simulator.market.PriceRange;
import io.mainstay.simulator.market.Quote;
import io.mainstay.simulator.order.Decision;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.OrderStatusName;
import io.mainstay.simulator.order.OrderTypes;
import io.mainstay.simulator.order.SimulatedOrder;
import io.mainstay.simulator.order.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes orders to the market: acknowledges them, looks at the market while they work, fills them, and ends what depends on
 * them. An order that is not transmitted stays silent until it or another of its bracket is.
 */
final class Executor {
    private final Gateway gateway;
    private final OrderBook book;
    private final MarketPrices prices;
    private final AccountAnswers accounts;
    private final ConditionCheck conditions;
    private final OrderEvents events;
    private final OcaGroups groups;
    /** When each order that works is looked at next, by permId; orders that wait for another's end have none. */
    private final Map<Long, Agenda.Planned> looks = new HashMap<>();

    Executor(
            Gateway gateway,
            OrderBook book,
            MarketPrices prices,
            AccountAnswers accounts,
            ConditionCheck conditions,
            OrderEvents events) {
        this.gateway = gateway;
        this.book = book;
        this.prices = prices;
        this.accounts = accounts;
        this.conditions = conditions;
        this.events = events;
        this.groups = new OcaGroups(book);
    }

    void placed(SimulatedOrder order) {
        if (order.order().transmit()) {
            family(order).stream()
                    .filter(o -> o.status() == OrderStatusName.ApiPending)
                    .forEach(this::acknowledge);
        }
    }

    /** The order with its parent and the parent's other children, or with its own children. */
    private List<SimulatedOrder> family(SimulatedOrder order) {
        int parentId = order.order().parentId();
        int head = parentId == 0 ? order.orderId() : parentId;
        return book.alive().stream()
                .filter(o -> o.equals(order)
                        || (head != 0
                                && o.clientId() == order.clientId()
                                && (o.orderId() == head || o.order().parentId() == head)))
                .toList();
    }

    private void acknowledge(SimulatedOrder order) {
        order.become(OrderStatusName.PreSubmitted);
        hold(order);
        events.order(order);
        warn(order);
        look(order, gateway.settings().fillDelay());
    }

    private void hold(SimulatedOrder order) {
        String type = order.order().orderType();
        boolean triggers = (OrderTypes.hasTrigger(type) || OrderTypes.trails(type)) && !order.isTriggered();
        order.hold(waitsForParent(order) ? "child" : triggers ? "trigger" : "");
    }

    private void warn(SimulatedOrder order) {
        Instrument instrument = order.instrument();
        boolean outside = OrderTiming.worksOutsideHours(instrument, order.order());
        if (order.order().outsideRth() && !outside && !instrument.isCash()) {
            events.error(
                    order,
                    2109,
                    "Order Event Warning:Attribute 'Outside Regular Trading Hours' is ignored based on the order type and"
                            + " destination. PlaceOrder is now being processed.");
        }
        MarketHours hours = gateway.settings().hours();
        if (!hours.isOpen(instrument, gateway.now(), outside)) {
            events.error(
                    order,
                    399,
                    "Order Message:\n" + order.order().action() + " "
                            + order.quantity().toPlainString() + " "
                            + instrument.symbol() + " "
                            + instrument.primaryExchange()
                            + "\nWarning: Your order will not be placed at the exchange until "
                            + WireTime.full(hours.nextOpen(instrument, gateway.now(), outside), 200) + ".");
        }
    }

    void modified(SimulatedOrder order) {
        if (order.status() == OrderStatusName.ApiPending) {
            placed(order);
            return;
        }
        hold(order);
        events.order(order);
        look(order, gateway.settings().fillDelay());
    }

    private void look(SimulatedOrder order, Duration in) {
        lookAt(order, gateway.now().plus(in));
    }

    /** Looks at the market for an order at a moment, {@link Instant#MAX} for never, or at its end if that is earlier. */
    private void lookAt(SimulatedOrder order, Instant at) {
        Instant until = order.timing().until();
        Instant due = until != null && until.isBefore(at) ? until : at;
        forget(order);
        if (!due.equals(Instant.MAX)) {
            looks.put(order.permId(), gateway.agenda().at(due, () -> look(order)));
        }
    }

    private void forget(SimulatedOrder order) {
        Agenda.Planned planned = looks.remove(order.permId());
        if (planned != null) {
            planned.cancel();
        }
    }

    private void look(SimulatedOrder order) {
        Timing timing = order.timing();
        Instant now = gateway.now();
        Instrument instrument = order.instrument();
        MarketHours hours = gateway.settings().hours();
        boolean outside = OrderTiming.worksOutsideHours(instrument, order.order());
        boolean auction = timing.auction() != null;
        boolean open = auction || hours.isOpen(instrument, now, outside);
        boolean conditional = !order.order().conditions().isEmpty();
        if (timing.isOver(now)) {
            end(order, OrderStatusName.Cancelled, "Cancelled by System:");
        } else if (!timing.hasBegun(now)) {
            lookAt(order, Objects.requireNonNull(timing.from()));
        } else if (waitsForParent(order)) {
            lookAt(order, Instant.MAX);
        } else if (conditional && isHeldByConditions(order, open)) {
            boolean looks = open || order.order().conditionsIgnoreRth();
            lookAt(order, looks ? conditions.nextChange(order) : hours.nextOpen(instrument, now, outside));
        } else if (order.isFinal()) {
            // Its conditions have cancelled it.
            return;
        } else if (open) {
            trade(order);
        } else {
            lookAt(order, hours.nextOpen(instrument, now, outside));
        }
    }

    private boolean waitsForParent(SimulatedOrder order) {
        int parentId = order.order().parentId();
        return parentId != 0
                && book.find(order.clientId(), parentId)
                        .filter(parent -> parent.status() != OrderStatusName.Filled
                                && !(parent.isFinal() && parent.filled().signum() > 0))
                        .isPresent();
    }

    /** Whether an order waits for its conditions; those that cancel it don't hold it, and do their work here. */
    private boolean isHeldByConditions(SimulatedOrder order, boolean open) {
        boolean looksAtThem = open || order.order().conditionsIgnoreRth();
        if (!order.conditionsMet() && looksAtThem && conditions.areMet(order)) {
            order.meetConditions();
        }
        if (!order.order().conditionsCancelOrder()) {
            return !order.conditionsMet();
        }
        if (order.conditionsMet()) {
            cancel(order);
        }
        return false;
    }

    private void trade(SimulatedOrder order) {
        Optional<Quote> quote = prices.quote(order.instrument());
        if (quote.isEmpty()) {
            waitWithin(order, PriceRange.ANY);
            return;
        }
        switch (order.decide(quote.get(), gateway.now())) {
            case Decision.Execute execution -> fill(order, execution.price());
            case Decision.Miss miss -> cancel(order);
            case Decision.Rest rest -> rest(order, rest.within());
            case Decision.Hold hold -> {
                hold(order);
                Instant auction = order.timing().auction();
                if (auction == null) {
                    waitWithin(order, hold.within());
                } else {
                    lookAt(order, auction);
                }
            }
        }
    }

    private void waitWithin(SimulatedOrder order, PriceRange range) {
        lookAt(order, prices.nextOutside(order.instrument(), range).orElse(Instant.MAX));
    }

    private void rest(SimulatedOrder order, PriceRange range) {
        if (order.order().tif().equals("IOC")) {
            cancel(order);
        } else if (order.order().tif().equals("FOK")) {
            end(order, OrderStatusName.Inactive, "");
        } else {
            if (order.status() == OrderStatusName.PreSubmitted) {
                order.hold("");
                order.become(OrderStatusName.Submitted);
                events.order(order);
            }
            waitWithin(order, range);
        }
    }

    private void fill(SimulatedOrder order, BigDecimal price) {
        boolean whole = order.order().tif().equals("FOK")
                || order.order().allOrNone()
                || order.timing().auction() != null;
        BigDecimal before = order.remaining();
        BigDecimal shares = whole ? before : before.min(gateway.settings().mostSharesPerFill());
        Account account = accounts.account(order.order().account()).orElseThrow();
        order.hold("");
        Fill fill = book.fill(order, shares, price, account, prices, gateway.now());
        events.fill(fill);
        accounts.traded(account, account.position(order.instrument()).orElseThrow());
        groups.executed(order, before, this::cancel, events::order);
        if (order.isFinal()) {
            forget(order);
            children(order).forEach(this::release);
        } else if (order.order().tif().equals("IOC")) {
            cancel(order);
        } else {
            look(order, gateway.settings().fillDelay());
        }
    }

    /** Ends an order by somebody's will, and the children of an order that will never fill. */
    void cancel(SimulatedOrder order) {
        if (order.status() != OrderStatusName.ApiPending) {
            order.become(OrderStatusName.PendingCancel);
            events.status(order);
        }
        end(order, OrderStatusName.Cancelled, "Cancelled by Trader");
    }

    private void end(SimulatedOrder order, OrderStatusName status, String completedStatus) {
        forget(order);
        book.end(order, status, completedStatus, gateway.now());
        events.status(order);
        if (status == OrderStatusName.Cancelled) {
            events.error(order, 202, "Order Canceled - reason:");
        }
        for (SimulatedOrder child : children(order)) {
            if (order.filled().signum() == 0) {
                cancel(child);
            } else {
                if (order.filled().compareTo(child.remaining()) < 0) {
                    child.reduceTo(order.filled());
                    events.order(child);
                }
                release(child);
            }
        }
    }

    /** Lets an order work whose parent has filled, unless it is not transmitted. */
    private void release(SimulatedOrder child) {
        if (child.status() != OrderStatusName.ApiPending) {
            look(child, gateway.settings().fillDelay());
        }
    }

    /** The orders that wait for this one and have not ended. */
    private List<SimulatedOrder> children(SimulatedOrder order) {
        return order.orderId() == 0
                ? List.of()
                : book.alive().stream()
                        .filter(o ->
                                o.clientId() == order.clientId() && o.order().parentId() == order.orderId())
                        .toList();
    }
}

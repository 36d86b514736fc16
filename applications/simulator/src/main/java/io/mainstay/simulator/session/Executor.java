package io.mainstay.simulator.session;

import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.MarketHours;
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
import java.util.List;
import java.util.Optional;

/**
 * Takes orders to the market: acknowledges them, looks at the market while they work, fills them, and ends what depends on
 * them. An order that is not transmitted stays silent until it or another of its bracket is.
 */
final class Executor {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Gateway gateway;
    private final OrderBook book;
    private final MarketPrices prices;
    private final AccountAnswers accounts;
    private final ConditionCheck conditions;
    private final OrderEvents events;
    private final OcaGroups groups;

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

    /** Looks at the market for one version of an order's terms; a changed order is looked at anew. */
    private void lookAt(SimulatedOrder order, Instant at) {
        int revision = order.revision();
        gateway.agenda().at(at, () -> {
            if (!order.isFinal() && order.revision() == revision) {
                look(order);
            }
        });
    }

    private void look(SimulatedOrder order) {
        Timing timing = order.timing();
        Instant now = gateway.now();
        Instrument instrument = order.instrument();
        boolean outside = OrderTiming.worksOutsideHours(instrument, order.order());
        boolean auction = timing.auction() != null;
        boolean open = auction || gateway.settings().hours().isOpen(instrument, now, outside);
        if (timing.isOver(now)) {
            end(order, OrderStatusName.Cancelled, "Cancelled by System:");
        } else if (!timing.hasBegun(now) || waitsForParent(order)) {
            look(order, LOOK_EVERY);
        } else if (!order.order().conditions().isEmpty() && isHeldByConditions(order, open)) {
            look(order, LOOK_EVERY);
        } else if (order.isFinal()) {
            // Its conditions have cancelled it.
            return;
        } else if (open) {
            trade(order);
        } else {
            Instant opening = gateway.settings().hours().nextOpen(instrument, now, outside);
            Instant until = timing.until();
            lookAt(order, until != null && until.isBefore(opening) ? until : opening);
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
            look(order, LOOK_EVERY);
            return;
        }
        switch (order.decide(quote.get(), gateway.now())) {
            case Decision.Execute execution -> fill(order, execution.price());
            case Decision.Miss miss -> cancel(order);
            case Decision.Rest rest -> rest(order);
            case Decision.Hold hold -> {
                hold(order);
                Instant auction = order.timing().auction();
                lookAt(order, auction == null ? gateway.now().plus(LOOK_EVERY) : auction);
            }
        }
    }

    private void rest(SimulatedOrder order) {
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
            look(order, LOOK_EVERY);
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
            return;
        }
        if (order.order().tif().equals("IOC")) {
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
        book.end(order, status, completedStatus, gateway.now());
        events.status(order);
        if (status == OrderStatusName.Cancelled) {
            events.error(order, 202, "Order Canceled - reason:");
        }
        for (SimulatedOrder child : book.alive()) {
            boolean own = child.clientId() == order.clientId()
                    && order.orderId() != 0
                    && child.order().parentId() == order.orderId();
            if (!own || child.isFinal()) {
                continue;
            }
            if (order.filled().signum() == 0) {
                cancel(child);
            } else if (order.filled().compareTo(child.remaining()) < 0) {
                child.reduceTo(order.filled());
                events.order(child);
            }
        }
    }
}

package io.mainstay.simulator.session;

import io.mainstay.simulator.account.Account;
import io.mainstay.simulator.account.Position;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Quote;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.Matching;
import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.OrderStatusName;
import io.mainstay.simulator.order.SimulatedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes orders to the market: acknowledges them, looks at the quote while they work, fills them, and ends what depends
 * on them. An order that is not transmitted stays silent until it or a child of it is.
 */
final class Executor {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Gateway gateway;
    private final OrderBook book;
    private final MarketPrices prices;
    private final AccountAnswers accounts;
    private final OrderAnswers answers;

    Executor(Gateway gateway, OrderBook book, MarketPrices prices, AccountAnswers accounts, OrderAnswers answers) {
        this.gateway = gateway;
        this.book = book;
        this.prices = prices;
        this.accounts = accounts;
        this.answers = answers;
    }

    void placed(SimulatedOrder order) {
        if (!order.order().transmit()) {
            return;
        }
        family(order).stream()
                .filter(o -> o.status() == OrderStatusName.ApiPending)
                .forEach(this::acknowledge);
    }

    /** The order with its parent and the parent's other children, or with its own children. */
    private List<SimulatedOrder> family(SimulatedOrder order) {
        int head =
                order.order().parentId() == 0 ? order.orderId() : order.order().parentId();
        return book.alive().stream()
                .filter(o -> o.clientId() == order.clientId()
                        && (o.equals(order) || o.orderId() == head || o.order().parentId() == head))
                .toList();
    }

    private void acknowledge(SimulatedOrder order) {
        order.become(OrderStatusName.PreSubmitted);
        answers.tell(order);
        MarketClosing closing = closing(order.instrument());
        if (!closing.open()) {
            answers.tellError(
                    order,
                    399,
                    "Order Message:\n" + order.order().action() + " "
                            + order.quantity().toPlainString() + " "
                            + order.instrument().symbol() + " "
                            + order.instrument().primaryExchange()
                            + "\nWarning: Your order will not be placed at the exchange until "
                            + WireTime.full(closing.opens(), 200) + ".");
        }
        look(order, gateway.settings().fillDelay());
    }

    void modified(SimulatedOrder order) {
        if (order.status() == OrderStatusName.ApiPending) {
            placed(order);
            return;
        }
        answers.tell(order);
        look(order, gateway.settings().fillDelay());
    }

    private record MarketClosing(boolean open, Instant opens) {}

    private MarketClosing closing(Instrument instrument) {
        boolean open = gateway.settings().hours().isOpen(instrument, gateway.now(), false);
        return new MarketClosing(
                open, open ? gateway.now() : gateway.settings().hours().nextOpen(instrument, gateway.now()));
    }

    /** Looks at the market for one version of an order's terms; a changed order is looked at anew. */
    private void look(SimulatedOrder order, Duration in) {
        int revision = order.revision();
        gateway.agenda().at(gateway.now().plus(in), () -> {
            if (!order.isFinal() && order.revision() == revision) {
                look(order);
            }
        });
    }

    private void look(SimulatedOrder order) {
        if (waitsForParent(order) || !closing(order.instrument()).open()) {
            look(order, LOOK_EVERY);
            return;
        }
        Optional<Quote> quote = prices.quote(order.instrument());
        if (quote.isEmpty()) {
            look(order, LOOK_EVERY);
            return;
        }
        if (!order.isTriggered() && Matching.triggers(order, quote.get())) {
            order.trigger();
        }
        Optional<BigDecimal> price = Matching.price(order, quote.get());
        if (price.isPresent()) {
            fill(order, price.get());
            return;
        }
        boolean immediate =
                order.order().tif().equals("IOC") || order.order().tif().equals("FOK");
        if (immediate) {
            cancel(order, "");
            return;
        }
        boolean stopWaits = order.order().orderType().startsWith("STP") && !order.isTriggered();
        if (!stopWaits && order.status() == OrderStatusName.PreSubmitted) {
            order.become(OrderStatusName.Submitted);
            answers.tell(order);
        }
        look(order, LOOK_EVERY);
    }

    private boolean waitsForParent(SimulatedOrder order) {
        int parentId = order.order().parentId();
        return parentId != 0
                && book.find(order.clientId(), parentId)
                        .filter(parent -> parent.status() != OrderStatusName.Filled)
                        .isPresent();
    }

    private void fill(SimulatedOrder order, BigDecimal price) {
        boolean whole = order.order().tif().equals("FOK");
        BigDecimal shares = whole
                ? order.remaining()
                : order.remaining().min(gateway.settings().mostSharesPerFill());
        Account account = accounts.account(order.order().account()).orElseThrow();
        Fill fill = book.fill(order, shares, price, account, prices, gateway.now());
        answers.tellFill(fill);
        Position position = account.position(order.instrument()).orElseThrow();
        accounts.traded(account, position);
        if (order.isFinal()) {
            filledInFull(order);
        } else {
            look(order, gateway.settings().fillDelay());
        }
    }

    /** Cancels what was to be cancelled by this fill: the other children of a parent, the rest of an OCA group. */
    private void filledInFull(SimulatedOrder filled) {
        int parentId = filled.order().parentId();
        String group = filled.order().ocaGroup();
        for (SimulatedOrder other : book.alive()) {
            boolean sibling = parentId != 0
                    && other.clientId() == filled.clientId()
                    && other.order().parentId() == parentId;
            boolean grouped = !group.isEmpty() && other.order().ocaGroup().equals(group);
            if ((sibling || grouped) && !other.isFinal()) {
                cancel(other, "");
            }
        }
    }

    /** Ends an order, and the children of an order that will never fill. */
    void cancel(SimulatedOrder order, String reason) {
        boolean silent = order.status() == OrderStatusName.ApiPending;
        if (!silent) {
            order.become(OrderStatusName.PendingCancel);
            answers.tellStatus(order);
        }
        book.end(order, OrderStatusName.Cancelled, "Cancelled by Trader", gateway.now());
        answers.tellStatus(order);
        answers.tellError(order, 202, "Order Canceled - reason:" + reason);
        for (SimulatedOrder child : book.alive()) {
            boolean orphan =
                    child.clientId() == order.clientId() && child.order().parentId() == order.orderId();
            if (orphan && !child.isFinal()) {
                cancel(child, reason);
            }
        }
    }
}

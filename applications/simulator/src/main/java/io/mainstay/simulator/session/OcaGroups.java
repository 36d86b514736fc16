package io.mainstay.simulator.session;

import io.mainstay.simulator.order.OrderBook;
import io.mainstay.simulator.order.SimulatedOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Consumer;

/**
 * What an execution does to the orders that hang together with it: those of its OCA group, and the other children of its
 * parent, which are such a group without a name. Type 1 cancels the others, types 2 and 3 reduce them by the share that has
 * been filled. Orders execute one after another here, so that none fills too much in a group without block either.
 */
final class OcaGroups {
    private static final int CANCEL = 1;

    private final OrderBook book;

    OcaGroups(OrderBook book) {
        this.book = book;
    }

    /**
     * Adapts the others to an execution.
     *
     * @param before what the order had remaining before it
     * @param cancel is given the orders that end
     * @param reduced is told of the orders that have become smaller
     */
    void executed(
            SimulatedOrder order,
            BigDecimal before,
            Consumer<SimulatedOrder> cancel,
            Consumer<SimulatedOrder> reduced) {
        boolean ends =
                order.isFinal() || (!group(order).isEmpty() && order.order().ocaType() == CANCEL);
        for (SimulatedOrder other : book.alive()) {
            if (other.isFinal() || !hangTogether(order, other)) {
                continue;
            }
            BigDecimal left = other.remaining()
                    .multiply(order.remaining())
                    .divide(before, MathContext.DECIMAL64)
                    .setScale(0, RoundingMode.DOWN);
            if (ends || left.signum() == 0) {
                cancel.accept(other);
            } else if (left.compareTo(other.remaining()) < 0) {
                other.reduceTo(left);
                reduced.accept(other);
            }
        }
    }

    private static boolean hangTogether(SimulatedOrder order, SimulatedOrder other) {
        int parentId = order.order().parentId();
        boolean siblings = parentId != 0
                && other.clientId() == order.clientId()
                && other.order().parentId() == parentId;
        boolean grouped = !group(order).isEmpty() && group(order).equals(group(other));
        return !other.equals(order) && (siblings || grouped);
    }

    private static String group(SimulatedOrder order) {
        return order.order().ocaGroup();
    }
}

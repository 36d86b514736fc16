package io.mainstay.runner.execution;

import io.mainstay.runner.store.OrderRow;
import io.mainstay.runner.store.Transaction;

/** Orders as reports show them, read back from what is recorded. */
final class OrderLines {
    private OrderLines() {}

    static Decision.OrderLine of(Transaction tx, OrderRow order, String priceSource) {
        return new Decision.OrderLine(
                order.id(),
                order.key(),
                order.side(),
                order.quantity(),
                tx.orders().byId(order.id()).state(),
                tx.orders().filled(order.id()),
                tx.orders().averagePrice(order.id()),
                tx.orders().commissions(order.id()),
                priceSource);
    }
}

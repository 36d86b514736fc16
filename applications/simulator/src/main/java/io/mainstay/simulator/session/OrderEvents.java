package io.mainstay.simulator.session;

import io.mainstay.protocol.message.OrderBound;
import io.mainstay.simulator.order.Fill;
import io.mainstay.simulator.order.SimulatedOrder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells of orders: their owner, if it is there, which for orders from TWS's window is client 0; and the master client, if the
 * gateway has one.
 */
final class OrderEvents {
    private static final int UNASKED = -1;

    private final Gateway gateway;

    OrderEvents(Gateway gateway) {
        this.gateway = gateway;
    }

    private Set<Session> listeners(SimulatedOrder order) {
        var listeners = new LinkedHashSet<Session>();
        gateway.readySession(order.clientId()).ifPresent(listeners::add);
        gateway.settings()
                .masterClientId()
                .ifPresent(id -> gateway.readySession(id).ifPresent(listeners::add));
        return listeners;
    }

    /** How the order stands, with its terms. */
    void order(SimulatedOrder order) {
        for (Session s : listeners(order)) {
            s.send(OrderEcho.openOrder(order));
            s.send(OrderEcho.status(order));
        }
    }

    void status(SimulatedOrder order) {
        listeners(order).forEach(s -> s.send(OrderEcho.status(order)));
    }

    /** An error or notice, which only the owner gets. */
    void error(SimulatedOrder order, int code, String text) {
        gateway.readySession(order.clientId()).ifPresent(s -> s.error(order.orderId(), code, text));
    }

    /** An execution, how the order stands then, and what it cost. */
    void fill(Fill fill) {
        for (Session s : listeners(fill.order())) {
            s.send(OrderEcho.execution(fill, UNASKED, s.version()));
            s.send(OrderEcho.openOrder(fill.order()));
            s.send(OrderEcho.status(fill.order()));
            s.send(OrderEcho.commission(fill));
        }
    }

    /** An execution whose price has been corrected: the same id with a higher last part. */
    void correction(Fill fill) {
        for (Session s : listeners(fill.order())) {
            s.send(OrderEcho.execution(fill, UNASKED, s.version()));
            s.send(OrderEcho.commission(fill));
        }
    }

    /** The id that an order from TWS's window has been given. */
    void bound(SimulatedOrder order) {
        listeners(order).forEach(s -> s.send(new OrderBound(order.permId(), order.clientId(), order.orderId())));
    }
}

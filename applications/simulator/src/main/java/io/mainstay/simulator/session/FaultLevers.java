package io.mainstay.simulator.session;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.simulator.fault.Grip;
import io.mainstay.simulator.fault.Levers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What faults can do to the gateway, done by its parts. */
final class FaultLevers implements Levers {
    private final Gateway gateway;
    private final Requests requests;

    FaultLevers(Gateway gateway, Requests requests) {
        this.gateway = gateway;
        this.requests = requests;
    }

    @Override
    public Instant now() {
        return gateway.now();
    }

    @Override
    public void later(Duration delay, Runnable action) {
        gateway.agenda().at(gateway.now().plus(delay), action);
    }

    @Override
    public List<Grip> sessions() {
        return List.copyOf(gateway.openSessions());
    }

    @Override
    public void loseLink() {
        requests.loseLink();
    }

    @Override
    public void restoreLink(Restored how) {
        requests.restoreLink(how);
    }

    @Override
    public void tellAll(int code, String text) {
        gateway.readySessions().forEach(session -> session.error(-1, code, text));
    }

    @Override
    public void endProcess() {
        gateway.endProcess();
    }

    @Override
    public void listenAgain() {
        gateway.faults().listenAgain();
    }

    @Override
    public void releaseOrders() {
        requests.releaseOrders();
    }

    @Override
    public void answer(Grip session, Message request) {
        gateway.openSessions().stream()
                .filter(open -> open.equals(session))
                .forEach(open -> gateway.answer(open, request));
    }

    @Override
    public boolean isWorking(Grip session, int orderId) {
        return session.clientId()
                .flatMap(client -> requests.orderBook().find(client, orderId))
                .filter(order -> !order.isFinal())
                .isPresent();
    }

    @Override
    public void doubleOrder(Grip session, PlaceOrder change) {
        session.clientId()
                .flatMap(client -> requests.orderBook().find(client, change.orderId()))
                .ifPresent(order -> requests.orders().doubled(order, change.order()));
    }

    @Override
    public long enterOrder(Contract contract, Order order) {
        return requests.orders().enter(contract, order);
    }

    @Override
    public void cancelOrder(long permId) {
        if (requests.orderBook()
                .findByPermId(permId)
                .filter(order -> !order.isFinal())
                .isPresent()) {
            requests.orders().cancelByUser(permId);
        }
    }

    @Override
    public boolean correctLatestExecution(BigDecimal by) {
        var fills = requests.orderBook().fills();
        if (fills.isEmpty()) {
            return false;
        }
        var latest = fills.getLast();
        requests.orders().correct(latest.execId(), latest.price().add(by));
        return true;
    }
}

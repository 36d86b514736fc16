package io.mainstay.simulator.session;

import io.mainstay.simulator.fault.FaultBoard;
import io.mainstay.simulator.order.OrderBook;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a gateway has seen so far, as plain values for people and programs. Immutable. */
public record GatewayReport(
        Connections connections,
        List<OrderLine> orders,
        List<FaultLine> faults,
        Map<String, Long> requests,
        Map<Integer, Long> errors) {
    /**
     * Counts of connections.
     *
     * @param accepted since the start
     * @param handshakes of these, how many got their accounts and next valid id
     * @param aborted ended before that
     * @param open now, zombies not included
     * @param zombies ended by the client and kept by the gateway
     * @param ends how many ended for which reason
     */
    public record Connections(
            long accepted, long handshakes, long aborted, long open, long zombies, Map<String, Long> ends) {}

    /** One order in short; numbers as text, exact. */
    public record OrderLine(
            int clientId,
            int orderId,
            long permId,
            String symbol,
            String action,
            String orderType,
            String quantity,
            String filled,
            String averageFillPrice,
            String status,
            String orderRef) {}

    /** One fault of the catalogue. */
    public record FaultLine(String name, String what, String when, boolean on, long strikes) {}

    static GatewayReport of(Statistics s, Collection<Session> sessions, OrderBook orders, FaultBoard faults) {
        var ends = new TreeMap<String, Long>();
        s.ends().forEach((reason, count) -> ends.put(reason.name(), count));
        long open = sessions.stream().filter(session -> !session.isOver()).count();
        return new GatewayReport(
                new Connections(s.accepted, s.handshakes, s.aborted, open, s.zombies, ends),
                orders.all().stream()
                        .map(o -> new OrderLine(
                                o.clientId(),
                                o.orderId(),
                                o.permId(),
                                o.instrument().localSymbol(),
                                o.order().action(),
                                o.order().orderType(),
                                o.quantity().toPlainString(),
                                o.filled().toPlainString(),
                                o.averageFillPrice().toPlainString(),
                                o.status().name(),
                                o.order().orderRef()))
                        .toList(),
                faults.known().stream()
                        .map(f -> new FaultLine(f.name(), f.what(), f.when(), faults.isOn(f.name()), f.strikes()))
                        .collect(Collectors.toList()),
                new TreeMap<>(s.requests()),
                new TreeMap<>(s.errors()));
    }

    /** Whether any fault of that name is on. */
    public boolean isOn(String faultName) {
        return faults.stream().anyMatch(f -> f.name().equals(faultName) && f.on());
    }
}

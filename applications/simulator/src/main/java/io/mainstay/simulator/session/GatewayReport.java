package io.mainstay.simulator.session;

import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultBoard;
import io.mainstay.simulator.fault.FaultStatus;
import io.mainstay.simulator.order.OrderBook;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /**
     * One fault that is or was switched on.
     *
     * @param name what it is switched off by
     * @param spec all of it, with value and trigger
     * @param on whether its moment has come and it has not been switched off
     * @param waits whether it is switched on and its moment has not come
     * @param latest the latest of its strikes, oldest first
     */
    public record FaultLine(
            String name,
            String spec,
            String what,
            String when,
            boolean on,
            boolean waits,
            long strikes,
            List<FaultStatus.Struck> latest) {
        static FaultLine of(FaultStatus status) {
            Fault fault = status.fault();
            return new FaultLine(
                    fault.name(),
                    fault.spec(),
                    fault.kind().what(),
                    fault.kind().when(),
                    status.on(),
                    status.switched() && !status.on(),
                    status.strikes(),
                    status.latest());
        }
    }

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
                faults.status().stream().map(FaultLine::of).toList(),
                new TreeMap<>(s.requests()),
                new TreeMap<>(s.errors()));
    }

    /** Whether any fault of that name is on. */
    public boolean isOn(String faultName) {
        return faults.stream().anyMatch(f -> f.name().equals(faultName) && f.on());
    }
}

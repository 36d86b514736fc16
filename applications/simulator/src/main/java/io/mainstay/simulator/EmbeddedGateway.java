package io.mainstay.simulator;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.session.Gateway;
import io.mainstay.simulator.session.GatewayReport;
import io.mainstay.simulator.session.Outlet;
import io.mainstay.simulator.session.Session;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A simulated gateway without sockets and threads: it works in the caller's thread, and its time is what the caller lets
 * pass. The same calls with the same seed bring about the same bytes. Faults of the listening socket have no effect, since
 * there is none.
 */
public final class EmbeddedGateway implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private final Gateway gateway;
    private Instant now;

    /**
     * Makes a gateway whose time begins at {@code start}; the configuration's clock, host and ports don't matter.
     *
     * @throws IOException if the recorded days can't be read
     */
    public EmbeddedGateway(SimulatorConfig config, Instant start) throws IOException {
        now = start;
        gateway = GatewayFactory.create(config, start, config.greetingDeadline(), START_DEADLINE);
    }

    /** The gateway's time. */
    public Instant now() {
        return now;
    }

    /** Makes a connection; what the gateway sends goes to {@code outlet}, in this call or a later one. */
    public Connection connect(Outlet outlet) {
        return new Connection(gateway.connect(outlet, now));
    }

    /** Lets time pass; what becomes due on the way is done at its own time. */
    public void pass(Duration by) {
        Duration left = by;
        while (left.isPositive()) {
            left = left.minus(passToNext(left));
        }
    }

    /**
     * Lets time pass until something is due, and does it.
     *
     * @param most how much time may pass
     * @return how much has passed
     */
    public Duration passToNext(Duration most) {
        Instant until = now.plus(most);
        Instant before = now;
        Optional<Instant> due = gateway.nextDue();
        Instant next = due.isPresent() && due.get().isBefore(until) ? due.get() : until;
        now = next.isAfter(now) ? next : now;
        gateway.poll(now);
        return Duration.between(before, now);
    }

    /** What has happened so far. */
    public GatewayReport stats() {
        return gateway.report();
    }

    /**
     * Switches a fault, named as in the catalogue, on or off.
     *
     * @throws IllegalArgumentException if there is no such fault
     */
    public void switchFault(String name, boolean on) {
        if (on) {
            Fault fault = FaultCatalogue.parse(name)
                    .orElseThrow(() -> new IllegalArgumentException("no fault is called " + name));
            gateway.switchOn(fault, now);
        } else {
            gateway.switchOff(name, now);
        }
    }

    /**
     * Enters an order as the user of TWS's window does, and returns its permId.
     *
     * @throws IllegalArgumentException with the reason if the gateway does not take it
     */
    public long enterOrder(Contract contract, Order order) {
        return gateway.enterOrder(contract, order, now);
    }

    /**
     * Cancels any order as the user of TWS's window does.
     *
     * @throws IllegalArgumentException if no order that works has that permId
     */
    public void cancelOrder(long permId) {
        gateway.cancelOrder(permId, now);
    }

    /**
     * Corrects the price of an execution, and returns the id of the correction.
     *
     * @throws IllegalArgumentException if there is no such execution
     */
    public String correctExecution(String execId, BigDecimal price) {
        return gateway.correctExecution(execId, price, now);
    }

    /** Publishes a news bulletin. */
    public void publishBulletin(String text) {
        gateway.publishBulletin(text, now);
    }

    @Override
    public void close() {
        gateway.shutdown(now);
    }

    /** The client's end of a connection. */
    public final class Connection {
        private final Session session;

        private Connection(Session session) {
            this.session = session;
        }

        /** The client has sent bytes. */
        public void received(byte[] bytes) {
            session.received(bytes, 0, bytes.length, now);
        }

        /** The client has ended its side. */
        public void inputEnded() {
            session.inputEnded(now);
        }

        /** The connection broke. */
        public void broke() {
            session.broke(now);
        }
    }
}

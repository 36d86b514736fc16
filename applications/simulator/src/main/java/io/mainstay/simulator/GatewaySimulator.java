package io.mainstay.simulator;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.control.ControlServer;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.server.GatewayServer;
import io.mainstay.simulator.session.Gateway;
import io.mainstay.simulator.session.GatewayReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A running simulator. Its methods may be called by any thread and wait for the gateway's own. */
public final class GatewaySimulator implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final GatewayServer server;
    private final SimulatorClock clock;
    private final @Nullable ControlServer control;

    private GatewaySimulator(
            Gateway gateway, GatewayServer server, SimulatorClock clock, @Nullable ControlServer control) {
        this.clock = clock;
        this.gateway = gateway;
        this.server = server;
        this.control = control;
    }

    /**
     * Starts a simulator; when this returns it listens, as far as its scenario lets it.
     *
     * @throws IOException if a port is taken, or the recorded days can't be read; the message says which
     */
    public static GatewaySimulator start(SimulatorConfig config) throws IOException {
        Gateway gateway = GatewayFactory.create(
                config,
                config.clock().now(),
                real(config.greetingDeadline(), config.clock()),
                real(START_DEADLINE, config.clock()));
        var server = new GatewayServer(
                gateway, config.clock(), new InetSocketAddress(config.host(), config.port()), config.stallDeadline());
        try {
            server.start();
        } catch (IOException e) {
            throw new IOException(
                    "port " + config.port() + " on " + config.host() + " can't be listened on: " + e.getMessage()
                            + "; choose another with --port, 0 takes a free one",
                    e);
        }
        OptionalInt controlPort = config.controlPort();
        if (controlPort.isEmpty()) {
            return new GatewaySimulator(gateway, server, config.clock(), null);
        }
        try {
            var endpoint = new GatewayControls(gateway, server, config.clock());
            return new GatewaySimulator(
                    gateway, server, config.clock(), ControlServer.start(controlPort.getAsInt(), endpoint));
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "control port " + controlPort.getAsInt() + " can't be listened on: " + e.getMessage()
                            + "; choose another with --control, none leaves it out",
                    e);
        }
    }

    /** A duration of the simulator's time that takes so long in real time: clients don't connect faster in it. */
    private static Duration real(Duration duration, SimulatorClock clock) {
        return Duration.ofMillis((long) (duration.toMillis() * clock.rate()));
    }

    /** The port of the gateway. */
    public int port() {
        return server.address().getPort();
    }

    /** The port of the control endpoint, absent if there is none. */
    public OptionalInt controlPort() {
        return control == null ? OptionalInt.empty() : OptionalInt.of(control.port());
    }

    /** What has happened so far. */
    public GatewayReport stats() {
        return server.call(gateway::report);
    }

    /**
     * Switches a fault on, named as in the catalogue, with a value if it takes one, and a trigger if it is to have one.
     *
     * @param fault such as {@code slow-login=2s@connection:3}
     * @throws IllegalArgumentException if there is no such fault, or its value or trigger is wrong
     */
    public void switchOn(String fault) {
        Fault named = FaultCatalogue.parse(fault)
                .orElseThrow(() -> new IllegalArgumentException("no fault is called " + fault));
        server.change(() -> {
            gateway.switchOn(named, clock.now());
            return true;
        });
    }

    /** Switches off all faults of a name, or one by its whole text; false if none was on. */
    public boolean switchOff(String fault) {
        return server.change(() -> gateway.switchOff(fault, clock.now()));
    }

    /**
     * Enters an order as the user of TWS's window does; client 0 is told of it.
     *
     * @return its permId
     * @throws IllegalArgumentException with the reason if the gateway does not take it
     */
    public long enterOrder(Contract contract, Order order) {
        return server.change(() -> gateway.enterOrder(contract, order, clock.now()));
    }

    /**
     * Cancels any order as the user of TWS's window does.
     *
     * @throws IllegalArgumentException if no order that works has that permId
     */
    public void cancelOrder(long permId) {
        server.change(() -> {
            gateway.cancelOrder(permId, clock.now());
            return true;
        });
    }

    /**
     * Corrects the price of an execution as an exchange does.
     *
     * @return the id of the correction
     * @throws IllegalArgumentException if there is no such execution
     */
    public String correctExecution(String execId, BigDecimal price) {
        return server.change(() -> gateway.correctExecution(execId, price, clock.now()));
    }

    /** Publishes a news bulletin. */
    public void publishBulletin(String text) {
        server.change(() -> {
            gateway.publishBulletin(text, clock.now());
            return true;
        });
    }

    @Override
    public void close() {
        if (control != null) {
            control.close();
        }
        server.close();
    }
}

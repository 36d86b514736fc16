package io.mainstay.simulator;

import io.mainstay.simulator.clock.SimulatorClock;
import io.mainstay.simulator.control.Controls;
import io.mainstay.simulator.control.ManualOrder;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.server.GatewayServer;
import io.mainstay.simulator.session.Gateway;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lets the control endpoint reach the gateway, which lives on another thread. */
final class GatewayControls implements Controls {
    private final Gateway gateway;
    private final GatewayServer server;
    private final SimulatorClock clock;

    GatewayControls(Gateway gateway, GatewayServer server, SimulatorClock clock) {
        this.clock = clock;
        this.gateway = gateway;
        this.server = server;
    }

    @Override
    public Map<String, Object> stats() {
        return ReportJson.toMap(server.call(gateway::report));
    }

    @Override
    public Map<String, Object> faults() {
        Map<String, Object> listing = new LinkedHashMap<>(FaultListing.toMap());
        listing.put(
                "switched",
                server.call(gateway::report).faults().stream()
                        .map(ReportJson::fault)
                        .toList());
        return listing;
    }

    @Override
    public boolean switchFault(String name, boolean on) {
        if (!on) {
            // By what it was switched on with, or by its name: then all that are called so.
            return server.change(() -> gateway.switchOff(name, clock.now()))
                    || FaultCatalogue.parse(name).isPresent();
        }
        Optional<Fault> named = FaultCatalogue.parse(name);
        named.ifPresent(fault -> server.change(() -> {
            gateway.switchOn(fault, clock.now());
            return true;
        }));
        return named.isPresent();
    }

    @Override
    public long enterOrder(ManualOrder entered) {
        return server.change(() -> gateway.enterOrder(entered.contract(), entered.order(), clock.now()));
    }

    @Override
    public void cancelOrder(long permId) {
        server.change(() -> {
            gateway.cancelOrder(permId, clock.now());
            return true;
        });
    }

    @Override
    public String correctExecution(String execId, BigDecimal price) {
        return server.change(() -> gateway.correctExecution(execId, price, clock.now()));
    }

    @Override
    public void publishBulletin(String text) {
        server.change(() -> {
            gateway.publishBulletin(text, clock.now());
            return true;
        });
    }
}

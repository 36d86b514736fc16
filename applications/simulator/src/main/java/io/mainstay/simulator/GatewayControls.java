package io.mainstay.simulator;

import io.mainstay.simulator.control.Controls;
import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.server.GatewayServer;
import io.mainstay.simulator.session.Gateway;
import java.util.Map;
import java.util.Optional;

/** Lets the control endpoint reach the gateway, which lives on another thread. */
final class GatewayControls implements Controls {
    private final Gateway gateway;
    private final GatewayServer server;

    GatewayControls(Gateway gateway, GatewayServer server) {
        this.gateway = gateway;
        this.server = server;
    }

    @Override
    public Map<String, Object> stats() {
        return ReportJson.toMap(server.call(gateway::report));
    }

    @Override
    public boolean switchFault(String name, boolean on) {
        Optional<Fault> named = FaultCatalogue.parse(name);
        if (named.isEmpty()) {
            return false;
        }
        server.change(() -> {
            if (on) {
                gateway.faults().switchOn(named.get());
            } else {
                gateway.faults().switchOff(named.get().name());
            }
            return true;
        });
        return true;
    }
}

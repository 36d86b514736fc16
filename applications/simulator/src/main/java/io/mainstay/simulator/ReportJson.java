package io.mainstay.simulator;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.simulator.session.GatewayReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A gateway's report as JSON. Stateless. */
final class ReportJson {
    private ReportJson() {}

    static Map<String, Object> toMap(GatewayReport report) {
        GatewayReport.Connections c = report.connections();
        var connections = new LinkedHashMap<String, Object>();
        connections.put("accepted", c.accepted());
        connections.put("handshakes", c.handshakes());
        connections.put("aborted", c.aborted());
        connections.put("open", c.open());
        connections.put("zombies", c.zombies());
        connections.put("ends", c.ends());
        var errors = new LinkedHashMap<String, Object>();
        report.errors().forEach((code, count) -> errors.put(Integer.toString(code), count));
        var document = new LinkedHashMap<String, Object>();
        document.put("connections", connections);
        document.put("orders", report.orders().stream().map(ReportJson::order).toList());
        document.put("faults", report.faults().stream().map(ReportJson::fault).toList());
        document.put("requests", report.requests());
        document.put("errors", errors);
        return document;
    }

    static String toText(GatewayReport report) {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(toMap(report));
        } catch (IOException e) {
            throw new UncheckedIOException("plain values can't be written as JSON", e);
        }
    }

    private static Map<String, Object> order(GatewayReport.OrderLine o) {
        var row = new LinkedHashMap<String, Object>();
        row.put("clientId", o.clientId());
        row.put("orderId", o.orderId());
        row.put("permId", o.permId());
        row.put("symbol", o.symbol());
        row.put("action", o.action());
        row.put("orderType", o.orderType());
        row.put("quantity", o.quantity());
        row.put("filled", o.filled());
        row.put("avgFillPrice", o.averageFillPrice());
        row.put("status", o.status());
        row.put("orderRef", o.orderRef());
        return row;
    }

    static Map<String, Object> fault(GatewayReport.FaultLine f) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", f.name());
        row.put("spec", f.spec());
        row.put("what", f.what());
        row.put("when", f.when());
        row.put("on", f.on());
        row.put("waits", f.waits());
        row.put("strikes", f.strikes());
        row.put(
                "latest",
                f.latest().stream()
                        .map(s -> Map.of("at", s.at().toString(), "connection", s.connection()))
                        .toList());
        return row;
    }
}

package io.mainstay.cli.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.sockets.SocketTable;
import io.mainstay.sockets.TcpState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code mainstay status}: what the worker holds. */
final class StatusCommand implements Command {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Tells what the worker holds: its gateway session, clients, streams, and six lamps.",
                "A lamp is ok on evidence of the last ten seconds only, else bad or unknown, with the reason. Nothing is asked of"
                        + " the gateway for it. Exits with 30 if no worker runs.");
    }

    @Override
    public Options options() {
        var options = new Options();
        WorkerAccess.addTo(options);
        return options;
    }

    @Override
    public int run(Arguments arguments) throws IOException, InterruptedException {
        WorkerAccess worker = WorkerAccess.of(arguments);
        var document = new LinkedHashMap<>(worker.ask(admin -> admin.status()).document());
        document.put("gatewaySockets", gatewaySockets(document));
        if (arguments.has("--json")) {
            System.out.println(JSON.std.asString(document));
        } else {
            StatusText.print(document, System.out);
        }
        return 0;
    }

    /** The kernel's word on the gateway's port; what could not be read is told as such, never as 0. */
    private static Map<String, Object> gatewaySockets(Map<String, Object> document) {
        String gateway = StatusText.text(StatusText.object(document, "upstream"), "gateway");
        int port = Integer.parseInt(gateway.substring(gateway.lastIndexOf(':') + 1));
        var sockets = new LinkedHashMap<String, Object>();
        try {
            SocketTable table = SocketTable.read();
            sockets.put("established", table.towards(port, TcpState.ESTABLISHED).size());
            sockets.put("closeWait", table.at(port, TcpState.CLOSE_WAIT).size());
        } catch (IOException e) {
            sockets.put("unknown", "the socket table can't be read: " + e.getMessage());
        }
        return sockets;
    }
}

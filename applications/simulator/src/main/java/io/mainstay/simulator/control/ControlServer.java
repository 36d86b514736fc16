package io.mainstay.simulator.control;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /stats}, {@code POST /faults/NAME/on} and {@code /off}. Requests must name a loopback host, so that no web
 * page can reach it by a name of its own; state changes by POST only.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Pattern HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
    private static final Pattern FAULT = Pattern.compile("/faults/([A-Za-z0-9=:_.-]{1,100})/(on|off)");

    private final HttpServer server;
    private final ExecutorService thread;
    private final Controls controls;

    private ControlServer(HttpServer server, ExecutorService thread, Controls controls) {
        this.server = server;
        this.thread = thread;
        this.controls = controls;
    }

    /**
     * Listens on loopback.
     *
     * @param port 0 takes a free one
     * @throws IOException if the port can't be bound
     */
    public static ControlServer start(int port, Controls controls) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 8);
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("simulator-control").factory());
        var control = new ControlServer(server, thread, controls);
        server.setExecutor(thread);
        server.createContext("/", control::handle);
        server.start();
        return control;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        } catch (RuntimeException e) {
            LOG.error("control request {} failed", exchange.getRequestURI(), e);
            throw e;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            reply(exchange, 403, Map.of("error", "the Host header must be a loopback name"));
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        Matcher fault = FAULT.matcher(path);
        if (path.equals("/stats")) {
            if (method.equals("GET")) {
                reply(exchange, 200, controls.stats());
            } else {
                reply(exchange, 405, Map.of("error", "/stats is read by GET"));
            }
        } else if (fault.matches()) {
            if (method.equals("POST")) {
                switchFault(exchange, fault.group(1), fault.group(2).equals("on"));
            } else {
                reply(exchange, 405, Map.of("error", "faults are switched by POST"));
            }
        } else {
            reply(
                    exchange,
                    404,
                    Map.of("error", "there is GET /stats, POST /faults/NAME/on and POST /faults/NAME/off"));
        }
    }

    private void switchFault(HttpExchange exchange, String name, boolean on) throws IOException {
        try {
            if (controls.switchFault(name, on)) {
                reply(exchange, 200, Map.of("fault", name, "on", on));
            } else {
                reply(exchange, 404, Map.of("error", "no fault is called " + name + "; GET /stats lists them"));
            }
        } catch (IllegalArgumentException e) {
            reply(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private static void reply(HttpExchange exchange, int status, Map<String, ?> document) throws IOException {
        byte[] body = (JSON.std.asString(document) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

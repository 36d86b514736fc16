package io.mainstay.simulator.control;

import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /stats} and {@code /faults}; by POST: {@code /faults/SPEC/on} and {@code /off}, where SPEC is a fault with value
 * and trigger, {@code /orders} and {@code /orders/PERMID/cancel} for
 * the user of TWS's window, {@code /executions/EXECID/correct}, {@code /bulletins}. Requests must name a loopback host, so that no web
 * page can reach it by a name of its own; state changes by POST only.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Pattern HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
    private static final Pattern FAULT = Pattern.compile("/faults/([^/\\p{Cntrl}]{1,500})/(on|off)");
    private static final Pattern CANCEL = Pattern.compile("/orders/(\\d{1,18})/cancel");
    private static final Pattern CORRECT = Pattern.compile("/executions/([0-9a-f.]{1,60})/correct");
    private static final int MOST_BODY_BYTES = 1 << 16;

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
        Optional<Action> action = action(path);
        if (path.equals("/stats") || path.equals("/faults")) {
            if (method.equals("GET")) {
                reply(exchange, 200, path.equals("/stats") ? controls.stats() : controls.faults());
            } else {
                reply(exchange, 405, Map.of("error", path + " is read by GET"));
            }
        } else if (action.isEmpty()) {
            reply(
                    exchange,
                    404,
                    Map.of(
                            "error",
                            "there are GET /stats and /faults, and POST to /faults/NAME/on, /faults/NAME/off, /orders,"
                                    + " /orders/PERMID/cancel, /executions/EXECID/correct and /bulletins"));
        } else if (method.equals("POST")) {
            perform(exchange, action.get());
        } else {
            reply(exchange, 405, Map.of("error", "changes are made by POST"));
        }
    }

    /** Does what a path means; given the document of the request, empty where it has none. */
    private interface Action {
        Map<String, Object> perform(Map<String, Object> document);
    }

    private Optional<Action> action(String path) {
        Matcher fault = FAULT.matcher(path);
        Matcher cancel = CANCEL.matcher(path);
        Matcher correct = CORRECT.matcher(path);
        if (fault.matches()) {
            return Optional.of(
                    document -> switchFault(fault.group(1), fault.group(2).equals("on")));
        }
        if (cancel.matches()) {
            return Optional.of(document -> {
                controls.cancelOrder(Long.parseLong(cancel.group(1)));
                return Map.of("cancelled", cancel.group(1));
            });
        }
        if (correct.matches()) {
            return Optional.of(document -> Map.of(
                    "execId",
                    controls.correctExecution(
                            correct.group(1), ManualOrder.number(document, "price", BigDecimal.ZERO))));
        }
        return switch (path) {
            case "/orders" -> Optional.of(document -> Map.of("permId", controls.enterOrder(ManualOrder.of(document))));
            case "/bulletins" ->
                Optional.of(document -> {
                    controls.publishBulletin(ManualOrder.text(document, "text", ""));
                    return Map.of("published", true);
                });
            default -> Optional.empty();
        };
    }

    private void perform(HttpExchange exchange, Action action) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            reply(exchange, 413, Map.of("error", "a document has at most " + MOST_BODY_BYTES + " bytes"));
            return;
        }
        try {
            Map<String, Object> document = body.length == 0 ? Map.of() : JSON.std.mapFrom(body);
            reply(exchange, 200, action.perform(document));
        } catch (JSONObjectException e) {
            reply(exchange, 400, Map.of("error", "the body is no JSON object: " + e.getMessage()));
        } catch (NoSuchElementException e) {
            reply(exchange, 404, Map.of("error", String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            reply(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private Map<String, Object> switchFault(String name, boolean on) {
        if (!controls.switchFault(name, on)) {
            throw new NoSuchElementException("no fault is called " + name + "; GET /faults lists them");
        }
        return Map.of("fault", name, "on", on);
    }

    private static void reply(HttpExchange exchange, int status, Map<String, ?> document) throws IOException {
        byte[] body = (JSON.std.asString(document) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

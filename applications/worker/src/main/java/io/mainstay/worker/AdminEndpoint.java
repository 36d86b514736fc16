package io.mainstay.worker;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.engine.operator.OperatorAnswer;
import io.mainstay.engine.operator.OperatorVerb;
import io.mainstay.transport.http.HttpHandler;
import io.mainstay.transport.http.HttpReply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator asks of a running worker, as HTTP on a Unix socket of the worker's user alone: {@code GET /status}, and
 * {@code POST} of a verb with a JSON object, which may be left out. Used on the loop's thread, so that it sees one moment.
 */
final class AdminEndpoint implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int CONFLICT = 409;
    private static final long MS_PER_MINUTE = 60_000;
    private static final long MINUTES_MAX = 7 * 24 * 60;
    private static final long WITHIN_MS = 30_000;
    private static final long WITHIN_MS_MAX = 24 * 60 * MS_PER_MINUTE;
    private static final int WHY_LETTERS_MAX = 200;

    private final EngineRunner runner;
    private final Reload reload;
    private final Supplier<StatusDocument.Worker> worker;

    AdminEndpoint(EngineRunner runner, Reload reload, Supplier<StatusDocument.Worker> worker) {
        this.runner = runner;
        this.reload = reload;
        this.worker = worker;
    }

    @Override
    public HttpReply handle(String method, String path, String body) {
        if (path.equals("/status")) {
            return method.equals("GET") ? status() : error(WRONG_METHOD, "GET /status");
        }
        if (path.equals("/reload")) {
            return method.equals("POST") ? reload() : error(WRONG_METHOD, "POST /reload");
        }
        try {
            Map<String, Object> given = body.isBlank() ? Map.of() : JSON.std.mapFrom(body);
            Optional<OperatorVerb> verb = verb(path, given);
            if (verb.isEmpty()) {
                return error(
                        NOT_FOUND, "there are /status, /reload, /pause, /resume, /drain, /kill, /reconnect and /hold");
            }
            return method.equals("POST") ? act(verb.get()) : error(WRONG_METHOD, "POST " + path);
        } catch (IOException | IllegalArgumentException e) {
            return error(
                    BAD_REQUEST,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private HttpReply status() {
        return new HttpReply(
                OK,
                json(StatusDocument.of(
                        worker.get(),
                        runner.status(),
                        runner.streams(StatusDocument.LISTED_MAX),
                        runner.orders(StatusDocument.LISTED_MAX),
                        System.currentTimeMillis())));
    }

    private HttpReply reload() {
        try {
            Reload.Done done = reload.run();
            var document = new LinkedHashMap<String, Object>();
            document.put("done", done.text());
            document.put("rules", done.rules());
            document.put("clientsEnded", done.clients().ended());
            document.put("clientsChanged", done.clients().changed());
            document.put("requestsEnded", done.clients().requestsEnded());
            document.put("ordersGivenBack", done.clients().ordersGivenBack());
            document.put("restartNeeded", done.restartNeeded());
            return new HttpReply(OK, json(document));
        } catch (ConfigurationException e) {
            return error(CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private HttpReply act(OperatorVerb verb) {
        OperatorAnswer answer = runner.operate(verb);
        LOG.info("operator {}: {}", verb, answer.text());
        return answer.done() ? new HttpReply(OK, json(Map.of("done", answer.text()))) : error(CONFLICT, answer.text());
    }

    private static Optional<OperatorVerb> verb(String path, Map<String, Object> given) {
        String why = why(given);
        return switch (path) {
            case "/pause" -> Optional.of(new OperatorVerb.Pause(why));
            case "/resume" -> Optional.of(new OperatorVerb.Resume());
            case "/drain" ->
                Optional.of(new OperatorVerb.Drain(why, number(given, "withinMs", WITHIN_MS, 0, WITHIN_MS_MAX)));
            case "/kill" -> Optional.of(new OperatorVerb.Kill(number(given, "session", null, 1, Long.MAX_VALUE), why));
            case "/reconnect" -> Optional.of(new OperatorVerb.Reconnect(why));
            case "/hold" ->
                Optional.of(new OperatorVerb.Hold(why, number(given, "minutes", null, 1, MINUTES_MAX) * MS_PER_MINUTE));
            default -> Optional.empty();
        };
    }

    private static String why(Map<String, Object> given) {
        Object why = given.getOrDefault("reason", "");
        if (!(why instanceof String text) || text.length() > WHY_LETTERS_MAX) {
            throw new IllegalArgumentException("reason is a text of at most " + WHY_LETTERS_MAX + " letters");
        }
        // It goes into log lines and messages.
        return text.replaceAll("\\p{Cntrl}", " ").strip();
    }

    private static long number(
            Map<String, Object> given,
            String name,
            @org.jspecify.annotations.Nullable Long otherwise,
            long least,
            long most) {
        Object value = given.get(name);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
            return number.longValue();
        }
        throw new IllegalArgumentException(name + " must be a number from " + least + " to " + most);
    }

    private static HttpReply error(int status, String text) {
        return new HttpReply(status, json(Map.of("error", text)));
    }

    private static String json(Object document) {
        try {
            return JSON.std.asString(document);
        } catch (IOException e) {
            throw new IllegalStateException("maps and texts can be written", e);
        }
    }
}

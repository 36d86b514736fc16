package io.mainstay.system.support;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A simulated gateway in a process of its own, at a free port. */
public final class Simulator implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready port=(\\d+) control=(\\d+).*");

    private final Process process;
    private final BufferedReader lines;
    private final int port;
    private final int controlPort;

    private Simulator(Process process) throws IOException {
        this.process = process;
        lines = process.inputReader(StandardCharsets.UTF_8);
        String first = lines.readLine();
        Matcher ready = READY.matcher(first == null ? "" : first);
        if (!ready.matches()) {
            throw new IllegalStateException("the simulator did not become ready: " + first + "\n"
                    + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        port = Integer.parseInt(ready.group(1));
        controlPort = Integer.parseInt(ready.group(2));
    }

    public static Simulator start(Home home, String... arguments) {
        var all = new ArrayList<>(List.of("sim", "--exit-with-parent"));
        if (!List.of(arguments).contains("--port")) {
            all.addAll(List.of("--port", "0"));
        }
        all.addAll(List.of(arguments));
        Process process = home.start(all.toArray(String[]::new));
        try {
            return new Simulator(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String gateway() {
        return "127.0.0.1:" + port;
    }

    public Process process() {
        return process;
    }

    /** What it has counted so far. */
    public Map<String, Object> stats() {
        return send(HttpRequest.newBuilder(control("/stats")).GET().build());
    }

    public int connections(String kind) {
        return Json.of(stats()).at("connections").number(kind);
    }

    /** How often it has had a request, by TWS's name of it. */
    public int requests(String name) {
        Json counts = Json.of(stats()).at("requests");
        return counts.has(name) ? counts.number(name) : 0;
    }

    /** Waits until it has had a request {@code count} times. */
    public void awaitRequests(String name, int count) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (requests(name) < count) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException(count + " times " + name + " did not come: " + stats());
            }
        }
    }

    /** Switches a fault on or off. */
    public void fault(String name, boolean on) {
        send(HttpRequest.newBuilder(control("/faults/" + name + (on ? "/on" : "/off")))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI control(String path) {
        return URI.create("http://127.0.0.1:" + controlPort + path);
    }

    private static Map<String, Object> send(HttpRequest request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isBlank() ? Map.of() : JSON.std.mapFrom(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the simulator did not end with its standard input");
            }
            lines.close();
            process.getErrorStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package io.mainstay.system.conformance;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.NodeProgram;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client in a process of its own that does one step of a script when it is told to. Used by one thread. */
final class SteppedClient implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedWriter steps;
    private final BufferedReader answers;

    SteppedClient(Home home, String script, int port, int clientId) {
        name = script + " with client id " + clientId;
        process = NodeProgram.start(home, script, "127.0.0.1", Integer.toString(port), Integer.toString(clientId));
        steps = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Begins a step; {@link #await} waits for its end. */
    void begin(String step) {
        try {
            steps.write(step + "\n");
            steps.flush();
        } catch (IOException e) {
            throw new IllegalStateException(name + " has ended: " + complaint(), e);
        }
    }

    /** Waits until a step's answers are there. */
    void await(String step) {
        String answer = line();
        if (!("done " + step).equals(answer)) {
            throw new IllegalStateException(name + ", " + step + ": " + answer + "\n" + complaint());
        }
    }

    /** Ends the client; gives all that it was told, in order, by the request or the kind that it belongs to. */
    Map<String, List<Object>> end() {
        begin("end");
        var told = new TreeMap<String, List<Object>>();
        try {
            JSON.std.mapFrom(line()).forEach((place, events) -> told.put(place, List.copyOf((List<?>) events)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }

    private String line() {
        try {
            String line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String complaint() {
        try {
            process.getOutputStream().close();
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

package io.mainstay.cli.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A worker's status for a person. */
final class StatusText {
    private StatusText() {}

    /** All of it in short. */
    static void print(Map<String, Object> document, PrintStream out) {
        Map<String, Object> worker = object(document, "worker");
        Map<String, Object> upstream = object(document, "upstream");
        Map<String, Object> sockets = object(document, "gatewaySockets");
        Map<String, Object> budget = object(document, "budget");
        Map<String, Object> operator = object(document, "operator");
        out.println("worker    pid " + text(worker, "pid") + " since " + text(worker, "since"));
        out.println("gateway   " + text(upstream, "gateway") + " " + text(upstream, "state") + " since "
                + text(upstream, "since") + ", version " + text(upstream, "serverVersion") + ", client id "
                + text(upstream, "clientId") + ", connected " + text(upstream, "connects") + " times");
        out.println("sockets   " + pairs(sockets));
        if (!"OPEN".equals(operator.get("intake"))) {
            out.println("operator  " + text(operator, "intake") + " since " + text(operator, "since") + " "
                    + text(operator, "reason"));
        }
        out.println("holds     " + list(document, "clients").size() + " clients, " + text(document, "streamsOpen")
                + " streams, " + text(document, "openRequests") + " open requests, "
                + list(document, "orders").size()
                + " orders, " + text(budget, "linesUsed") + " of " + text(budget, "linesMax") + " lines");
        object(document, "lamps").forEach((name, lamp) -> {
            if (lamp instanceof Map<?, ?> of) {
                out.printf("%-9s %-7s %s (as of %s)%n", name, of.get("state"), of.get("reason"), of.get("asOf"));
            }
        });
    }

    /** A list of the document, a line for each of its members. */
    static void printRows(List<Map<String, Object>> rows, PrintStream out) {
        rows.forEach(row -> out.println(pairs(row)));
    }

    static String pairs(Map<String, Object> object) {
        return object.entrySet().stream()
                .filter(pair -> !String.valueOf(pair.getValue()).isEmpty())
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(" "));
    }

    static String text(Map<String, Object> object, String name) {
        return String.valueOf(object.get(name));
    }

    @SuppressWarnings("unchecked") // the document is the worker's, whose shape is known
    static Map<String, Object> object(Map<String, Object> document, String name) {
        return document.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // as above
    static List<Map<String, Object>> list(Map<String, Object> document, String name) {
        return document.get(name) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }
}

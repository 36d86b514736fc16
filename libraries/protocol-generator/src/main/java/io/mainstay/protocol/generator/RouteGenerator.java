package io.mainstay.protocol.generator;

import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Message;
import io.mainstay.protocol.generator.Schema.Route;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the table of how messages belong to each other. */
final class RouteGenerator {
    private static final Set<String> OUTGOING =
            Set.of("REQUEST", "SUBSCRIPTION", "CANCEL", "UPDATE", "ORDER", "ORDER_CANCEL", "SETTING", "SESSION");
    private static final Set<String> INCOMING =
            Set.of("ANSWER", "ITEM", "END", "STREAM", "NOTICE", "EVENT", "ERROR", "SESSION");

    private final Schema schema;

    RouteGenerator(Schema schema) {
        this.schema = schema;
    }

    String generate() {
        var out = new Source();
        out.line("/** How each message belongs to others, from the route lines of the schema. */");
        out.line("public final class MessageRoutes {");
        for (Message message : schema.messages()) {
            check(message);
            out.line("private static final MessageRoute " + constant(message) + " = " + route(message) + ";");
        }
        out.line("private MessageRoutes() {}");
        for (boolean incoming : List.of(true, false)) {
            String name = incoming ? "incoming" : "outgoing";
            out.line("/** The route of an " + name + " message; null if no message of this direction has the id. */");
            out.line("public static @Nullable MessageRoute " + name + "(int id) {", "return switch (id) {");
            schema.messages().stream()
                    .filter(m -> m.incoming() == incoming)
                    .forEach(m -> out.line("case " + m.id() + " -> " + constant(m) + ";"));
            out.line("default -> null;", "};", "}");
        }
        out.line("}");
        return out.toString();
    }

    private static String constant(Message message) {
        return (message.incoming() ? "IN_" : "OUT_") + message.id();
    }

    private void check(Message message) {
        Route route = message.route();
        if (!(message.incoming() ? INCOMING : OUTGOING).contains(kind(route))) {
            throw new IllegalArgumentException(message.name() + ": no route is " + route.kind());
        }
        require(message, route.of(), false);
        require(message, route.by(), true);
        require(message, route.until(), true);
    }

    private void require(Message message, List<Integer> ids, boolean incoming) {
        Set<Integer> known = schema.messages().stream()
                .filter(m -> m.incoming() == incoming)
                .map(Message::id)
                .collect(Collectors.toSet());
        List<Integer> unknown = ids.stream().filter(id -> !known.contains(id)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(message.name() + ": its route names unknown messages " + unknown);
        }
    }

    private static String route(Message message) {
        Route route = message.route();
        String id = "NONE";
        int protobufField = 0;
        // The next valid id is news of the session, not the name of anything that is asked for.
        List<String> candidates = "session".equals(route.kind()) ? List.of() : List.of("reqId", "orderId", "id");
        for (String candidate : candidates) {
            List<Field> found = message.fields().stream()
                    .filter(f -> f.path().equals(List.of(candidate)))
                    .toList();
            if (!found.isEmpty() && "NONE".equals(id)) {
                id = "id".equals(candidate)
                        ? "ANY"
                        : "orderId".equals(candidate) || "order".equals(route.kind()) ? "ORDER" : "REQUEST";
                protobufField = found.getFirst().bindings().stream()
                        .mapToInt(b -> b.number())
                        .findFirst()
                        .orElse(0);
            }
        }
        String ends = route.words().contains("ends") ? "YES" : route.words().contains("may-end") ? "SOMETIMES" : "NO";
        return "new MessageRoute(MessageRoute.Kind." + kind(route) + ", MessageRoute.IdKind." + id + ", "
                + protobufField + ", " + ids(route.of()) + ", " + ids(route.by()) + ", " + ids(route.until())
                + ", MessageRoute.Ends." + ends + ", " + route.words().contains("unasked") + ")";
    }

    private static String kind(Route route) {
        return route.kind().replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String ids(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "List.of(", ")"));
    }
}

package io.mainstay.system.oracle;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.UnknownMessage;
import io.mainstay.system.support.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The requests of one session of another client, its frames read call by call. Each request is sent first empty and
 * then with one argument more each time. The argument is on the wire if the fields differ from those before; then our
 * message has to hold exactly this value more, in exactly its field.
 */
final class RequestReading {
    private final int serverVersion;
    private final List<String> problems = new ArrayList<>();
    /** By message, the fields that held a value, list positions made one. */
    private final Map<String, Set<String>> seen = new HashMap<>();

    private final List<byte[]> payloads;
    private final Function<String, Arguments> arguments;
    private int at = 1;

    /**
     * Reads a session.
     *
     * @param calls what the client tells of its calls
     * @param arguments the arguments of a call of a message, all of them empty
     */
    RequestReading(ScriptedGateway.Session session, Json calls, Function<String, Arguments> arguments) {
        this.arguments = arguments;
        serverVersion = session.serverVersion();
        payloads = session.payloads();
        if (calls.number("serverVersion") != serverVersion) {
            throw new IllegalStateException("the client's session is not this one");
        }
        for (Json call : calls.all("requests")) {
            read(call);
        }
        if (at != payloads.size()) {
            problems.add(serverVersion + ": " + (payloads.size() - at) + " frames more than calls");
        }
    }

    /** What is read otherwise than it was sent, in words. */
    List<String> problems() {
        return problems;
    }

    /** The messages that were sent. */
    Set<String> messages() {
        return seen.keySet();
    }

    /**
     * Adds what the version describes and the client did not send: messages, and fields with their messages.
     *
     * @param holes takes what is no exception
     * @param excused takes the exceptions
     */
    void addHoles(Set<String> notSent, Set<String> notFilled, Set<String> holes, Set<String> excused) {
        for (Class<? extends Record> type : Scenarios.all(Outgoing.class)) {
            String name = type.getSimpleName();
            if (!Scenarios.known(type, serverVersion)) {
                continue;
            }
            Set<String> fields = seen.get(name);
            if (fields == null) {
                (notSent.contains(name) ? excused : holes).add(name);
                continue;
            }
            for (String field : Scenarios.describedFields(type, serverVersion)) {
                String path = name + "." + field;
                if (!fields.contains(field)) {
                    (notFilled.contains(path) ? excused : holes).add(path);
                }
            }
        }
    }

    private void read(Json call) {
        if (call.has("refused")) {
            return;
        }
        String message = call.text("message");
        seen.computeIfAbsent(message, name -> new HashSet<>());
        Arguments filled = arguments.apply(message);
        byte[] payload = payloads.get(at++);
        putId(message, call, filled);
        check(message, "nothing", payload, filled);
        List<String> before = withoutId(payload, call);
        for (Json step : call.all("steps")) {
            if (step.has("refused")) {
                continue;
            }
            payload = payloads.get(at++);
            String path = step.text("path");
            putId(message, step, filled);
            List<String> after = withoutId(payload, step);
            if (!after.equals(before)) {
                filled.put(path, Objects.requireNonNull(step.fields().get("value")));
                check(message, path, payload, filled);
                before = after;
            }
        }
    }

    /** An id that is no argument, because the client counts its requests itself. */
    private static void putId(String message, Json call, Arguments filled) {
        if (call.has("id")) {
            filled.put(message.equals("PlaceOrder") ? "orderId" : "reqId", call.text("id"));
        }
    }

    /** The fields as they were sent, except for a counted id: it alone makes no difference between two calls. */
    private static List<String> withoutId(byte[] payload, Json call) {
        var sent = new ArrayList<>(List.of(new String(payload, StandardCharsets.UTF_8).split("\0", -1)));
        if (call.has("id")) {
            sent.remove(call.text("id"));
        }
        return sent;
    }

    private void check(String message, String added, byte[] payload, Arguments filled) {
        String where = serverVersion + " " + message + " with " + added + ": ";
        SortedMap<String, String> expected = filled.fields();
        try {
            var read = MessageCodec.readOutgoing(payload, 0, payload.length, serverVersion);
            if (read instanceof UnknownMessage unknown) {
                problems.add(where + "unknown id " + unknown.messageId());
                return;
            }
            var record = (Record) read;
            SortedMap<String, String> fields = Fields.of(record);
            if (!record.getClass().getSimpleName().equals(message)) {
                problems.add(where + "read as " + record.getClass().getSimpleName());
            } else if (!fields.equals(expected)) {
                problems.add(where + Fields.difference(expected, fields));
            }
            int ours = count(Scenarios.write(record, serverVersion), 4);
            // Of two legs the first alone has a price: we write a place for each.
            boolean onePriceOfTwo = where.contains("order.orderComboLegs.0.price");
            if (ours != count(payload, 0) && !onePriceOfTwo) {
                problems.add(where + count(payload, 0) + " fields sent, " + ours + " understood");
            }
            fields.keySet().forEach(path -> seen.getOrDefault(message, Set.of()).add(Fields.anyPosition(path)));
        } catch (RuntimeException e) {
            problems.add(where + e);
        }
    }

    private static int count(byte[] bytes, int from) {
        int fields = 0;
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                fields++;
            }
        }
        return fields;
    }
}

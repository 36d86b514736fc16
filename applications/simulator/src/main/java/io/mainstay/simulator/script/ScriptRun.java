package io.mainstay.simulator.script;

import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.simulator.fields.MessageKinds;
import io.mainstay.simulator.fields.RecordFields;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs one script at one version on a stage. Used once, by one thread. */
public final class ScriptRun {
    private static final int LATE_MOST = 10;
    private static final Duration START_WITHIN = Duration.ofSeconds(5);
    private static final int MOST_SHOWN = 25;

    private final Script script;
    private final int version;
    private final Stage stage;
    private final Variables variables = new Variables();
    private final Map<String, Client> clients = new HashMap<>();

    private ScriptRun(Script script, int version, Stage stage) {
        this.script = script;
        this.version = version;
        this.stage = stage;
        variables.set("version", Integer.toString(version));
    }

    /** The versions that a script is to be run at. */
    public static List<Integer> versions(Script script) {
        return script.versions().isEmpty() ? List.of(MessageCodec.NEWEST_TEXT_VERSION) : script.versions();
    }

    /**
     * Runs it to its end. The stage is the caller's to close.
     *
     * @throws ScriptException at the first line that does not hold
     */
    public static void run(Script script, int version, Stage stage) {
        var run = new ScriptRun(script, version, stage);
        for (Statement statement : script.statements()) {
            run.perform(statement);
        }
    }

    private void perform(Statement statement) {
        try {
            step(statement);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw failed(statement.line(), String.valueOf(e.getMessage()));
        }
    }

    private void step(Statement statement) throws IOException {
        switch (statement) {
            case Statement.Open s -> open(s.client());
            case Statement.Greet s ->
                client(s.client())
                        .send(new ClientGreeting(
                                        number(variables.of(s.minVersion())),
                                        number(variables.of(s.maxVersion())),
                                        s.options())
                                .encode());
            case Statement.Connect s -> connect(s);
            case Statement.Send s -> client(s.client()).send(MessageKinds.outgoing(s.name(), variables.of(s.fields())));
            case Statement.Expect s -> expect(s);
            case Statement.ExpectAll s -> expectAll(s);
            case Statement.ExpectNone s -> expectNone(s);
            case Statement.ExpectClosed s -> expectClosed(s);
            case Statement.ExpectGreeting s -> expectGreeting(s);
            case Statement.Drop s -> {
                stage.settle(client(s.client()));
                client(s.client()).drop(client(s.client()).inbox().size());
            }
            case Statement.Advance s -> advance(s.by());
            case Statement.SwitchFault s -> stage.switchFault(s.name(), s.on());
            case Statement.End s -> client(s.client()).end(s.vanishes());
            case Statement.Raw s -> client(s.client()).send(HexFormat.of().parseHex(s.hex()));
            case Statement.Frame s -> client(s.client()).send(frame(s.fields()));
            case Statement.Window s -> {
                // What happens in the gateway's window happens after what clients have asked for before.
                clients.values().forEach(stage::settle);
                window(s);
            }
        }
    }

    private Client open(String name) throws IOException {
        var client = new Client(name);
        clients.put(name, client);
        client.on(stage.open(client));
        return client;
    }

    private Client client(String name) {
        Client client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException("there is no client " + name + " yet; open or connect makes it");
        }
        return client;
    }

    private void connect(Statement.Connect s) throws IOException {
        Client client = open(s.client());
        int spoken = s.version().isEmpty() ? version : number(variables.of(s.version()));
        client.send(new ClientGreeting(spoken, spoken, "").encode());
        await(START_WITHIN, () -> client.greeting().isPresent() || client.isClosed());
        if (client.greeting().isEmpty()) {
            throw failed(
                    s.line(), "the greeting is not answered" + (client.isClosed() ? ", the connection ended" : ""));
        }
        client.send(new StartApi(number(variables.of(s.clientId())), ""));
        await(START_WITHIN, () -> nextValidId(client).isPresent() || client.isClosed());
        NextValidId next = nextValidId(client)
                .orElseThrow(() -> failed(s.line(), "no NEXT_VALID_ID came; " + came(client, "NEXT_VALID_ID")));
        if (!s.next().isEmpty()) {
            variables.set(s.next(), Integer.toString(next.orderId()));
        }
        stage.settle(client);
        client.drop(client.inbox().size());
    }

    private static Optional<NextValidId> nextValidId(Client client) {
        return client.inbox().stream()
                .filter(NextValidId.class::isInstance)
                .map(NextValidId.class::cast)
                .findFirst();
    }

    private void expect(Statement.Expect s) {
        Client client = client(s.client());
        BooleanSupplier come = () -> {
            List<Message> inbox = client.inbox();
            int until = s.immediately() ? Math.min(1, inbox.size()) : inbox.size();
            for (int i = 0; i < until; i++) {
                if (Matching.matches(s.pattern(), inbox.get(i), variables)) {
                    client.drop(i + 1);
                    return true;
                }
            }
            if (s.immediately() && until == 1) {
                throw failed(
                        s.line(),
                        "expected " + s.pattern() + " next; "
                                + came(client, s.pattern().name()));
            }
            return false;
        };
        if (!await(s.within(), come)) {
            throw failed(
                    s.line(),
                    "expected " + s.pattern() + "; " + came(client, s.pattern().name()));
        }
    }

    private void expectAll(Statement.ExpectAll s) {
        Client client = client(s.client());
        var missing = new ArrayList<>(s.patterns());
        var passed = new Passed(client);
        BooleanSupplier come = () -> {
            missing.removeIf(passed::take);
            return missing.isEmpty();
        };
        if (!await(s.within(), come)) {
            MessagePattern first = missing.getFirst();
            throw failed(first.line(), "expected " + first + "; " + came(client, first.name()));
        }
        passed.drop();
    }

    /** Takes messages out of what a client was told, and drops at the end what came before the last of them. */
    private final class Passed {
        private final Client client;
        private int before;

        Passed(Client client) {
            this.client = client;
        }

        boolean take(MessagePattern pattern) {
            List<Message> inbox = client.inbox();
            for (int i = 0; i < inbox.size(); i++) {
                if (Matching.matches(pattern, inbox.get(i), variables)) {
                    client.take(i);
                    before = i < before ? before - 1 : i;
                    return true;
                }
            }
            return false;
        }

        void drop() {
            client.drop(before);
        }
    }

    private void expectNone(Statement.ExpectNone s) {
        Client client = client(s.client());
        advance(s.during());
        stage.settle(client);
        undamaged(client, s.line());
        for (Message message : client.inbox()) {
            if (s.pattern().isEmpty() || Matching.matches(s.pattern().get(), message, variables)) {
                throw failed(s.line(), "this came all the same: " + shown(message));
            }
        }
        if (s.pattern().isEmpty() && client.isClosed()) {
            throw failed(s.line(), "the connection ended");
        }
    }

    private void expectClosed(Statement.ExpectClosed s) {
        Client client = client(s.client());
        if (!await(s.within(), client::isClosed)) {
            throw failed(s.line(), "the connection did not end; " + came(client, ""));
        }
    }

    private void expectGreeting(Statement.ExpectGreeting s) {
        Client client = client(s.client());
        await(s.within(), () -> client.greeting().isPresent() || client.isClosed());
        int wanted = number(variables.of(s.version()));
        ServerGreeting greeting = client.greeting()
                .orElseThrow(() -> failed(
                        s.line(),
                        "expected a greeting with version " + wanted + ", and "
                                + (client.isClosed() ? "the connection ended" : "nothing came")));
        if (greeting.serverVersion() != wanted) {
            throw failed(s.line(), "expected version " + wanted + ", and " + greeting.serverVersion() + " came");
        }
    }

    /**
     * Lets time pass until it is so; false if it is not by then. Where a process stands between the script and the gateway,
     * the time may have passed before the gateway heard of what was sent: when something comes late, it begins again.
     */
    private boolean await(Duration within, BooleanSupplier come) {
        Duration left = within;
        int again = LATE_MOST;
        while (!come.getAsBoolean()) {
            boolean late;
            if (left.isPositive()) {
                Duration passed = stage.pass(left);
                left = left.minus(passed);
                late = passed.isZero();
            } else {
                late = stage.awaitMore();
                if (!late) {
                    return come.getAsBoolean();
                }
            }
            if (late && again > 0) {
                again--;
                left = within;
            }
        }
        return true;
    }

    private void advance(Duration by) {
        Duration left = by;
        while (left.isPositive()) {
            left = left.minus(stage.pass(left));
        }
    }

    private void window(Statement.Window s) {
        Map<String, String> given = new LinkedHashMap<>(s.values());
        switch (s.act()) {
            case ENTERS -> {
                String variable = given.remove("permId");
                PlaceOrder order = (PlaceOrder) MessageKinds.outgoing("PLACE_ORDER", variables.of(given));
                long permId = stage.enterOrder(order.contract(), order.order());
                if (variable != null && variable.startsWith("$")) {
                    variables.set(variable.substring(1), Long.toString(permId));
                }
            }
            case CANCELS -> stage.cancelOrder(Long.parseLong(needed(s, given, "permId")));
            case CORRECTS ->
                stage.correctExecution(needed(s, given, "execId"), new BigDecimal(needed(s, given, "price")));
            case PUBLISHES -> stage.publishBulletin(needed(s, given, "text"));
        }
    }

    private String needed(Statement.Window s, Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw failed(s.line(), name + "=... is missing");
        }
        return variables.of(value);
    }

    private void undamaged(Client client, int line) {
        if (!client.damage().isEmpty()) {
            throw failed(line, "what the gateway sent can't be read: " + client.damage());
        }
    }

    /** What the client has been told instead; those of the expected kind first, because a field is wrong in them. */
    private String came(Client client, String name) {
        var lines = new ArrayList<String>();
        List<Message> inbox = client.inbox();
        inbox.stream().filter(m -> m.wireName().equals(name)).forEach(m -> lines.add(shown(m)));
        inbox.stream().filter(m -> !m.wireName().equals(name)).forEach(m -> lines.add(shown(m)));
        int more = lines.size() - MOST_SHOWN;
        if (more > 0) {
            lines.subList(MOST_SHOWN, lines.size()).clear();
            lines.add("and " + more + " more");
        }
        if (!client.damage().isEmpty()) {
            lines.add("what can't be read: " + client.damage());
        }
        if (client.isClosed()) {
            lines.add("the end of the connection");
        }
        return lines.isEmpty() ? "nothing came" : "instead came\n    " + String.join("\n    ", lines);
    }

    private static String shown(Message message) {
        List<String> fields = RecordFields.shown((Record) message);
        String shown = message.wireName() + " " + String.join(" ", fields);
        return shown.length() > 600 ? shown.substring(0, 600) + "..." : shown;
    }

    private static byte[] frame(String fields) {
        byte[] payload = fields.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no number", e);
        }
    }

    private ScriptException failed(int line, String message) {
        String at = script.versions().isEmpty() ? "" : " (version " + version + ")";
        return new ScriptException(script.file(), line, message + at);
    }
}

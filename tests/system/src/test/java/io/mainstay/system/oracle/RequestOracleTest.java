package io.mainstay.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.UnknownMessage;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.NodeProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an unmodified @stoqey/ib sends, at every version that it speaks, against our reading of it. Each request is sent
 * first empty and then with one argument more each time. The argument is on the wire if the bytes differ from those
 * before; then our message has to hold exactly this value more, in exactly its field.
 */
class RequestOracleTest {
    private static final int OLDEST = 100;
    private static final int NEWEST = 193;

    /** Requests that this client has no method for, and why that is so. */
    private static final Map<String, String> NOT_SENT = Map.of(
            "StartApi", "sent by the client itself; looked at in shouldReadHowTheClientStarts",
            "VerifyRequest", "for IB's own programs, the client leaves it out",
            "VerifyMessage", "for IB's own programs, the client leaves it out",
            "VerifyAndAuthRequest", "for IB's own programs, the client leaves it out",
            "VerifyAndAuthMessage", "for IB's own programs, the client leaves it out",
            "ReqCurrentTimeInMillis", "newer than the client");

    /** Fields that this client never fills, and why that is so. */
    private static final Map<String, String> NOT_FILLED = Map.ofEntries(
            Map.entry("CalculateImpliedVolatility.implVolOptions", "no argument of the client's method"),
            Map.entry("CalculateOptionPrice.optPrcOptions", "no argument of the client's method"),
            Map.entry("CancelOrder.rfqExtOperator", "always sent empty"),
            Map.entry("CancelOrder.rfqExternalUserId", "always sent empty"),
            Map.entry("CancelOrder.rfqManualOrderIndicator", "always sent as none"),
            Map.entry("ExerciseOptions.customerAccount", "no argument of the client's method"),
            Map.entry("ExerciseOptions.manualOrderTime", "no argument of the client's method"),
            Map.entry("ExerciseOptions.professionalCustomer", "no argument of the client's method"),
            Map.entry("PlaceOrder.order.externalUserId", "always sent empty"),
            Map.entry("PlaceOrder.order.faProfile", "always sent empty"),
            Map.entry("PlaceOrder.order.rfqManualOrderIndicator", "always sent as none"),
            Map.entry("PlaceOrder.order.sharesAllocation", "always sent empty"),
            Map.entry("ReqFundamentalData.fundamentalDataOptionsCount", "left out, as Java clients do"),
            Map.entry("CalculateImpliedVolatility.implVolOptionsCount", "sent by ib_async alone"),
            Map.entry("CalculateOptionPrice.optPrcOptionsCount", "sent by ib_async alone"),
            Map.entry("ReqHistoricalData.chartOptions", "no argument of the client's method"),
            Map.entry("ReqHistoricalTicks.miscOptions", "no argument of the client's method"),
            Map.entry("ReqMktData.mktDataOptions", "always sent empty"));

    private static final List<ScriptedGateway.Session> SESSIONS = new ArrayList<>();
    private static final List<Reading> READINGS = new ArrayList<>();

    @BeforeAll
    static void callEveryRequestAtEveryVersion() {
        List<Integer> versions = IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
        try (var home = new Home();
                var gateway = ScriptedGateway.listening(versions)) {
            CommandResult client = NodeProgram.run(
                    home,
                    "requests.js",
                    "127.0.0.1",
                    Integer.toString(gateway.port()),
                    Integer.toString(versions.size()));
            assertThat(client.exitCode()).as(client.stderr()).isZero();
            SESSIONS.addAll(gateway.sessions());
            List<Map<String, Object>> calls = client.jsonLines();
            for (int i = 0; i < SESSIONS.size(); i++) {
                READINGS.add(new Reading(SESSIONS.get(i), Json.of(calls.get(i))));
            }
        }
    }

    @AfterAll
    static void forget() {
        SESSIONS.clear();
        READINGS.clear();
    }

    @Test
    void shouldReadHowTheClientStarts() {
        for (int i = 0; i < SESSIONS.size(); i++) {
            ScriptedGateway.Session session = SESSIONS.get(i);
            byte[] start = session.payloads().getFirst();
            assertThat(session.greeting().minVersion()).isEqualTo(OLDEST);
            assertThat(session.greeting().maxVersion()).isEqualTo(NEWEST);
            assertThat(MessageCodec.readOutgoing(start, 0, start.length, session.serverVersion()))
                    .isEqualTo(new StartApi(i, ""));
        }
    }

    @Test
    void shouldReadEachArgumentOfEachRequestInItsOwnFieldAndLeaveNoFieldOver() {
        assertThat(READINGS.stream().flatMap(reading -> reading.problems.stream()))
                .isEmpty();
    }

    @Test
    void shouldHaveSeenEveryRequestWithEveryFieldThatAVersionDescribes() {
        var holes = new TreeSet<String>();
        var excused = new HashSet<String>();
        for (Reading reading : READINGS) {
            for (Class<? extends Record> type : Scenarios.all(Outgoing.class)) {
                String name = type.getSimpleName();
                if (!Scenarios.known(type, reading.serverVersion)) {
                    continue;
                }
                Set<String> seen = reading.seen.get(name);
                if (seen == null) {
                    (NOT_SENT.containsKey(name) ? excused : holes).add(name);
                    continue;
                }
                for (String field : Scenarios.describedFields(type, reading.serverVersion)) {
                    String path = name + "." + field;
                    if (!seen.contains(field)) {
                        (NOT_FILLED.containsKey(path) ? excused : holes).add(path);
                    }
                }
            }
        }
        assertThat(holes).isEmpty();
        var listed = new HashSet<>(NOT_SENT.keySet());
        listed.addAll(NOT_FILLED.keySet());
        // Newer than this client, so no session here knows it.
        listed.remove("ReqCurrentTimeInMillis");
        assertThat(excused).as("exceptions that are still ones").containsAll(listed);
    }

    /** One session, its frames read call by call. */
    private static final class Reading {
        private final int serverVersion;
        private final List<String> problems = new ArrayList<>();
        /** By message, the fields that held a value, list positions made one. */
        private final Map<String, Set<String>> seen = new HashMap<>();

        private final List<byte[]> payloads;
        private int at = 1;

        Reading(ScriptedGateway.Session session, Json calls) {
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

        private void read(Json call) {
            if (call.has("refused")) {
                return;
            }
            String message = call.text("message");
            seen.computeIfAbsent(message, name -> new HashSet<>());
            var arguments = new Arguments(message);
            byte[] before = payloads.get(at++);
            check(message, "nothing", before, arguments);
            for (Json step : call.all("steps")) {
                if (step.has("refused")) {
                    continue;
                }
                byte[] payload = payloads.get(at++);
                String path = step.text("path");
                if (!Arrays.equals(payload, before)) {
                    arguments.put(path, Objects.requireNonNull(step.fields().get("value")));
                    check(message, path, payload, arguments);
                    before = payload;
                }
            }
        }

        private void check(String message, String added, byte[] payload, Arguments arguments) {
            String where = serverVersion + " " + message + " with " + added + ": ";
            SortedMap<String, String> expected = arguments.fields();
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
                fields.keySet()
                        .forEach(path -> seen.getOrDefault(message, Set.of()).add(Fields.anyPosition(path)));
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
}

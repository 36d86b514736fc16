package io.mainstay.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.NodeProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What we write for every message of a gateway, at every version that an unmodified @stoqey/ib speaks, against what it
 * makes of it: each message tells its events, no more and no less, with every field in its place.
 */
class EventOracleTest {
    private static final int OLDEST = 100;
    private static final int NEWEST = 193;

    /** Messages that this client doesn't decode, and why that is so. */
    private static final Map<String, String> NOT_TOLD = Map.of(
            "VerifyMessageAPI", "for IB's own programs, the client leaves it out",
            "VerifyCompleted", "for IB's own programs, the client leaves it out",
            "VerifyAndAuthMessageAPI", "for IB's own programs, the client leaves it out",
            "VerifyAndAuthCompleted", "for IB's own programs, the client leaves it out",
            "HistoricalDataEnd", "newer than the client",
            "CurrentTimeInMillis", "newer than the client");

    /** Fields that this client reads and keeps to itself, list positions made one, and why that is so. */
    private static final Map<String, String> NOT_HANDED_ON = Map.of(
            "BondContractData.contractDetails.mdSizeMultiplier", "read and dropped",
            "ContractData.contractDetails.mdSizeMultiplier", "read and dropped",
            "ContractData.contractDetails.sizeMinTick", "read and dropped",
            "HistoricalTicks.ticks.#.mask", "read and dropped",
            "OpenOrder.order.sharesAllocation", "read and dropped");

    /** Messages that this client reads wrongly at certain versions, and why that is so. */
    private static final List<Misread> MISREAD = List.of(
            new Misread(
                    "OpenOrder",
                    103,
                    144,
                    "does not read modelCode, because it takes the version of the message for that of the server"),
            new Misread(
                    "CompletedOrder",
                    150,
                    176,
                    "does not read faProfile, because it takes this message for one of the newest server"));

    /** A message from one version to another, both inclusive. */
    private record Misread(String message, int from, int until, String reason) {
        boolean covers(String name, int version) {
            return name.equals(message) && version >= from && version <= until;
        }
    }

    /** What fits the client's idea of certain fields: numbers where it parses numbers. */
    private static final Map<String, String> WORDS = words();

    @Test
    void shouldHandEveryFieldOfEveryMessageToTheClient() throws IOException {
        List<Integer> versions = IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
        var sent = new HashMap<Integer, List<Scenarios.Case>>();
        versions.forEach(version -> sent.put(version, messages(version)));
        var problems = new TreeSet<String>();
        var excused = new HashSet<String>();
        try (var home = new Home();
                var gateway = ScriptedGateway.telling(
                        versions, version -> script(Objects.requireNonNull(sent.get(version)), version))) {
            CommandResult client = NodeProgram.run(
                    home,
                    "events.js",
                    "127.0.0.1",
                    Integer.toString(gateway.port()),
                    Integer.toString(versions.size()));
            assertThat(client.exitCode()).as(client.stderr()).isZero();
            assertThat(gateway.sessions()).hasSameSizeAs(versions);
            Iterator<String> lines = client.stdout().lines().iterator();
            for (int version : versions) {
                assertThat(lines.next()).isEqualTo("{\"serverVersion\":" + version + "}");
                assertThat(event(lines.next())).isEqualTo(List.of("nextValidId", List.of(1)));
                List<Scenarios.Case> messages = Objects.requireNonNull(sent.get(version));
                for (int i = 0; i < messages.size(); i++) {
                    var events = new ArrayList<List<?>>();
                    List<?> event = event(lines.next());
                    while (!event.equals(List.of("currentTime", List.of(i)))) {
                        events.add(event);
                        event = event(lines.next());
                    }
                    compare(messages.get(i), version, events, problems, excused);
                }
            }
            assertThat(lines.hasNext()).isFalse();
        }
        assertThat(problems).isEmpty();
        assertThat(excused).as("exceptions that are still ones").isEqualTo(NOT_HANDED_ON.keySet());
    }

    private static void compare(
            Scenarios.Case sent, int version, List<List<?>> events, Set<String> problems, Set<String> excused) {
        String name = sent.message().getClass().getSimpleName();
        SortedMap<String, String> expected = new TreeMap<>();
        sent.carried(version).forEach((path, value) -> {
            String exception = name + "." + Fields.anyPosition(path);
            if (NOT_HANDED_ON.containsKey(exception)) {
                excused.add(exception);
            } else if (Fields.says(value)) {
                expected.put(path, value);
            }
        });
        var wrong = new ArrayList<String>();
        SortedMap<String, String> told = Events.fields(name, events, wrong);
        if (!told.equals(expected)) {
            wrong.add(Fields.difference(expected, told));
        }
        wrong.forEach(problem -> problems.add(version + " " + name + ": " + problem));
    }

    /** Every message that a version knows, in every filling. */
    private static List<Scenarios.Case> messages(int version) {
        var messages = new ArrayList<Scenarios.Case>();
        for (Class<? extends Record> type : Scenarios.all(Incoming.class)) {
            String name = type.getSimpleName();
            boolean understood =
                    !NOT_TOLD.containsKey(name) && MISREAD.stream().noneMatch(misread -> misread.covers(name, version));
            if (understood && Scenarios.known(type, version)) {
                var words = new HashMap<>(WORDS);
                if (name.equals("BondContractData")) {
                    // The client does not undo the escapes here.
                    words.remove("longName");
                }
                messages.addAll(Scenarios.fill(type, words));
            }
        }
        return messages;
    }

    /** The first order id, then the messages as frames, a time that counts them after each. */
    private static byte[] script(List<Scenarios.Case> messages, int version) {
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(Scenarios.write(new NextValidId(1), version));
        for (int i = 0; i < messages.size(); i++) {
            frames.writeBytes(Scenarios.write(messages.get(i).message(), version));
            var count = new FieldWriter(version);
            new CurrentTime(i).write(count);
            frames.writeBytes(count.toByteArray());
        }
        return frames.toByteArray();
    }

    private static List<?> event(String line) throws IOException {
        return JSON.std.listFrom(line);
    }

    private static Map<String, String> words() {
        var words = new HashMap<String, String>();
        words.put("multiplier", "137");
        words.put("minTick", "3");
        words.put("attrMask", "1");
        words.put("longName", "l\u00f6ng n\u00e4me \u20ac");
        words.put("errorMsg", "err\u00f6r \u20ac");
        words.put("advancedOrderRejectJson", "7");
        words.put("hasGaps", "1");
        for (int i = 0; i < 6; i++) {
            words.put("order.conditions." + i + ".value", Integer.toString(701 + i));
        }
        int margin = 801;
        for (String when : List.of("Before", "Change", "After")) {
            for (String what : List.of("initMargin", "maintMargin", "equityWithLoan")) {
                words.put(what + when, Integer.toString(margin++));
            }
        }
        return words;
    }
}

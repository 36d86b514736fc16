package io.mainstay.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.system.support.CommandResult;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.NodeProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What we write at every version that an unmodified ib-tws-api speaks, against what it decodes of it: a second decoder,
 * of another author than @stoqey/ib, for fewer messages.
 */
class IbTwsApiEventOracleTest {
    private static final int OLDEST = 100;
    private static final int NEWEST = 151;

    /** The messages that the script begins with: without them the client does not start. */
    private static final Set<String> STARTS = Set.of("NextValidId", "ManagedAccounts");

    /** Messages that this client decodes; it tells nothing of the others. */
    private static final Set<String> DECODED = Set.of(
            "TickPrice",
            "TickSize",
            "OrderStatus",
            "ErrorMessage",
            "ContractData",
            "HistoricalData",
            "HistoricalDataUpdate",
            "ScannerParameters",
            "TickGeneric",
            "TickString",
            "CurrentTime",
            "RealtimeBar",
            "ContractDataEnd",
            "OpenOrderEnd",
            "TickSnapshotEnd",
            "MarketDataType",
            "PositionData",
            "PositionEnd",
            "SecurityDefinitionOptionParameter",
            "SecurityDefinitionOptionParameterEnd",
            "HeadTimestamp",
            "HistoricalTicks",
            "HistoricalTicksBidAsk",
            "HistoricalTicksLast",
            "TickByTick",
            "CompletedOrdersEnd");

    /** Messages that this client decodes wrongly up to a version, inclusive, and why that is so. */
    private static final Map<String, Misread> MISREAD = Map.of(
            "OpenOrder",
            new Misread(NEWEST, "without legs it does not read the number of their prices, with legs it fails"),
            "CompletedOrder",
            new Misread(NEWEST, "fails on a name that it does not declare"),
            "OrderStatus",
            new Misread(130, "does not skip the version of the message, which it has before 131"),
            "ScannerData",
            new Misread(NEWEST, "fails on a name that it does not declare"),
            "TickOptionComputation",
            new Misread(NEWEST, "takes the id of the message for its version"),
            "TickReqParams",
            new Misread(NEWEST, "skips a version, which this message never has"));

    private record Misread(int until, String reason) {}

    /** Fields that this client reads and keeps to itself, list positions made one, and why that is so. */
    private static final Map<String, String> NOT_HANDED_ON = Map.of(
            "HistoricalData.bars.#.hasGaps", "read and dropped",
            "HistoricalTicks.done", "written to its log",
            "HistoricalTicks.ticks.#.mask", "read and dropped",
            "HistoricalTicksBidAsk.done", "written to its log",
            "HistoricalTicksLast.done", "written to its log",
            "PositionData.account", "read and dropped");

    /** What fits the client: whole numbers where it reads whole numbers. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("size", "501"),
            Map.entry("bidSize", "502"),
            Map.entry("askSize", "503"),
            Map.entry("sizeBid", "504"),
            Map.entry("sizeAsk", "505"),
            Map.entry("volume", "506"),
            Map.entry("position", "508"),
            Map.entry("evMultiplier", "507"));

    @Test
    void shouldHandEveryFieldOfEveryMessageThatItDecodesToTheClient() throws IOException {
        List<Integer> versions = IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
        var sent = new HashMap<Integer, List<Scenarios.Case>>();
        versions.forEach(version -> sent.put(version, messages(version)));
        var problems = new TreeSet<String>();
        var excused = new TreeSet<String>();
        var misread = new TreeSet<String>();
        try (var home = new Home();
                var gateway = ScriptedGateway.telling(
                        versions, version -> script(Objects.requireNonNull(sent.get(version)), version))) {
            CommandResult client = NodeProgram.run(
                    home,
                    "ib-tws-api-events.mjs",
                    "127.0.0.1",
                    Integer.toString(gateway.port()),
                    Integer.toString(versions.size()));
            assertThat(client.exitCode()).as(client.stderr()).isZero();
            assertThat(gateway.sessions()).hasSameSizeAs(versions);
            Iterator<String> lines = client.stdout().lines().iterator();
            for (int version : versions) {
                assertThat(lines.next()).isEqualTo("{\"serverVersion\":" + version + "}");
                for (Scenarios.Case message : Objects.requireNonNull(sent.get(version))) {
                    compare(message, version, told(lines.next()), problems, excused, misread);
                }
            }
            assertThat(lines.hasNext()).isFalse();
        }
        assertThat(problems).isEmpty();
        assertThat(excused).as("exceptions that are still ones").isEqualTo(NOT_HANDED_ON.keySet());
        assertThat(misread).as("messages that are still misread").isEqualTo(MISREAD.keySet());
    }

    private static void compare(
            Scenarios.Case sent,
            int version,
            List<List<?>> events,
            Set<String> problems,
            Set<String> excused,
            Set<String> misread) {
        String name = sent.message().getClass().getSimpleName();
        @Nullable Misread mistake = MISREAD.get(name);
        boolean mistaken = mistake != null && version <= mistake.until();
        if (!mistaken && !DECODED.contains(name)) {
            if (!events.isEmpty()) {
                problems.add(version + " " + name + " is decoded: " + events);
            }
            return;
        }
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
        if (mistaken) {
            if (!wrong.isEmpty()) {
                misread.add(name);
            }
            return;
        }
        wrong.forEach(problem -> problems.add(version + " " + name + ": " + problem));
    }

    private static List<Scenarios.Case> messages(int version) {
        var messages = new ArrayList<Scenarios.Case>();
        for (Class<? extends Record> type : Scenarios.all(Incoming.class)) {
            String name = type.getSimpleName();
            if (!STARTS.contains(name) && Scenarios.known(type, version)) {
                var words = new HashMap<>(WORDS);
                if (name.equals("TickByTick")) {
                    // Of trades, which are 1 and 2, it fails on a name that it does not declare.
                    words.put("tickType", "3");
                }
                messages.addAll(Scenarios.fill(type, words));
            }
        }
        return messages;
    }

    /** What the client needs to start, then the messages as frames. */
    private static byte[] script(List<Scenarios.Case> messages, int version) {
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(Scenarios.write(new NextValidId(1), version));
        frames.writeBytes(Scenarios.write(new ManagedAccounts("account"), version));
        messages.forEach(message -> frames.writeBytes(Scenarios.write(message.message(), version)));
        return frames.toByteArray();
    }

    private static List<List<?>> told(String line) throws IOException {
        var events = new ArrayList<List<?>>();
        JSON.std.listFrom(line).forEach(event -> events.add((List<?>) event));
        return events;
    }
}

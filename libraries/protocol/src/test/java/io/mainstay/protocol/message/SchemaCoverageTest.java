package io.mainstay.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Binding;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Group;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Struct;
import io.mainstay.protocol.generator.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schema against the tables of facts: nothing that the protocol has is missing or described otherwise. */
class SchemaCoverageTest {
    /** Sent by ib_async alone (layouts.md, deviations), so the tables of IB's own clients don't have them. */
    private static final Set<String> COUNTS_OF_ONE_CLIENT = Set.of("implVolOptionsCount", "optPrcOptionsCount");

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern INDEX = Pattern.compile("(\\d+|absent)(?: \\((<=|>=)(\\d+)\\))?");

    /** The ends that the table tells in words. */
    private static final Map<String, List<Integer>> ENDS_IN_WORDS = Map.of(
            "57 (snapshot only)", List.of(57),
            "done flag in the reply", List.of(96, 97, 98),
            "17 (<=195) or 108 (>=196); 106 alone for whatToShow SCHEDULE", List.of(17, 106, 108));

    private static Schema schema = new Schema(Map.of(), List.of());

    @BeforeAll
    static void readSchema() throws IOException {
        schema = SchemaParser.parse(Files.readAllLines(Path.of("src/main/schema/tws.schema")));
    }

    @Test
    void shouldGiveEveryProtobufFieldItsPlaceByNumberNameTypeAndVersion() throws IOException {
        Map<String, Set<String>> described = new TreeMap<>();
        var messages = new TreeSet<String>();
        for (Struct struct : schema.structs().values()) {
            List<Place> places = struct.components().stream()
                    .flatMap(c -> c.bindings().stream().map(b -> new Place(c.type(), c.detail(), b)))
                    .toList();
            describe(struct.protobufName(), struct.groups(), places, described, messages);
        }
        for (Schema.Message message : schema.messages()) {
            message.protobuf().ifPresent(protobuf -> {
                List<Place> places = message.fields().stream()
                        .flatMap(f -> f.bindings().stream().map(b -> new Place(f.type(), f.detail(), b)))
                        .toList();
                describe(protobuf.name(), message.groups(), places, described, messages);
            });
        }
        var known = new TreeMap<String, Set<String>>();
        var knownMessages = new TreeSet<String>();
        for (FactTable.Row row : FactTable.rows("protobuf.csv")) {
            knownMessages.add(row.get("message"));
            if (!row.get("field_number").isEmpty()) {
                String from = row.get("from_server_version");
                known.put(
                        row.get("message") + "." + row.get("field_number"),
                        Set.of(row.get("field") + " " + row.get("type").replace(" ", "")
                                + (from.isEmpty() ? "" : " from " + from)));
            }
        }
        System.out.printf(
                "protobuf: %d messages, %d fields; described: %d, %d%n",
                knownMessages.size(), known.size(), messages.size(), described.size());
        assertThat(described).isEqualTo(known);
        // The maps' entries are the one struct that is no message of its own.
        messages.remove("TagValue");
        assertThat(messages).isEqualTo(knownMessages);
    }

    @Test
    void shouldLayOutEveryTextMessageFieldByFieldInTheOrderOfTheWire() throws IOException {
        var known = new TreeMap<String, List<String>>();
        for (FactTable.Row row : FactTable.rows("layouts.csv")) {
            boolean conditional = !row.get("when").isEmpty() && !"deltaNeutralContractPresent".equals(row.get("when"));
            known.computeIfAbsent(row.get("dir") + " " + row.get("msg_id"), k -> new ArrayList<>())
                    .add(plain(row.get("field")) + " " + row.get("from") + ".." + row.get("until")
                            + (conditional ? " conditional" : ""));
        }
        var described = new TreeMap<String, List<String>>();
        int fields = 0;
        for (Schema.Message message : schema.messages()) {
            var layout = new ArrayList<String>();
            message.version().ifPresent(v -> layout.add(line("version", v.range(), false)));
            message.fields().stream()
                    .filter(Field::text)
                    .filter(f -> !COUNTS_OF_ONE_CLIENT.contains(f.name()))
                    .forEach(f -> layOut(f, layout));
            if (!layout.isEmpty()) {
                described.put((message.incoming() ? "in " : "out ") + message.id(), layout);
                fields += layout.size();
            }
        }
        System.out.printf("text: %d messages with fields, %d fields%n", described.size(), fields);
        assertThat(described).isEqualTo(known);
    }

    @Test
    void shouldDescribeEveryMessageOfTheTablesWithItsNameVersionsAndProtobufMessage() throws IOException {
        assertThat(schemaRows(true)).isEqualTo(tableRows("incoming.csv"));
        assertThat(schemaRows(false)).isEqualTo(tableRows("outgoing.csv"));
    }

    @Test
    void shouldRouteEveryMessageAsTheTablesSay() throws IOException {
        var all = new SoftAssertions();
        for (FactTable.Row row : FactTable.rows("incoming.csv")) {
            MessageRoute route = MessageRoutes.incoming(Integer.parseInt(row.get("id")));
            String ends = row.get("ends_request");
            MessageRoute.Ends end = "yes".equals(ends) || "yes (client re-requests)".equals(ends)
                    ? MessageRoute.Ends.YES
                    : ends.equals("no") || ends.startsWith("no (subscription")
                            ? MessageRoute.Ends.NO
                            : MessageRoute.Ends.SOMETIMES;
            all.assertThat(route)
                    .as("incoming %s", row)
                    .isEqualTo(new MessageRoute(
                            incomingKind(row.get("kind")),
                            idKind(row.get("id_kind")),
                            numberOr0(row.get("protobuf_id_field")),
                            numbers(row.get("answers_outgoing_ids")),
                            List.of(),
                            List.of(),
                            end,
                            row.get("unsolicited").startsWith("yes")));
        }
        for (FactTable.Row row : FactTable.rows("outgoing.csv")) {
            MessageRoute route = MessageRoutes.outgoing(Integer.parseInt(row.get("id")));
            List<Integer> cancels = numbers(row.get("start_ids"));
            all.assertThat(route)
                    .as("outgoing %s", row)
                    .isEqualTo(new MessageRoute(
                            outgoingKind(row.get("kind")),
                            idKind(row.get("id_kind")),
                            numberOr0(row.get("protobuf_id_field")),
                            row.get("start_ids").equals(row.get("id")) ? List.of() : cancels,
                            numbers(row.get("reply_ids")),
                            ENDS_IN_WORDS.getOrDefault(row.get("end"), numbers(row.get("end"))),
                            MessageRoute.Ends.NO,
                            false));
        }
        all.assertAll();
    }

    @Test
    void shouldHaveTheIdWhereTheTablesSeeItAtEveryVersion() throws IOException {
        var all = new SoftAssertions();
        for (boolean incoming : new boolean[] {true, false}) {
            for (FactTable.Row row : FactTable.rows(incoming ? "incoming.csv" : "outgoing.csv")) {
                Schema.Message message = message(incoming, Integer.parseInt(row.get("id")));
                int until = message.protobuf().map(p -> p.since() - 1).orElse(MessageCodec.NEWEST_VERSION);
                for (int version = message.since(); version <= until && message.hasText(); version++) {
                    all.assertThat(idIndex(message, version))
                            .as("%s at %d", message.wireName(), version)
                            .isEqualTo(indexInTable(row.get("text_id_index"), version));
                }
            }
        }
        all.assertAll();
    }

    private record Place(FieldType type, String detail, Binding binding) {}

    private static void describe(
            String owner,
            List<Group> groups,
            List<Place> places,
            Map<String, Set<String>> described,
            Set<String> messages) {
        messages.add(owner);
        var containers = new LinkedHashMap<List<Integer>, String>();
        containers.put(List.of(), owner);
        groups.forEach(g -> containers.put(g.path(), g.message()));
        places.stream()
                .filter(p -> p.type() == FieldType.STRUCT)
                .forEach(p -> containers.put(p.binding().path(), type(p)));
        groups.forEach(g -> {
            messages.add(g.message());
            add(described, containers, g.path(), g.name() + " " + g.message());
        });
        for (Place place : places) {
            Binding binding = place.binding();
            String from = binding.range().from() > Range.OLDEST
                    ? " from " + binding.range().from()
                    : "";
            add(described, containers, binding.path(), binding.name() + " " + type(place) + from);
        }
    }

    private static void add(
            Map<String, Set<String>> described,
            Map<List<Integer>, String> containers,
            List<Integer> path,
            String what) {
        String container = containers.get(path.subList(0, path.size() - 1));
        if (!"TagValue".equals(container)) {
            described
                    .computeIfAbsent(container + "." + path.getLast(), k -> new HashSet<>())
                    .add(what);
        }
    }

    private static String type(Place place) {
        return switch (place.type()) {
            case STRUCT, OPTIONAL, LIST ->
                "map".equals(place.binding().type()) ? "map<string,string>" : protobufName(place.detail());
            default ->
                "map".equals(place.binding().type())
                        ? "map<string,string>"
                        : place.binding().type();
        };
    }

    private static String protobufName(String struct) {
        return Optional.ofNullable(schema.structs().get(struct)).orElseThrow().protobufName();
    }

    private static void layOut(Field field, List<String> layout) {
        boolean conditional = !field.condition().isEmpty();
        String name = field.name();
        switch (field.type()) {
            case LIST, EACH -> {
                layout.add(
                        line(field.type() == FieldType.EACH ? "n_legPrices" : "n_" + name, field.range(), conditional));
                field.members().forEach(m -> layOut(m, layout));
            }
            case VALUES -> {
                layout.add(line("n_" + name, field.range(), conditional));
                layout.add(line("values", field.range(), false));
            }
            case OPTIONAL -> {
                layout.add(line(name + "Present", field.range(), conditional));
                field.members().forEach(m -> layOut(m, layout));
            }
            default -> layout.add(line(name, field.range(), conditional));
        }
    }

    private static String line(String name, Range range, boolean conditional) {
        return name + " " + range.from() + ".." + (range.until() == Integer.MAX_VALUE ? "" : range.until())
                + (conditional ? " conditional" : "");
    }

    /** The table's name for a field in our words. */
    private static String plain(String field) {
        return switch (field) {
            case "trailStopPrice(2)" -> "trailStopPrice";
            case "exchange(exec)" -> "exchange";
            case "yield" -> "bondYield";
            case "n_fundamentalDataOptions" -> "fundamentalDataOptionsCount";
            case "n_orderComboLegs" -> "n_legPrices";
            case "orderComboLegs[].price" -> "perLegPrice";
            case "specificDates[].date",
                    "expirations[].expiration",
                    "strikes[].strike",
                    "contractDescriptions[].derivativeSecTypes[].derivativeSecType" -> "values";
            default -> field.substring(field.lastIndexOf('.') + 1);
        };
    }

    private static Map<Integer, String> schemaRows(boolean incoming) {
        return schema.messages().stream()
                .filter(m -> m.incoming() == incoming)
                .collect(Collectors.toMap(
                        Schema.Message::id,
                        m -> m.wireName() + " since " + m.since() + ", "
                                + m.protobuf()
                                        .map(p -> p.name() + " from " + p.since() + " as " + (m.id() + 200))
                                        .orElse("text"),
                        (a, b) -> a + " and " + b,
                        TreeMap::new));
    }

    private static Map<Integer, String> tableRows(String file) throws IOException {
        return FactTable.rows(file).stream()
                .collect(Collectors.toMap(
                        r -> Integer.valueOf(r.get("id")),
                        r -> r.get("name") + " since "
                                + Math.max(Range.OLDEST, numberOr0(r.get("min_server_version"))) + ", "
                                + ("never".equals(r.get("protobuf_since"))
                                        ? "text"
                                        : r.get("protobuf_message") + " from " + r.get("protobuf_since") + " as "
                                                + r.get("protobuf_wire_id")),
                        (a, b) -> a + " and " + b,
                        TreeMap::new));
    }

    private static Schema.Message message(boolean incoming, int id) {
        return schema.messages().stream()
                .filter(m -> m.incoming() == incoming && m.id() == id)
                .findFirst()
                .orElseThrow();
    }

    /** Where the id stands at a version, the message id itself counting as 0; 0 if it has none. */
    private static int idIndex(Schema.Message message, int version) {
        List<Field> there = message.fields().stream()
                .filter(f -> f.text() && within(f.range(), version))
                .toList();
        int skipped = message.version().filter(v -> within(v.range(), version)).isPresent() ? 2 : 1;
        Stream<String> names =
                "session".equals(message.route().kind()) ? Stream.of() : Stream.of("reqId", "orderId", "id");
        return names.flatMap(name -> IntStream.range(0, there.size())
                        .filter(i -> there.get(i).path().equals(List.of(name)))
                        .mapToObj(i -> i + skipped))
                .findFirst()
                .orElse(0);
    }

    private static boolean within(Range range, int version) {
        return range.from() <= version && version <= range.until();
    }

    private static int indexInTable(String cell, int version) {
        Matcher all = INDEX.matcher(cell);
        while (all.find()) {
            boolean holds = all.group(2) == null
                    || ("<=".equals(all.group(2))
                            ? version <= Integer.parseInt(all.group(3))
                            : version >= Integer.parseInt(all.group(3)));
            if (holds) {
                return numberOr0(all.group(1));
            }
        }
        return 0;
    }

    private static MessageRoute.Kind outgoingKind(String words) {
        return words.contains("order cancel")
                ? MessageRoute.Kind.ORDER_CANCEL
                : words.contains("start")
                        ? MessageRoute.Kind.SUBSCRIPTION
                        : words.contains("cancel")
                                ? MessageRoute.Kind.CANCEL
                                : words.startsWith("order")
                                        ? MessageRoute.Kind.ORDER
                                        : words.startsWith("setting")
                                                ? MessageRoute.Kind.SETTING
                                                : words.startsWith("session")
                                                        ? MessageRoute.Kind.SESSION
                                                        : words.contains("update")
                                                                ? MessageRoute.Kind.UPDATE
                                                                : MessageRoute.Kind.REQUEST;
    }

    private static MessageRoute.Kind incomingKind(String words) {
        if (words.contains("order event")) {
            return MessageRoute.Kind.EVENT;
        }
        if (words.startsWith("session")) {
            return MessageRoute.Kind.SESSION;
        }
        if (words.startsWith("error")) {
            return MessageRoute.Kind.ERROR;
        }
        if (words.contains("stream item")) {
            return MessageRoute.Kind.STREAM;
        }
        return switch (words) {
            case "notice", "stream notice" -> MessageRoute.Kind.NOTICE;
            case "reply" -> MessageRoute.Kind.ANSWER;
            case "reply item" -> MessageRoute.Kind.ITEM;
            case "end marker" -> MessageRoute.Kind.END;
            default -> throw new IllegalArgumentException("what kind is " + words);
        };
    }

    private static MessageRoute.IdKind idKind(String word) {
        return switch (word) {
            case "none" -> MessageRoute.IdKind.NONE;
            case "reqId" -> MessageRoute.IdKind.REQUEST;
            case "orderId", "reqId (order id space)" -> MessageRoute.IdKind.ORDER;
            case "id" -> MessageRoute.IdKind.ANY;
            default -> throw new IllegalArgumentException("what id is " + word);
        };
    }

    private static List<Integer> numbers(String cell) {
        return NUMBER.matcher(cell)
                .results()
                .map(r -> Integer.valueOf(r.group()))
                .toList();
    }

    private static int numberOr0(String cell) {
        return NUMBER.matcher(cell).matches() ? Integer.parseInt(cell) : 0;
    }
}

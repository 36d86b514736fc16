package io.mainstay.protocol.reference;

import io.mainstay.protocol.generator.FieldType;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.generator.Schema.Binding;
import io.mainstay.protocol.generator.Schema.Field;
import io.mainstay.protocol.generator.Schema.Range;
import io.mainstay.protocol.generator.Schema.Term;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the message descriptions as a page for people, in Markdown. */
final class ReferencePage {
    /** Where IB's Java or Python API calls a message by another word than its record; all others follow from it. */
    private static final Map<String, String> API_NAMES = Map.ofEntries(
            Map.entry("ErrorMessage", "error"),
            Map.entry("ContractData", "contractDetails"),
            Map.entry("BondContractData", "bondContractDetails"),
            Map.entry("ContractDataEnd", "contractDetailsEnd"),
            Map.entry("CommissionAndFeesReport", "commissionAndFeesReport, commissionReport"),
            Map.entry("PositionData", "position"),
            Map.entry("ScannerData", "scannerData, scannerDataEnd"),
            Map.entry("TickByTick", "tickByTickAllLast, tickByTickBidAsk, tickByTickMidPoint"),
            Map.entry(
                    "SecurityDefinitionOptionParameter",
                    "securityDefinitionOptionParameter, securityDefinitionOptionalParameter"),
            Map.entry(
                    "SecurityDefinitionOptionParameterEnd",
                    "securityDefinitionOptionParameterEnd, securityDefinitionOptionalParameterEnd"),
            Map.entry("StartApi", "startApi, eConnect"),
            Map.entry("ReqPnl", "reqPnL"),
            Map.entry("CancelPnl", "cancelPnL"),
            Map.entry("ReqPnlSingle", "reqPnLSingle"),
            Map.entry("CancelPnlSingle", "cancelPnLSingle"));

    private final StringBuilder page = new StringBuilder();
    private final Schema schema;

    private ReferencePage(Schema schema) {
        this.schema = schema;
    }

    static String of(Schema schema) {
        Set<String> unknown = new TreeSet<>(API_NAMES.keySet());
        schema.messages().forEach(message -> unknown.remove(message.name()));
        if (!unknown.isEmpty()) {
            throw new AssertionError("API names of messages that are not described: " + unknown);
        }
        var writer = new ReferencePage(schema);
        writer.index(schema.messages());
        schema.messages().forEach(writer::message);
        writer.page.append("\n# Values that several messages carry\n");
        schema.structs().values().forEach(writer::struct);
        return writer.page.toString();
    }

    private void index(List<Schema.Message> messages) {
        page.append("""
                # The TWS messages

                Every message of both directions, by its TWS name (`REQ_MKT_DATA`), its name in IB's API (`reqMktData`, `tickPrice`),
                the name of its record in `io.mainstay.protocol.message`, and its id: search this page for any of them. Generated from
                `libraries/protocol/src/main/schema/tws.schema`, whose head explains the types; `ReferencePageTest` holds this page to it.

                "out" goes from a client to the gateway, "in" from the gateway to a client. Versions are server versions, inclusive; nothing
                there means all from the message's first on.

                In the text dialect the fields stand in this order; `list[]` is a count followed by that many elements, whose fields
                follow, and `optional{}` is 0, or 1 and its fields. A message is protobuf from the version in its heading on, its id is 200 higher
                then, and the last column has the field's number in it (`2.1` is field 1 of the message that is field 2), its name and type there where
                they are others, and what it depends on. A value of several fields, such as a contract, is a protobuf message of its own, listed at
                the end.

                | id | TWS name | API name | record | since | protobuf |
                |---|---|---|---|---|---|
                """);
        for (Schema.Message message : messages) {
            page.append("| %s | [%s](#%s) | %s | %s | %s | %s |\n"
                    .formatted(
                            direction(message),
                            message.wireName(),
                            anchor(message),
                            apiName(message),
                            message.name(),
                            message.since() == Range.OLDEST ? "" : message.since(),
                            message.protobuf()
                                    .map(p -> String.valueOf(p.since()))
                                    .orElse("never")));
        }
    }

    private void message(Schema.Message message) {
        page.append("\n## ")
                .append(heading(message))
                .append("\n\n")
                .append(apiName(message))
                .append("; record `")
                .append(message.name())
                .append('`');
        if (message.since() > Range.OLDEST) {
            page.append("; since version ").append(message.since());
        }
        message.protobuf()
                .ifPresent(p -> page.append("; protobuf `")
                        .append(p.name())
                        .append("` from version ")
                        .append(p.since()));
        page.append(". ").append(route(message)).append('\n');
        if (message.fields().isEmpty() && message.version().isEmpty()) {
            return;
        }
        page.append("\n| field | type | text: versions | text: only when | protobuf |\n|---|---|---|---|---|\n");
        message.version()
                .ifPresent(version -> page.append("| | the number %d | %s | | |\n"
                        .formatted(version.value(), versions(version.range(), message.since()))));
        message.fields().forEach(field -> field(field, "", message.since()));
    }

    private String route(Schema.Message message) {
        Schema.Route route = message.route();
        var text = new StringBuilder("A message of the kind ").append(route.kind());
        if (!route.of().isEmpty()) {
            text.append(message.incoming() ? ", of " : ", for ").append(names(route.of(), false));
        }
        if (!route.by().isEmpty()) {
            text.append("; answered by ").append(names(route.by(), true));
        }
        if (!route.until().isEmpty()) {
            text.append("; complete with ").append(names(route.until(), true));
        }
        route.words()
                .forEach(word -> text.append("; ")
                        .append(
                                switch (word) {
                                    case "ends" -> "ends what it answers";
                                    case "may-end" -> "may end what it answers";
                                    case "unasked" -> "also comes unasked";
                                    default -> throw new AssertionError("what is " + word + "?");
                                }));
        return text.append('.').toString();
    }

    private String names(List<Integer> ids, boolean incoming) {
        return ids.stream()
                .map(id -> schema.messages().stream()
                        .filter(m -> m.incoming() == incoming && m.id() == id)
                        .map(m -> "[%s](#%s)".formatted(m.wireName(), anchor(m)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("a route leads to the unknown " + id)))
                .collect(Collectors.joining(", "));
    }

    private void field(Field field, String prefix, int since) {
        String path = prefix + String.join(".", field.path());
        page.append("| %s | %s | %s | %s | %s |\n"
                .formatted(
                        path,
                        type(field.type(), field.detail()),
                        field.text() && field.type() != FieldType.STRUCT
                                ? versions(field.range(), since)
                                : "not in text",
                        condition(field.condition()),
                        bindings(field.bindings(), field.name(), field.type())));
        String inner = path + (field.type() == FieldType.LIST ? "[]." : "{}.");
        field.members().forEach(member -> field(member, inner, since));
    }

    private void struct(Schema.Struct struct) {
        page.append("\n## ")
                .append(struct.name())
                .append("\n\nProtobuf `")
                .append(struct.protobufName())
                .append("`.\n");
        page.append("\n| field | type | protobuf |\n|---|---|---|\n");
        for (Schema.Component component : struct.components()) {
            page.append("| %s | %s | %s |\n"
                    .formatted(
                            component.name(),
                            type(component.type(), component.detail()),
                            bindings(component.bindings(), component.name(), component.type())));
        }
    }

    private static String type(FieldType type, String detail) {
        return switch (type) {
            case LIST, VALUES -> "list of " + detail;
            case EACH -> "more of each " + detail;
            case OPTIONAL -> "optional " + detail;
            case STRUCT -> detail;
            case OPTIONS_COUNT -> "int, if another field follows";
            case COMPUTED1 -> "price, -1 for none";
            case COMPUTED2 -> "price, -2 for none";
            default -> {
                String name = type.name().toLowerCase(Locale.ROOT);
                yield name.startsWith("optional_")
                        ? name.substring("optional_".length()) + "?"
                        : name.startsWith("sentinel_") ? name.substring("sentinel_".length()) + "?" : name;
            }
        };
    }

    private static String bindings(List<Binding> bindings, String name, FieldType type) {
        return bindings.stream().map(binding -> binding(binding, name, type)).collect(Collectors.joining("; "));
    }

    private static String binding(Binding binding, String name, FieldType type) {
        var text =
                new StringBuilder(binding.path().stream().map(String::valueOf).collect(Collectors.joining(".")));
        if (!binding.name().equals(name)) {
            text.append(' ').append(binding.name());
        }
        if (type.simple()) {
            text.append(' ').append(binding.type());
        }
        if (!binding.words().isEmpty()) {
            text.append(" for ").append(String.join(" or ", binding.words()));
        }
        if (binding.bit() >= 0) {
            text.append(" for bit ").append(binding.bit());
        }
        if (!binding.range().equals(Range.ALL)) {
            text.append(", ").append(versions(binding.range(), Range.OLDEST));
        }
        if (!binding.condition().isEmpty()) {
            text.append(", when ").append(condition(binding.condition()));
        }
        return text.toString();
    }

    private static String versions(Range range, int since) {
        if (range.until() == Integer.MAX_VALUE) {
            return range.from() <= since ? "" : range.from() + " on";
        }
        return range.from() <= since ? "until " + range.until() : range.from() + " to " + range.until();
    }

    private static String condition(List<List<Term>> condition) {
        return condition.stream()
                .map(all -> all.stream().map(ReferencePage::term).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
    }

    private static String term(Term term) {
        String operands = String.join(" or ", term.operands());
        return term.path()
                + switch (term.operator()) {
                    case "in" -> " is " + operands;
                    case "not" -> " is not " + operands;
                    default -> " is " + term.operator();
                };
    }

    private static String direction(Schema.Message message) {
        return (message.incoming() ? "in " : "out ") + message.id();
    }

    private static String heading(Schema.Message message) {
        return message.wireName() + " (" + direction(message) + ")";
    }

    /** The anchor that Markdown viewers give a heading. */
    private static String anchor(Schema.Message message) {
        return heading(message)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_ ]", "")
                .replace(' ', '-');
    }

    private static String apiName(Schema.Message message) {
        String name = message.name();
        return API_NAMES.getOrDefault(name, Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
}

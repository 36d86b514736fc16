package io.mainstay.system.oracle;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The filled messages that together carry every field of a message's description, conditional ones too. */
final class Scenarios {
    /** Values that only some words fit, by the name of the field. */
    private static final Map<String, String> WORDS = Map.of(
            "right", "C",
            "conjunction", "a",
            "order.orderType", "LMT",
            // Funds carry more than others.
            "contractDetails.contract.secType", "FUND",
            "tickType", "2");

    private static final List<Map<String, String>> ORDERS = List.of(
            Map.of("contract.secType", "BAG"),
            Map.of("order.orderType", "PEG BENCH"),
            Map.of("order.orderType", "PEG MID"),
            Map.of("order.orderType", "PEG BEST", "contract.exchange", "IBKRATS"),
            Map.of("order.orderType", "PEG BEST", "order.competeAgainstBestOffset", "1E+4000"));

    private static final Map<String, List<Map<String, String>>> CONDITIONAL = Map.of(
            "PlaceOrder", ORDERS,
            "OpenOrder", ORDERS,
            "CompletedOrder", ORDERS,
            "ReqMktData", List.of(Map.of("contract.secType", "BAG")),
            "ReqHistoricalData", List.of(Map.of("contract.secType", "BAG")),
            "ContractData", List.of(Map.of("contractDetails.contract.secType", "STK")),
            "TickByTick", List.of(Map.of("tickType", "3"), Map.of("tickType", "4")));

    private Scenarios() {}

    /**
     * A filled message.
     *
     * @param full the same with every boolean true, so that no field of it is like an absent one
     */
    record Case(Record message, Record full) {
        /**
         * The fields of the message that a version carries. Our own reading and writing only say which these are; their
         * values are those that the message was filled with.
         */
        SortedMap<String, String> carried(int serverVersion) {
            SortedMap<String, String> fields = Fields.of(message);
            fields.keySet().retainAll(Fields.of(roundTrip(full, serverVersion)).keySet());
            return fields;
        }
    }

    /** The messages of one direction, from the generated table of them. */
    static List<Class<? extends Record>> all(Class<? extends Message> direction) {
        var types = new ArrayList<Class<? extends Record>>();
        for (Class<?> each : direction.getPermittedSubclasses()) {
            types.add(each.asSubclass(Record.class));
        }
        return types;
    }

    /** Filled messages of one type; {@code given} adds values by field. */
    static List<Case> fill(Class<? extends Record> type, Map<String, String> given) {
        var messages = new LinkedHashSet<Case>();
        List<Map<String, String>> variants = new ArrayList<>(CONDITIONAL.getOrDefault(type.getSimpleName(), List.of()));
        variants.addFirst(Map.of());
        for (Map<String, String> variant : variants) {
            var words = new HashMap<>(WORDS);
            words.putAll(given);
            words.putAll(variant);
            // The conditional fields have the same places in each filling, so one of each other variant is enough.
            int patterns = variant.isEmpty() ? Filling.PATTERNS : 1;
            for (int pattern = 0; pattern < patterns; pattern++) {
                Record message = new Filling(pattern, words).fill(type);
                messages.add(new Case(message, new Filling(Filling.ALL_TRUE, words).fill(type)));
            }
        }
        return List.copyOf(messages);
    }

    /** The message as one frame, its length included. */
    static byte[] write(Record message, int serverVersion) {
        var out = new FieldWriter(serverVersion);
        ((Message) message).write(out);
        return out.toByteArray();
    }

    private static Record roundTrip(Record message, int serverVersion) {
        byte[] frame = write(message, serverVersion);
        Message read = message instanceof Incoming
                ? MessageCodec.readIncoming(frame, 4, frame.length - 4, serverVersion)
                : MessageCodec.readOutgoing(frame, 4, frame.length - 4, serverVersion);
        return (Record) read;
    }

    /** The paths of the fields that a version carries for a type of message, list positions made one. */
    static Set<String> describedFields(Class<? extends Record> type, int serverVersion) {
        var paths = new TreeSet<String>();
        for (Case each : fill(type, Map.of())) {
            SortedMap<String, String> fields = Fields.of(roundTrip(each.full(), serverVersion));
            fields.keySet().forEach(path -> paths.add(Fields.anyPosition(path)));
        }
        return paths;
    }

    /** Whether a version has this message at all. */
    static boolean known(Class<? extends Record> type, int serverVersion) {
        Record any = new Filling(0, Map.of()).fill(type);
        return ((Message) any).sinceVersion() <= serverVersion;
    }
}

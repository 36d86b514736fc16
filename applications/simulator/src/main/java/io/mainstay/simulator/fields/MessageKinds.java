package io.mainstay.simulator.fields;

import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The records of the messages by their names on the wire, such as {@code REQ_MKT_DATA}. */
public final class MessageKinds {
    private static final Map<String, Class<? extends Record>> OUTGOING = kinds(Outgoing.class);
    private static final Map<String, Class<? extends Record>> INCOMING = kinds(Incoming.class);

    private MessageKinds() {}

    /**
     * A message of a client, with the given fields and everything else absent.
     *
     * @param fields values by the paths of their fields, such as {@code contract.symbol}
     * @throws FieldNameException if there is no such message or field, or a value does not fit
     */
    public static Outgoing outgoing(String wireName, Map<String, String> fields) {
        return (Outgoing) RecordFields.make(kind(OUTGOING, wireName, "a client"), fields);
    }

    /**
     * The record of a message of a gateway.
     *
     * @throws FieldNameException if there is no such message
     */
    public static Class<? extends Record> incoming(String wireName) {
        return kind(INCOMING, wireName, "a gateway");
    }

    /**
     * Checks that a path leads to a field of a kind of message, and returns the path.
     *
     * @throws FieldNameException if it does not
     */
    public static String checkPath(Class<? extends Record> kind, String path) {
        RecordFields.checkPath(kind, path);
        return path;
    }

    private static Class<? extends Record> kind(
            Map<String, Class<? extends Record>> kinds, String wireName, String sender) {
        Class<? extends Record> kind = kinds.get(wireName);
        if (kind == null) {
            throw new FieldNameException(
                    "no message of " + sender + " is called " + wireName + Nearest.of(wireName, kinds.keySet()));
        }
        return kind;
    }

    private static Map<String, Class<? extends Record>> kinds(Class<? extends Message> direction) {
        var kinds = new TreeMap<String, Class<? extends Record>>();
        for (Class<?> permitted : direction.getPermittedSubclasses()) {
            Class<? extends Record> kind = permitted.asSubclass(Record.class);
            kinds.put(((Message) RecordFields.make(kind, Map.of())).wireName(), kind);
        }
        return Collections.unmodifiableMap(kinds);
    }
}

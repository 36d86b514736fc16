package io.mainstay.protocol.message;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldReader;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.field.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into messages. A reader goes by the number in each frame, whatever the version: above 200 its body is
 * protobuf. A writer ({@link Message#write}) goes by the version, for each message by its own. Stateless; any thread.
 *
 * <p>So a message read at one version can be written at any other, in the other dialect too. What the target can't carry
 * is left out:
 *
 * <ul>
 *   <li>fields that the target's version or dialect does not have, and a message older than its first version can't be
 *       written at all ({@link Message#sinceVersion});
 *   <li>in protobuf, empty text and false, which it does not tell from absence; in text, absence where only a number has
 *       a place, which becomes 0 or IB's sentinel, as gateways write it;
 *   <li>digits beyond a double's in prices; sizes stay exact. A price keeps its value but not its trailing zeros;
 *   <li>a multiplier or margin that is no number. A condition's threshold that is none is refused, because the order
 *       would mean something else without it.
 * </ul>
 *
 * <p>One message never becomes two: from version 196 on the dates of a historical-data answer come in a message of their
 * own, {@link HistoricalDataEnd}, and before in {@link HistoricalData}; who translates over that boundary pairs them.
 */
public final class MessageCodec {
    /** The newest server version whose messages are all in the text dialect. */
    public static final int NEWEST_TEXT_VERSION = 200;

    /** The newest server version that the descriptions cover. */
    public static final int NEWEST_VERSION = 225;

    /** The oldest server version of the framed protocol. */
    public static final int OLDEST_VERSION = 100;

    private static final int FIRST_BINARY_ID = 201;

    private MessageCodec() {}

    /** Reads as {@link #readIncoming(byte[], int, int, int, Tolerated)} does, without counting. */
    public static Message readIncoming(byte[] bytes, int offset, int length, int serverVersion) {
        return readIncoming(bytes, offset, length, serverVersion, new Tolerated());
    }

    /**
     * Reads a payload that a gateway sent. Fields beyond those that are described are tolerated and counted.
     *
     * @return an {@link Incoming} or an {@link UnknownMessage}
     * @throws FieldException if the id is known and the fields are not as it needs them
     */
    public static Message readIncoming(byte[] bytes, int offset, int length, int serverVersion, Tolerated tolerated) {
        return read(true, bytes, offset, length, serverVersion, tolerated);
    }

    /** Reads as {@link #readOutgoing(byte[], int, int, int, Tolerated)} does, without counting. */
    public static Message readOutgoing(byte[] bytes, int offset, int length, int serverVersion) {
        return readOutgoing(bytes, offset, length, serverVersion, new Tolerated());
    }

    /**
     * Reads a payload that a client sent. Fields beyond those that are described are tolerated and counted.
     *
     * @return an {@link Outgoing} or an {@link UnknownMessage}
     * @throws FieldException if the id is known and the fields are not as it needs them
     */
    public static Message readOutgoing(byte[] bytes, int offset, int length, int serverVersion, Tolerated tolerated) {
        return read(false, bytes, offset, length, serverVersion, tolerated);
    }

    private static Message read(
            boolean incoming, byte[] bytes, int offset, int length, int serverVersion, Tolerated tolerated) {
        // One reader for each message at most, made where the JIT can see that nothing else keeps it.
        FieldReader in = null;
        int id;
        if (serverVersion >= FIRST_BINARY_ID) {
            id = binaryId(bytes, offset, length);
        } else {
            in = new FieldReader(bytes, offset, length, serverVersion);
            id = in.readInt();
        }
        try {
            Message message;
            if (in != null) {
                message = readText(incoming, id, in, tolerated);
            } else if (id > FieldWriter.PROTOBUF_OFFSET) {
                var body = new ProtoReader(bytes, offset + 4, length - 4, serverVersion);
                message = readProtobuf(incoming, id - FieldWriter.PROTOBUF_OFFSET, body, tolerated);
            } else {
                var body = new FieldReader(bytes, offset + 4, length - 4, serverVersion);
                message = readText(incoming, id, body, tolerated);
            }
            if (message == null) {
                tolerated.unknownMessage();
                return new UnknownMessage(id, length);
            }
            return message;
        } catch (FieldException e) {
            throw new FieldException("message " + id + (incoming ? " from the gateway" : " from the client")
                    + " at version " + serverVersion + ": " + e.getMessage());
        }
    }

    /** The 4-byte message id that sessions from version 201 on begin a payload with. */
    private static int binaryId(byte[] bytes, int offset, int length) {
        if (length < 4) {
            throw new FieldException("a payload of " + length + " bytes has no message id");
        }
        return (bytes[offset] & 0xFF) << 24
                | (bytes[offset + 1] & 0xFF) << 16
                | (bytes[offset + 2] & 0xFF) << 8
                | (bytes[offset + 3] & 0xFF);
    }

    private static @Nullable Message readText(boolean incoming, int id, FieldReader in, Tolerated tolerated) {
        Message message = incoming ? MessageTable.readIncoming(id, in) : MessageTable.readOutgoing(id, in);
        if (message != null) {
            tolerated.extraTextFields(in.leftover());
        }
        return message;
    }

    private static @Nullable Message readProtobuf(boolean incoming, int id, ProtoReader in, Tolerated tolerated) {
        Message message = incoming ? MessageTable.readIncoming(id, in) : MessageTable.readOutgoing(id, in);
        if (message != null) {
            tolerated.unknownProtobufFields(in.unknownFields());
        }
        return message;
    }
}

package io.mainstay.protocol.message;

import io.mainstay.protocol.field.FieldException;

/**
 * Turns payloads into messages. A reader goes by the number in each frame, whatever the version: above 200 its body is
 * protobuf. A writer ({@link Message#write}) goes by the version, for each message by its own. Stateless; any thread. A session that reads
 * many has a {@link MessageReader} of its own.
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
        return MessageReader.ofIncoming(serverVersion, tolerated).read(bytes, offset, length);
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
        return MessageReader.ofOutgoing(serverVersion, tolerated).read(bytes, offset, length);
    }
}

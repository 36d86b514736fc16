package io.mainstay.protocol.message;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldReader;

/** Turns payloads into messages. Stateless; any thread. */
public final class MessageCodec {
    /** The newest server version whose messages are all in the text dialect. */
    public static final int NEWEST_TEXT_VERSION = 200;

    /** The oldest server version of the framed protocol. */
    public static final int OLDEST_VERSION = 100;

    private static final int FIRST_BINARY_ID = 201;

    private MessageCodec() {}

    /**
     * Reads a payload that a gateway sent. Fields beyond those that the version describes are tolerated.
     *
     * @return an {@link Incoming} or an {@link UnknownMessage}
     * @throws FieldException if the id is known and the fields are not as it needs them
     */
    public static Message readIncoming(byte[] bytes, int offset, int length, int serverVersion) {
        var in = new FieldReader(bytes, offset, length, serverVersion);
        int id = serverVersion >= FIRST_BINARY_ID ? in.readBinaryId() : in.readInt();
        try {
            Message message = MessageTable.readIncoming(id, in);
            return message == null ? new UnknownMessage(id, length) : message;
        } catch (FieldException e) {
            throw new FieldException(
                    "message " + id + " from the gateway at version " + serverVersion + ": " + e.getMessage());
        }
    }

    /**
     * Reads a payload that a client sent. Fields beyond those that the version describes are tolerated.
     *
     * @return an {@link Outgoing} or an {@link UnknownMessage}
     * @throws FieldException if the id is known and the fields are not as it needs them
     */
    public static Message readOutgoing(byte[] bytes, int offset, int length, int serverVersion) {
        var in = new FieldReader(bytes, offset, length, serverVersion);
        int id = serverVersion >= FIRST_BINARY_ID ? in.readBinaryId() : in.readInt();
        try {
            Message message = MessageTable.readOutgoing(id, in);
            return message == null ? new UnknownMessage(id, length) : message;
        } catch (FieldException e) {
            throw new FieldException(
                    "message " + id + " from the client at version " + serverVersion + ": " + e.getMessage());
        }
    }
}

package io.mainstay.protocol.message;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldReader;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.field.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the payloads of one direction of one session, one after the other, and allocates nothing but the messages. Used
 * by one thread.
 */
public final class MessageReader {
    private static final int FIRST_BINARY_ID = 201;
    private static final int BINARY_ID_BYTES = 4;

    private final boolean incoming;
    private final int serverVersion;
    private final Tolerated tolerated;
    private final FieldReader text;
    private final ProtoReader protobuf;

    private MessageReader(boolean incoming, int serverVersion, Tolerated tolerated) {
        this.incoming = incoming;
        this.serverVersion = serverVersion;
        this.tolerated = tolerated;
        this.text = new FieldReader(serverVersion);
        this.protobuf = new ProtoReader(serverVersion);
    }

    /** For what a gateway sends at a version; what no description covers is counted in {@code tolerated}. */
    public static MessageReader ofIncoming(int serverVersion, Tolerated tolerated) {
        return new MessageReader(true, serverVersion, tolerated);
    }

    /** For what a client sends at a version; what no description covers is counted in {@code tolerated}. */
    public static MessageReader ofOutgoing(int serverVersion, Tolerated tolerated) {
        return new MessageReader(false, serverVersion, tolerated);
    }

    /**
     * Reads one payload, without its length prefix. Fields beyond those that are described are tolerated and counted.
     *
     * @return an {@link Incoming}, an {@link Outgoing} or an {@link UnknownMessage}
     * @throws FieldException if the id is known and the fields are not as it needs them
     */
    public Message read(byte[] bytes, int offset, int length) {
        int id;
        int body = offset;
        boolean binary = serverVersion >= FIRST_BINARY_ID;
        if (binary) {
            id = binaryId(bytes, offset, length);
            body += BINARY_ID_BYTES;
            text.over(bytes, body, length - BINARY_ID_BYTES);
        } else {
            id = text.over(bytes, offset, length).readInt();
        }
        try {
            Message message = binary && id > FieldWriter.PROTOBUF_OFFSET
                    ? readProtobuf(
                            id - FieldWriter.PROTOBUF_OFFSET, protobuf.over(bytes, body, length - BINARY_ID_BYTES))
                    : readText(id);
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

    /**
     * The id of the message in a payload, in either dialect, without reading more of it: what is left to know of a message
     * that can't be read. -1 if there is none.
     */
    public int messageId(byte[] bytes, int offset, int length) {
        try {
            int id = serverVersion >= FIRST_BINARY_ID
                    ? binaryId(bytes, offset, length)
                    : text.over(bytes, offset, length).readInt();
            boolean inProtobuf = serverVersion >= FIRST_BINARY_ID && id > FieldWriter.PROTOBUF_OFFSET;
            return Math.max(inProtobuf ? id - FieldWriter.PROTOBUF_OFFSET : id, -1);
        } catch (FieldException e) {
            return -1;
        }
    }

    /** The 4-byte message id that sessions from version 201 on begin a payload with. */
    private static int binaryId(byte[] bytes, int offset, int length) {
        if (length < BINARY_ID_BYTES) {
            throw new FieldException("a payload of " + length + " bytes has no message id");
        }
        return (bytes[offset] & 0xFF) << 24
                | (bytes[offset + 1] & 0xFF) << 16
                | (bytes[offset + 2] & 0xFF) << 8
                | (bytes[offset + 3] & 0xFF);
    }

    private @Nullable Message readText(int id) {
        Message message = incoming ? MessageTable.readIncoming(id, text) : MessageTable.readOutgoing(id, text);
        if (message != null) {
            tolerated.extraTextFields(text.leftover());
        }
        return message;
    }

    private @Nullable Message readProtobuf(int id, ProtoReader in) {
        Message message = incoming ? MessageTable.readIncoming(id, in) : MessageTable.readOutgoing(id, in);
        if (message != null) {
            tolerated.unknownProtobufFields(in.unknownFields());
        }
        return message;
    }
}

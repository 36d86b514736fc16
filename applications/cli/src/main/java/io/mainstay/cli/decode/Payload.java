package io.mainstay.cli.decode;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Tolerated;
import io.mainstay.protocol.message.UnknownMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One payload, read for one direction and version. */
record Payload(@Nullable Message message, String problem, List<String> leftover) {
    private static final int FIRST_BINARY_ID_VERSION = 201;
    private static final int LAST_TEXT_ID = 200;
    private static final int ID_BYTES = 4;
    private static final int MOST_SHOWN = 200;
    private static final int UNREADABLE_DOUBT = 10;

    static Payload read(byte[] bytes, Direction direction, int version) {
        var tolerated = new Tolerated();
        Message message;
        try {
            message = direction == Direction.IN
                    ? MessageCodec.readIncoming(bytes, 0, bytes.length, version, tolerated)
                    : MessageCodec.readOutgoing(bytes, 0, bytes.length, version, tolerated);
        } catch (FieldException e) {
            return new Payload(null, String.valueOf(e.getMessage()), List.of(shown(bytes, version)));
        }
        if (message instanceof UnknownMessage unknown) {
            return new Payload(null, "no message has the id " + unknown.messageId(), List.of(shown(bytes, version)));
        }
        var leftover = new ArrayList<String>();
        if (isText(bytes, version)) {
            List<String> fields = fields(bytes, bodyFrom(version), bytes.length);
            int unended = bytes.length == bodyFrom(version) || bytes[bytes.length - 1] == 0 ? 0 : 1;
            leftover.addAll(fields.subList(fields.size() - (int) tolerated.extraTextFields() - unended, fields.size()));
        } else if (tolerated.unknownProtobufFields() > 0) {
            leftover.add(tolerated.unknownProtobufFields() + " protobuf fields whose numbers are not known");
        }
        return new Payload(message, "", leftover);
    }

    /** The smaller, the better is what was read explained. Many fields too many are worse than one that can't be read. */
    int doubt() {
        return message == null ? UNREADABLE_DOUBT : leftover.size();
    }

    /** The number on the wire; null if there is none. */
    static @Nullable Integer id(byte[] bytes, int version) {
        if (version >= FIRST_BINARY_ID_VERSION) {
            return bytes.length < ID_BYTES ? null : (Integer) binaryId(bytes);
        }
        int id = 0;
        for (int i = 0; i < bytes.length && i < ID_BYTES; i++) {
            if (bytes[i] == 0 && i > 0) {
                return id;
            }
            if (bytes[i] < '0' || bytes[i] > '9') {
                return null;
            }
            id = id * 10 + bytes[i] - '0';
        }
        return null;
    }

    static String dialect(byte[] bytes, int version) {
        if (version < FIRST_BINARY_ID_VERSION) {
            return "text";
        }
        return isText(bytes, version) ? "text after a binary id" : "protobuf";
    }

    private static boolean isText(byte[] bytes, int version) {
        return version < FIRST_BINARY_ID_VERSION || bytes.length < ID_BYTES || binaryId(bytes) <= LAST_TEXT_ID;
    }

    private static int binaryId(byte[] bytes) {
        return (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
    }

    private static int bodyFrom(int version) {
        return version >= FIRST_BINARY_ID_VERSION ? ID_BYTES : 0;
    }

    /** The fields, each ended by a zero byte; what comes after the last one counts as one too. */
    private static List<String> fields(byte[] bytes, int from, int to) {
        var fields = new ArrayList<String>();
        int begin = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                fields.add(new String(bytes, begin, i - begin, StandardCharsets.UTF_8));
                begin = i + 1;
            }
        }
        if (begin < to) {
            fields.add(new String(bytes, begin, to - begin, StandardCharsets.UTF_8));
        }
        return fields;
    }

    /** The payload itself, as text with bars between its fields, or in hexadecimal. */
    private static String shown(byte[] bytes, int version) {
        if (!isText(bytes, version)) {
            int shownBytes = Math.min(bytes.length, MOST_SHOWN / 2);
            return HexFormat.of().formatHex(bytes, 0, shownBytes) + (shownBytes < bytes.length ? "..." : "");
        }
        int from = Math.min(bodyFrom(version), bytes.length);
        String text = String.join("|", fields(bytes, from, Math.min(bytes.length, from + MOST_SHOWN)));
        return text + (bytes.length > from + MOST_SHOWN ? "..." : "");
    }
}

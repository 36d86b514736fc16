package io.mainstay.client.session;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.field.ProtoReader;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageRoute;
import io.mainstay.protocol.message.MessageRoutes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What can still be told of a message of the gateway that can't be read. Stateless. */
final class DamagedMessage {
    private static final int ID_BYTES = 4;
    private static final int LONGEST_BEGINNING_BYTES = 64;

    private DamagedMessage() {}

    /** The numbers that may be the id of the request which it answers, likelier ones first. */
    static List<Integer> requestIds(byte[] bytes, int offset, int length, int serverVersion) {
        if (serverVersion <= MessageCodec.NEWEST_TEXT_VERSION) {
            return numbers(text(bytes, offset, length), 1);
        }
        if (length < ID_BYTES) {
            return List.of();
        }
        int id = ByteBuffer.wrap(bytes, offset, ID_BYTES).getInt();
        if (id <= FieldWriter.PROTOBUF_OFFSET) {
            return numbers(text(bytes, offset + ID_BYTES, length - ID_BYTES), 0);
        }
        MessageRoute route = MessageRoutes.incoming(id - FieldWriter.PROTOBUF_OFFSET);
        return route == null || route.protobufIdField() == 0
                ? List.of()
                : field(
                        new ProtoReader(serverVersion).over(bytes, offset + ID_BYTES, length - ID_BYTES),
                        route.protobufIdField());
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, Math.min(length, LONGEST_BEGINNING_BYTES), StandardCharsets.ISO_8859_1);
    }

    /** The id is the first field of a message, or the second, after a version. */
    private static List<Integer> numbers(String text, int firstField) {
        String[] fields = text.split("\0", -1);
        var numbers = new ArrayList<Integer>();
        for (int i = firstField; i < firstField + 2 && i < fields.length - 1; i++) {
            try {
                numbers.add(Integer.parseInt(fields[i]));
            } catch (NumberFormatException notAnId) {
                // The other field may be one.
            }
        }
        return numbers;
    }

    /** The id is looked for up to the damage. */
    private static List<Integer> field(ProtoReader in, int number) {
        try {
            while (in.next()) {
                if (in.field() == number) {
                    return List.of(in.readInt());
                }
                in.skipUnknown();
            }
        } catch (FieldException damage) {
            return List.of();
        }
        return List.of();
    }
}

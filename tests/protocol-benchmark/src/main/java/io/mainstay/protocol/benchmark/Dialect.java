package io.mainstay.protocol.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.Tolerated;
import java.util.Arrays;

/** The two forms of a message, each at the newest version that has it. */
public enum Dialect {
    TEXT(MessageCodec.NEWEST_TEXT_VERSION),
    PROTOBUF(MessageCodec.NEWEST_VERSION);

    final int version;

    Dialect(int version) {
        this.version = version;
    }

    Dialect other() {
        return this == TEXT ? PROTOBUF : TEXT;
    }

    /** The payload of the message in this form, without its length prefix. */
    byte[] payload(Message message) {
        var out = new FieldWriter(version);
        message.write(out);
        return Arrays.copyOfRange(out.buffer(), 4, out.lengthBytes());
    }

    /** What a session has to read this form with. */
    MessageReader reader() {
        return MessageReader.ofIncoming(version, new Tolerated());
    }
}

package io.mainstay.protocol.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Tolerated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a message and reads it again. */
final class RoundTrip {
    private RoundTrip() {}

    static Map<String, @Nullable Object> of(Schema.Message message, Map<String, @Nullable Object> tree, int version) {
        var out = new FieldWriter(version);
        ((Message) Trees.toRecord(Descriptions.recordOf(message), tree)).write(out);
        List<Message> read = new ArrayList<>();
        var tolerated = new Tolerated();
        var frames = new FrameAssembler(1 << 20);
        frames.feed(
                out.buffer(),
                0,
                out.lengthBytes(),
                (bytes, offset, length) -> read.add(
                        message.incoming()
                                ? MessageCodec.readIncoming(bytes, offset, length, version)
                                : MessageCodec.readOutgoing(bytes, offset, length, version)));
        assertThat(read).as("one message in one frame").hasSize(1);
        assertThat(tolerated.extraTextFields() + tolerated.unknownProtobufFields())
                .as("fields that the reader does not know and the writer wrote")
                .isZero();
        return Trees.toTree((Record) read.getFirst());
    }
}

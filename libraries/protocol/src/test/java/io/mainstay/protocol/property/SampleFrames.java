package io.mainstay.protocol.property;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.message.Message;
import java.util.Arrays;
import java.util.stream.Stream;

/** Payloads of every message at its version classes, for tests that begin with honest bytes. */
public final class SampleFrames {
    private SampleFrames() {}

    /** One payload, without its length prefix, and what it is. The bytes belong to the caller. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sample(boolean incoming, int version, byte[] payload) {}

    /** Two samples for each version class of each message, the oldest version first. */
    public static Stream<Sample> all() {
        return Descriptions.messages().stream()
                .flatMap(message -> Descriptions.versionClasses(message).stream()
                        .flatMap(version -> Stream.of(0, 1).map(number -> sample(message, version, number))));
    }

    private static Sample sample(Schema.Message message, int version, int number) {
        var out = new FieldWriter(version);
        ((Message) Trees.toRecord(Descriptions.recordOf(message), RandomMessages.draw(message, number))).write(out);
        return new Sample(message.incoming(), version, Arrays.copyOfRange(out.buffer(), 4, out.lengthBytes()));
    }
}

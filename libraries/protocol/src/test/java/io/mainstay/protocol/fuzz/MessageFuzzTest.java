package io.mainstay.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.UnknownMessage;
import io.mainstay.protocol.property.SampleFrames;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFuzzTest {
    private static final int VERSIONS = MessageCodec.NEWEST_VERSION - MessageCodec.OLDEST_VERSION + 1;

    /** A byte for the direction, one for the version it is read at, one for the version it is passed on at; then a payload. */
    static Stream<Arguments> samples() {
        return SampleFrames.all().map(sample -> {
            byte[] input = new byte[3 + sample.payload().length];
            input[0] = (byte) (sample.incoming() ? 1 : 0);
            input[1] = (byte) (sample.version() - MessageCodec.OLDEST_VERSION);
            input[2] = (byte) (sample.payload().length % VERSIONS);
            System.arraycopy(sample.payload(), 0, input, 3, sample.payload().length);
            return Arguments.of((Object) input);
        });
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "4s")
    void shouldReadOrRefuseAnyPayloadAndPassOnWhatItRead(byte[] input) {
        if (input.length < 4) {
            return;
        }
        boolean incoming = (input[0] & 1) == 1;
        int version = MessageCodec.OLDEST_VERSION + (input[1] & 0xFF) % VERSIONS;
        int other = MessageCodec.OLDEST_VERSION + (input[2] & 0xFF) % VERSIONS;
        Allocation.check(input.length, () -> readOrRefuse(input, incoming, version));
        try {
            Message message = read(input, 3, input.length - 3, incoming, version);
            if (!(message instanceof UnknownMessage) && other >= message.sinceVersion()) {
                passOn(message, incoming, other);
            }
        } catch (FieldException e) {
            // Refused, as the reader of such bytes is told that it may be.
        }
    }

    private static void readOrRefuse(byte[] input, boolean incoming, int version) {
        try {
            read(input, 3, input.length - 3, incoming, version);
        } catch (FieldException e) {
            // As above; what counts here is only what it cost.
        }
    }

    /** What one session could read, another must be able to read after us. */
    private static void passOn(Message message, boolean incoming, int version) {
        var out = new FieldWriter(version);
        try {
            message.write(out);
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).startsWith("protobuf can't carry")) {
                // An order's condition whose threshold is no number: refused, as MessageCodec says.
                return;
            }
            throw e;
        }
        try {
            read(out.buffer(), 4, out.lengthBytes() - 4, incoming, version);
        } catch (FieldException e) {
            throw new AssertionError("what was read can't be passed on at version " + version + ": " + message, e);
        }
    }

    private static Message read(byte[] bytes, int offset, int length, boolean incoming, int version) {
        return incoming
                ? MessageCodec.readIncoming(bytes, offset, length, version)
                : MessageCodec.readOutgoing(bytes, offset, length, version);
    }
}

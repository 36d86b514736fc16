package io.mainstay.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameFuzzTest {
    private static final int MAX_PAYLOAD_BYTES = 1 << 20;

    /** The size of the segments that the stream comes in; then the stream. */
    static Stream<Arguments> samples() {
        byte[] two = {0, 0, 0, 2, '9', 0, 0, 0, 0, 4, '9', 0, '1', 0};
        byte[] tooLong = {0, 16, 0, 1, '9', 0};
        return Stream.of(two, tooLong)
                .flatMap(stream -> Stream.of(1, 3, stream.length).map(segment -> {
                    byte[] input = new byte[1 + stream.length];
                    input[0] = (byte) (segment - 1);
                    System.arraycopy(stream, 0, input, 1, stream.length);
                    return Arguments.of((Object) input);
                }));
    }

    /** The same payloads, or the same refusal, however the stream is cut. */
    @MethodSource("samples")
    @FuzzTest(maxDuration = "1s")
    void shouldCutAnyStreamIntoTheSamePayloadsHoweverItComes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int segment = 1 + (input[0] & 0xFF);
        Allocation.check(input.length, () -> payloads(input, segment));
        List<String> whole = payloads(input, input.length);
        List<String> cut = payloads(input, segment);
        if (!whole.equals(cut)) {
            throw new AssertionError("whole: " + whole + ", in segments of " + segment + " bytes: " + cut);
        }
    }

    private static List<String> payloads(byte[] input, int segment) {
        var frames = new FrameAssembler(MAX_PAYLOAD_BYTES);
        var payloads = new ArrayList<String>();
        try {
            for (int at = 1; at < input.length; at += segment) {
                frames.feed(
                        input,
                        at,
                        Math.min(segment, input.length - at),
                        (buffer, offset, length) ->
                                payloads.add(length + " bytes, sum " + sum(buffer, offset, length)));
            }
            payloads.add(frames.pendingBytes() + " wait");
        } catch (FrameException e) {
            payloads.add(e.getMessage());
        }
        return payloads;
    }

    private static int sum(byte[] buffer, int offset, int length) {
        int sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum = sum * 31 + buffer[i];
        }
        return sum;
    }
}

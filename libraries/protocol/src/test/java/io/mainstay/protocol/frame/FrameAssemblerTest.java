package io.mainstay.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
    private static final List<String> MESSAGES = List.of("a", "hello", "x".repeat(70_000), "61\0001\000");

    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldDeliverTheSameFramesWhereverTheStreamIsCut() throws IOException {
        byte[] stream = stream(MESSAGES);
        for (int pieceBytes : new int[] {1, 2, 3, 4, 5, 7, 1000, 65_536, stream.length}) {
            seen.clear();
            var assembler = new FrameAssembler(100_000);
            for (int at = 0; at < stream.length; at += pieceBytes) {
                assembler.feed(stream, at, Math.min(pieceBytes, stream.length - at), this::record);
            }
            assertThat(seen).as("pieces of %d bytes", pieceBytes).isEqualTo(MESSAGES);
            assertThat(assembler.pendingBytes()).isZero();
        }
    }

    @Test
    void shouldRefuseAnAnnouncedLengthWithoutReservingMemoryForIt() {
        for (byte[] prefix :
                List.of(new byte[] {0, 0, 0, 0}, new byte[] {0, 16, 0, 1}, new byte[] {127, -1, -1, -1}, new byte[] {
                    -1, -1, -1, -1
                })) {
            var assembler = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
            assertThatThrownBy(() -> assembler.feed(prefix, 0, 4, this::record))
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("does not speak the TWS protocol");
        }
    }

    @Test
    void shouldHandOnWhatCameBeforeAGarbledPrefix() throws IOException {
        byte[] good = stream(List.of("good"));
        byte[] bytes = new byte[good.length + 4];
        System.arraycopy(good, 0, bytes, 0, good.length);
        var assembler = new FrameAssembler(100);
        assertThatThrownBy(() -> assembler.feed(bytes, 0, bytes.length, this::record))
                .isInstanceOf(FrameException.class);
        assertThat(seen).containsExactly("good");
    }

    private void record(byte[] buffer, int offset, int length) {
        seen.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    private static byte[] stream(List<String> messages) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (String message : messages) {
            byte[] payload = message.getBytes(StandardCharsets.UTF_8);
            out.writeInt(payload.length);
            out.write(payload);
        }
        return bytes.toByteArray();
    }
}

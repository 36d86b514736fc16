package io.mainstay.cli.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a session.
 *
 * @param offset where its payload begins, counted from the start of the input
 * @param id the message's number on the wire; null for a piece of the handshake
 * @param dialect text, text after a binary id, or protobuf
 * @param body the message, or what else was read; null if nothing could be made of it
 * @param problem why there is no body; empty if there is one
 * @param leftover what is there beyond what the body explains
 */
public record Decoded(
        long offset,
        Direction direction,
        boolean directionGuessed,
        @Nullable Integer id,
        String name,
        String dialect,
        int lengthBytes,
        @Nullable Record body,
        String problem,
        List<String> leftover) {
    public Decoded {
        leftover = List.copyOf(leftover);
    }
}

package io.mainstay.protocol.property;

import io.mainstay.protocol.generator.Schema;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a message once it has been written at one version and read back: an interpreter of the descriptions
 * that shares no code with the generator's output or the field classes, so that it can contradict them.
 */
final class Projection {
    private Projection() {}

    /**
     * The tree that reading yields at {@code version}.
     *
     * @param carried is told each place on the wire that holds a value, one of {@link #places}
     */
    static Map<String, @Nullable Object> of(
            Schema.Message message, Map<String, @Nullable Object> tree, int version, Consumer<String> carried) {
        return Descriptions.isProtobuf(message, version)
                ? ProtobufProjection.of(message, tree, version, carried)
                : TextProjection.of(message, tree, version, carried);
    }

    /** Every place that the description gives the message at {@code version}. */
    static Set<String> places(Schema.Message message, int version) {
        return Descriptions.isProtobuf(message, version)
                ? ProtobufProjection.places(message, version)
                : TextProjection.places(message, version);
    }
}

package io.mainstay.engine.support;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Messages of every kind with nothing in them. */
public final class BlankMessages {
    private static final Map<Integer, Class<?>> INCOMING = byId(Incoming.class);
    private static final Map<Integer, Class<?>> OUTGOING = byId(Outgoing.class);

    private BlankMessages() {}

    private static Map<Integer, Class<?>> byId(Class<?> side) {
        return Arrays.stream(side.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(type -> bare(type, 1).messageId(), type -> type));
    }

    /** The type of a message id, of {@link Incoming} or {@link Outgoing}. */
    public static Class<?> typeOf(Class<?> side, int messageId) {
        return Objects.requireNonNull((side == Incoming.class ? INCOMING : OUTGOING).get(messageId));
    }

    /** A message with nothing in it but its ids, as the newest version carries it. */
    public static Message blank(Class<?> type, int id) {
        return carried(bare(type, id), MessageCodec.NEWEST_VERSION);
    }

    /** A message as it arrives at a version, which must know it. */
    public static Message carried(Message message, int version) {
        var out = new FieldWriter(version);
        message.write(out);
        byte[] bytes = out.toByteArray();
        return message instanceof Incoming
                ? MessageCodec.readIncoming(bytes, 4, bytes.length - 4, version)
                : MessageCodec.readOutgoing(bytes, 4, bytes.length - 4, version);
    }

    /** A message with nothing in it but its ids; flags that say "done" are set. */
    public static Message bare(Class<?> type, int id) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = value(components[i], id);
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return (Message) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private static @Nullable Object value(RecordComponent component, int id) throws ReflectiveOperationException {
        Class<?> type = component.getType();
        if (type == int.class) {
            return component.getName().equals("reqId") ? id : 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == boolean.class) {
            return component.getName().equals("done");
        } else if (type == String.class) {
            return "";
        } else if (type == List.class) {
            return List.of();
        } else if (type.isRecord()) {
            Object builder = type.getMethod("builder").invoke(null);
            return builder.getClass().getMethod("build").invoke(builder);
        }
        return null;
    }
}

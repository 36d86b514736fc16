package io.mainstay.engine.downstream;

import io.mainstay.engine.units.Wording;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message that was told to several clients last, written once for each of their versions. Each client copies it under
 * a request id of its own, which costs a fraction of writing it. Used by the engine's thread, for all clients.
 */
public final class SharedFrames {
    /** What a version's writer may keep for the next message; a day of bars is let go of. */
    private static final int KEPT_BYTES = 1 << 16;

    private final @Nullable FieldWriter[] byVersion =
            new @Nullable FieldWriter[MessageCodec.NEWEST_VERSION - MessageCodec.OLDEST_VERSION + 1];

    /** Those that hold the last message. */
    private final List<FieldWriter> written = new ArrayList<>();

    private final Wording wording;
    private @Nullable Message last;

    /** @param wording what the versions of clients make of messages */
    public SharedFrames(Wording wording) {
        this.wording = wording;
    }

    /** What the versions of clients make of messages. */
    Wording wording() {
        return wording;
    }

    /**
     * The writer whose last frame is a message, under whatever request id; without any if the version has no such thing.
     *
     * @param message the gateway's, which all are told
     * @param counted the same in the units of the version
     * @throws IllegalArgumentException if it can't be written at this version
     */
    @SuppressWarnings(
            "ReferenceEquality") // the very message: an equal one may be another that takes its time to compare
    FieldWriter of(Message message, Message counted, int version) {
        if (message != last) {
            forget();
            last = message;
        }
        int index = version - MessageCodec.OLDEST_VERSION;
        FieldWriter writer = byVersion[index];
        if (writer == null) {
            writer = new FieldWriter(version);
            byVersion[index] = writer;
        }
        if (writer.lengthBytes() == 0) {
            Message told = wording.told(counted, version);
            if (told != null) {
                told.write(writer);
                written.add(writer);
            }
        }
        return writer;
    }

    private void forget() {
        for (FieldWriter writer : written) {
            if (writer.buffer().length > KEPT_BYTES) {
                byVersion[writer.serverVersion() - MessageCodec.OLDEST_VERSION] = null;
            } else {
                writer.clear();
            }
        }
        written.clear();
    }
}

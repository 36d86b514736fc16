package io.mainstay.engine.downstream;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageReader;
import io.mainstay.protocol.message.Tolerated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client's bytes say: its prefix and its greeting, then messages. Until the version is agreed, messages that it sends
 * on without waiting for our greeting are kept.
 */
final class ClientInput {
    /** What a client may send on without waiting for our greeting; clients send START_API at most. */
    private static final int HELD_BYTES_MAX = 4_096;

    /** Told what the bytes say; may end the input. */
    interface Receiver {
        void onGreeting(ClientGreeting greeting);

        /**
         * A message came.
         *
         * @param unexplainedFields fields that its version does not have, beside those that were read
         */
        void onMessage(Message message, long unexplainedFields);

        /** A message could not be read and is left out. */
        void onUnreadable(FieldException why);
    }

    private final Receiver receiver;
    private final ApiPrefix prefix = new ApiPrefix();
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
    private final Tolerated tolerated = new Tolerated();
    private boolean greeted;
    private boolean ended;

    /** Null until the version is agreed. */
    private @Nullable MessageReader reader;

    /** What came behind the greeting before the version was agreed; at most HELD_BYTES_MAX. */
    private final List<byte[]> held = new ArrayList<>();

    private int heldBytes;

    ClientInput(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Takes the next bytes.
     *
     * @throws io.mainstay.protocol.frame.FrameException if they are no frames
     * @throws HandshakeException if they begin like no client's, or too much comes before the version is agreed
     */
    void feed(byte[] bytes, int offset, int length) {
        int taken = prefix.complete() ? 0 : prefix.take(bytes, offset, length);
        frames.feed(bytes, offset + taken, length - taken, this::onFrame);
    }

    /** The version is agreed. What was kept is read by {@link #readHeld}. */
    void speak(int version) {
        reader = MessageReader.ofOutgoing(version, tolerated);
    }

    /** Reads what came before the version was agreed. */
    void readHeld() {
        MessageReader agreed = reader;
        if (agreed != null) {
            held.forEach(payload -> read(agreed, payload, 0, payload.length));
        }
        held.clear();
    }

    /** The session is over; what still comes says nothing. */
    void end() {
        ended = true;
    }

    private void onFrame(byte[] buffer, int offset, int length) {
        MessageReader agreed = reader;
        if (ended) {
            return;
        }
        if (!greeted) {
            ClientGreeting greeting = ClientGreeting.parse(buffer, offset, length);
            greeted = true;
            receiver.onGreeting(greeting);
        } else if (agreed == null) {
            hold(Arrays.copyOfRange(buffer, offset, offset + length));
        } else {
            read(agreed, buffer, offset, length);
        }
    }

    private void hold(byte[] payload) {
        heldBytes += payload.length;
        if (heldBytes > HELD_BYTES_MAX) {
            throw new HandshakeException("it sent " + heldBytes + " bytes before it was greeted");
        }
        held.add(payload);
    }

    private void read(MessageReader agreed, byte[] buffer, int offset, int length) {
        if (ended) {
            return;
        }
        long before = unexplainedFields();
        Message message;
        try {
            message = agreed.read(buffer, offset, length);
        } catch (FieldException e) {
            receiver.onUnreadable(e);
            return;
        }
        receiver.onMessage(message, unexplainedFields() - before);
    }

    private long unexplainedFields() {
        return tolerated.extraTextFields() + tolerated.unknownProtobufFields();
    }
}

package io.mainstay.simulator.recording;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.UnknownMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Listens to one connection: cuts what both sides say into frames and writes them down, masked. Safe for any thread. */
final class Tap {
    private static final int FIRST_BINARY_ID_VERSION = 201;

    private final int connection;
    private final RecordingFile file;
    private final Masking masking;
    private final LongSupplier micros;
    private final ApiPrefix prefix = new ApiPrefix();
    private final FrameAssembler fromClient = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
    private final FrameAssembler fromGateway = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private boolean clientGreeted;
    private int version;
    private boolean lost;

    Tap(int connection, RecordingFile file, Masking masking, LongSupplier micros) {
        this.connection = connection;
        this.file = file;
        this.masking = masking;
        this.micros = micros;
    }

    /** Takes bytes of a side, in order. */
    synchronized void said(Sender sender, byte[] bytes, int length) throws IOException {
        if (lost) {
            return;
        }
        try {
            int offset = 0;
            if (sender == Sender.CLIENT && !prefix.complete()) {
                offset = prefix.take(bytes, 0, length);
            }
            FrameAssembler frames = sender == Sender.CLIENT ? fromClient : fromGateway;
            frames.feed(bytes, offset, length - offset, (buffer, at, size) -> {
                try {
                    frame(sender, Arrays.copyOfRange(buffer, at, at + size));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        } catch (FrameException | HandshakeException e) {
            lost = true;
            file.event(connection, micros.getAsLong(), sender, "unreadable");
        }
    }

    /** A side has ended the connection. */
    synchronized void ended(Sender sender, boolean inOrder) throws IOException {
        file.event(connection, micros.getAsLong(), sender, inOrder ? "end" : "reset");
    }

    private void frame(Sender sender, byte[] payload) throws IOException {
        String name;
        if (sender == Sender.CLIENT && !clientGreeted) {
            clientGreeted = true;
            name = "CLIENT_GREETING";
        } else if (sender == Sender.GATEWAY && version == 0) {
            version = ServerGreeting.parse(payload, 0, payload.length).serverVersion();
            name = "SERVER_GREETING";
        } else {
            name = learn(sender, payload);
        }
        byte[] masked = masking.mask(payload, version >= FIRST_BINARY_ID_VERSION && !name.endsWith("_GREETING"));
        file.frame(connection, micros.getAsLong(), sender, name, masked);
    }

    /** What the message is called; what it calls accounts is masked from now on. */
    private String learn(Sender sender, byte[] payload) {
        try {
            Message message = sender == Sender.CLIENT
                    ? MessageCodec.readOutgoing(payload, 0, payload.length, version)
                    : MessageCodec.readIncoming(payload, 0, payload.length, version);
            if (!(message instanceof UnknownMessage)) {
                masking.learn(message);
            }
            return message.wireName();
        } catch (FieldException e) {
            return "UNREADABLE";
        }
    }
}

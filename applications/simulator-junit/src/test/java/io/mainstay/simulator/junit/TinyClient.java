package io.mainstay.simulator.junit;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.StartApi;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/** The program under test of these tests: it connects, and waits for what it is told. */
final class TinyClient implements AutoCloseable {
    private static final int DEADLINE_MS = 10_000;
    private static final int FIRST_NOTICE = 2100;

    private final Socket socket;
    private final DataInputStream in;
    private final int version;

    TinyClient(String host, int port, int clientId) throws IOException {
        socket = new Socket(host, port);
        socket.setSoTimeout(DEADLINE_MS);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(new ClientGreeting(100, 200, "").encode());
        byte[] greeting = payload();
        version = ServerGreeting.parse(greeting, 0, greeting.length).serverVersion();
        var out = new FieldWriter(version);
        new StartApi(clientId, "").write(out);
        socket.getOutputStream().write(out.toByteArray());
        boolean ready = false;
        while (!ready) {
            byte[] message = payload();
            ready = MessageCodec.readIncoming(message, 0, message.length, version) instanceof NextValidId;
        }
    }

    int version() {
        return version;
    }

    /** The code of the next error that is more than a farm's notice. */
    int awaitError() throws IOException {
        while (true) {
            byte[] message = payload();
            if (MessageCodec.readIncoming(message, 0, message.length, version) instanceof ErrorMessage error
                    && error.errorCode() < FIRST_NOTICE) {
                return error.errorCode();
            }
        }
    }

    private byte[] payload() throws IOException {
        int length = in.readInt();
        if (length > FrameAssembler.MAX_FROM_GATEWAY_BYTES) {
            throw new EOFException("a frame of " + length + " bytes");
        }
        return in.readNBytes(length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

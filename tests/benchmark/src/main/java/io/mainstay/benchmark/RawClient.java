package io.mainstay.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.StartApi;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** The least that a TWS client can be: one thread, one socket, blocking; what it measures is the other side. */
final class RawClient implements AutoCloseable {
    private static final int OLDEST_VERSION = 100;

    private final SocketChannel channel;
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final Queue<byte[]> pending = new ArrayDeque<>();
    private final FieldWriter out;
    private final int serverVersion;
    private int requests;

    RawClient(SocketAddress address, int clientId) throws IOException {
        channel = SocketChannel.open(address);
        write(new ClientGreeting(OLDEST_VERSION, MessageCodec.NEWEST_TEXT_VERSION, "").encode());
        byte[] greeting = next();
        serverVersion = ServerGreeting.parse(greeting, 0, greeting.length).serverVersion();
        out = new FieldWriter(serverVersion);
        send(new StartApi(clientId, ""));
        while (!(message() instanceof NextValidId)) {
            // Until then nothing else matters here.
        }
    }

    /** One request with an answer of two messages. */
    void contractDetails(Contract contract) throws IOException {
        int reqId = ++requests;
        send(new ReqContractDetails(reqId, contract));
        while (true) {
            Message message = message();
            if (message instanceof ContractDataEnd end && end.reqId() == reqId) {
                return;
            }
            if (message instanceof ErrorMessage error && error.id() == reqId) {
                throw new IOException(error.errorMsg());
            }
        }
    }

    private void send(Outgoing message) throws IOException {
        out.clear();
        message.write(out);
        write(out.toByteArray());
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private Message message() throws IOException {
        byte[] payload = next();
        return MessageCodec.readIncoming(payload, 0, payload.length, serverVersion);
    }

    private byte[] next() throws IOException {
        while (pending.isEmpty()) {
            in.clear();
            int count = channel.read(in);
            if (count < 0) {
                throw new EOFException("the other side ended the session");
            }
            frames.feed(in.array(), 0, count, (buffer, offset, length) -> {
                byte[] payload = new byte[length];
                System.arraycopy(buffer, offset, payload, 0, length);
                pending.add(payload);
            });
        }
        return pending.remove();
    }

    @Override
    public void close() throws IOException {
        channel.shutdownOutput();
        try {
            while (true) {
                next();
            }
        } catch (EOFException inOrder) {
            channel.close();
        }
    }
}

package io.mainstay.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameHandler;
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
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.StartApi;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** The least that a TWS client can be: one thread, one socket, blocking; what it measures is the other side. */
final class RawClient implements AutoCloseable {
    /** What the clients of others speak at most that are compared with elsewhere. */
    static final int COMMON_VERSION = 178;

    private static final int OLDEST_VERSION = 100;

    private final SocketChannel channel;
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final Queue<byte[]> pending = new ArrayDeque<>();
    private final FieldWriter out;
    private final int serverVersion;
    private int requests;

    /** Connects and returns once order ids are known. */
    RawClient(SocketAddress address, int clientId) throws IOException {
        this(address, clientId, COMMON_VERSION);
    }

    RawClient(SocketAddress address, int clientId, int newestVersion) throws IOException {
        channel = SocketChannel.open(address);
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        write(new ClientGreeting(OLDEST_VERSION, newestVersion, "").encode());
        byte[] greeting = next();
        serverVersion = ServerGreeting.parse(greeting, 0, greeting.length).serverVersion();
        out = new FieldWriter(serverVersion);
        send(new StartApi(clientId, ""));
        while (!(message() instanceof NextValidId)) {
            // Until then nothing else matters here.
        }
    }

    int serverVersion() {
        return serverVersion;
    }

    SocketChannel channel() {
        return channel;
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

    void quotes(Contract contract) throws IOException {
        send(new ReqMktData(++requests, contract, "", false, false, ""));
    }

    /** Reads once, without waiting if the channel does not; false if the other side has ended. */
    boolean readOnce(FrameHandler handler) throws IOException {
        in.clear();
        int count = channel.read(in);
        if (count > 0) {
            frames.feed(in.array(), 0, count, handler);
        }
        return count >= 0;
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
            boolean open = readOnce((buffer, offset, length) -> {
                byte[] payload = new byte[length];
                System.arraycopy(buffer, offset, payload, 0, length);
                pending.add(payload);
            });
            if (!open) {
                throw new EOFException("the other side ended the session");
            }
        }
        return pending.remove();
    }

    /** Ends in order. */
    @Override
    public void close() throws IOException {
        channel.configureBlocking(true);
        channel.shutdownOutput();
        while (readOnce((buffer, offset, length) -> {})) {
            // What still comes is thrown away.
        }
        channel.close();
    }
}

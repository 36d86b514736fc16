package io.mainstay.system.load;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** The least that a TWS client can be. One thread sends; what comes is taken by its thread or, once told so, by another one. */
final class RawClient implements AutoCloseable {
    private static final int OLDEST_VERSION = 100;

    private final SocketChannel channel;
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final Queue<byte[]> pending = new ArrayDeque<>();
    private final FieldWriter out;
    private final int serverVersion;
    private final int nextOrderId;

    /** Connects and returns when the next valid id has come. */
    RawClient(SocketAddress address, int clientId) throws IOException {
        channel = SocketChannel.open(address);
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            // As clients do: otherwise a small message waits until those before it are acknowledged.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        write(new ClientGreeting(OLDEST_VERSION, MessageCodec.NEWEST_TEXT_VERSION, "").encode());
        byte[] greeting = next();
        serverVersion = ServerGreeting.parse(greeting, 0, greeting.length).serverVersion();
        out = new FieldWriter(serverVersion);
        send(new StartApi(clientId, ""));
        Message message = message();
        while (!(message instanceof NextValidId)) {
            message = message();
        }
        nextOrderId = ((NextValidId) message).orderId();
    }

    static SocketAddress worker(int gatewayPort) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), gatewayPort + 100);
    }

    int nextOrderId() {
        return nextOrderId;
    }

    void send(Outgoing message) throws IOException {
        out.clear();
        message.write(out);
        write(out.toByteArray());
    }

    Message message() throws IOException {
        byte[] payload = next();
        return MessageCodec.readIncoming(payload, 0, payload.length, serverVersion);
    }

    /** Gives all that comes from now on to somebody, on a thread of its own that ends with the connection. */
    void listen(Consumer<Message> taker) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    taker.accept(message());
                }
            } catch (ClosedChannelException | EOFException over) {
                // Closed by this side or the other; who waits for a message then sees that none comes.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Ends the connection by a reset. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    /** Ends it in order, if nobody listens: the other side has seen the end when this returns. */
    void finish() throws IOException {
        channel.shutdownOutput();
        try {
            while (true) {
                next();
            }
        } catch (EOFException inOrder) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
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
}

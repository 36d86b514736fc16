package io.mainstay.simulator;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.StartApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;

/** A client on a real socket that blocks until what it waits for has come, or ten seconds have passed. */
final class SocketClient implements AutoCloseable {
    private static final int DEADLINE_MS = 10_000;

    private final Socket socket;
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private final Queue<byte[]> payloads = new ArrayDeque<>();
    private final int newest;
    private int version;

    SocketClient(int port) throws IOException {
        this(port, MessageCodec.NEWEST_VERSION);
    }

    SocketClient(int port, int newestVersion) throws IOException {
        newest = newestVersion;
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MS);
    }

    static SocketClient ready(int port, int clientId) throws IOException {
        return ready(port, clientId, MessageCodec.NEWEST_VERSION);
    }

    static SocketClient ready(int port, int clientId, int newestVersion) throws IOException {
        var client = new SocketClient(port, newestVersion);
        client.greet();
        client.send(new StartApi(clientId, ""));
        client.await(NextValidId.class);
        return client;
    }

    /** What both sides speak, once greeted. */
    int version() {
        return version;
    }

    Socket socket() {
        return socket;
    }

    void greet() throws IOException {
        write(new ClientGreeting(MessageCodec.OLDEST_VERSION, newest, "").encode());
        byte[] payload = payload();
        version = ServerGreeting.parse(payload, 0, payload.length).serverVersion();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(Outgoing message) throws IOException {
        var out = new FieldWriter(version);
        message.write(out);
        write(out.toByteArray());
    }

    /** The next message. */
    Message next() throws IOException {
        byte[] payload = payload();
        return MessageCodec.readIncoming(payload, 0, payload.length, version);
    }

    /** The next message of a kind; others before it are dropped. */
    <T extends Message> T await(Class<T> type) throws IOException {
        return await(type, message -> true);
    }

    <T extends Message> T await(Class<T> type, Predicate<T> wanted) throws IOException {
        while (true) {
            Message message = next();
            if (type.isInstance(message) && wanted.test(type.cast(message))) {
                return type.cast(message);
            }
        }
    }

    /** Drops everything that has been sent up to now. */
    void settle() throws IOException {
        send(new ReqIds(1));
        await(NextValidId.class);
    }

    ErrorMessage awaitError(int code) throws IOException {
        return await(ErrorMessage.class, error -> error.errorCode() == code);
    }

    /** Whether nothing comes for a while, and the connection stays. */
    boolean isSilentFor(int millis) throws IOException {
        if (!payloads.isEmpty()) {
            return false;
        }
        socket.setSoTimeout(millis);
        try {
            readMore();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(DEADLINE_MS);
        }
    }

    /** Reads to the end; the number of bytes that came before it. */
    int awaitEnd() throws IOException {
        byte[] bytes = new byte[8192];
        int count = 0;
        int read = socket.getInputStream().read(bytes);
        while (read >= 0) {
            count += read;
            read = socket.getInputStream().read(bytes);
        }
        return count;
    }

    /** Ends without a FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] payload() throws IOException {
        byte[] payload = payloads.poll();
        while (payload == null) {
            readMore();
            payload = payloads.poll();
        }
        return payload;
    }

    private void readMore() throws IOException {
        byte[] bytes = new byte[8192];
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
            throw new IOException("the gateway ended the connection");
        }
        frames.feed(bytes, 0, count, (buffer, offset, length) -> {
            byte[] payload = new byte[length];
            System.arraycopy(buffer, offset, payload, 0, length);
            payloads.add(payload);
        });
    }
}

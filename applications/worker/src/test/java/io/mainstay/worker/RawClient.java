package io.mainstay.worker;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A blocking client of a few lines. */
final class RawClient implements AutoCloseable {
    private final Closeable socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final int version;

    private RawClient(Closeable socket, DataInputStream in, OutputStream out, int version) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.version = version;
    }

    static RawClient overUnix(Path path, int version) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return new RawClient(
                channel,
                new DataInputStream(Channels.newInputStream(channel)),
                Channels.newOutputStream(channel),
                version);
    }

    static RawClient overTcp(int port, int version) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return over(socket, version);
    }

    static RawClient over(Socket socket, int version) throws IOException {
        return new RawClient(socket, new DataInputStream(socket.getInputStream()), socket.getOutputStream(), version);
    }

    RawClient start(int clientId) throws IOException {
        return start(clientId, "");
    }

    RawClient start(int clientId, String capabilities) throws IOException {
        out.write(new ClientGreeting(100, version, "").encode());
        byte[] payload = in.readNBytes(in.readInt());
        ServerGreeting.parse(payload, 0, payload.length);
        return send(new StartApi(clientId, capabilities));
    }

    RawClient send(Outgoing message) throws IOException {
        var writer = new FieldWriter(version);
        message.write(writer);
        out.write(writer.toByteArray());
        return this;
    }

    /** The next message, or null at the end. */
    @Nullable
    Message receive() throws IOException {
        try {
            byte[] payload = in.readNBytes(in.readInt());
            return MessageCodec.readIncoming(payload, 0, payload.length, version);
        } catch (EOFException e) {
            return null;
        }
    }

    /** Reads until a message of a kind comes. */
    <M extends Message> M next(Class<M> type) throws IOException {
        while (true) {
            Message message = receive();
            if (message == null) {
                throw new AssertionError("the session ended before a " + type.getSimpleName() + " came");
            }
            if (type.isInstance(message)) {
                return type.cast(message);
            }
        }
    }

    /** All errors until the worker ends the session. */
    List<ErrorMessage> errorsUntilEnd() throws IOException {
        var errors = new ArrayList<ErrorMessage>();
        for (Message message = receive(); message != null; message = receive()) {
            if (message instanceof ErrorMessage error) {
                errors.add(error);
            }
        }
        return errors;
    }

    /** Ends its side before the test's block does. */
    void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

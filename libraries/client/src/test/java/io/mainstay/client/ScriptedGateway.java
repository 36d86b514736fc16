package io.mainstay.client;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.StartApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other side of a session, played step by step by the test's own thread. */
final class ScriptedGateway implements AutoCloseable {
    static final int VERSION = 200;

    /** The oldest, the usual text ones, the last before each message of its own era, and those of protobuf alone. */
    static final List<Integer> VERSIONS = List.of(100, 157, 178, 200, 206, 213, 225);

    static final String ACCOUNT = "DU1234567";

    private final ServerSocketChannel server;
    private final List<Peer> peers = new ArrayList<>();

    private ScriptedGateway(ServerSocketChannel server) {
        this.server = server;
    }

    static ScriptedGateway onLoopback() {
        return bind(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static ScriptedGateway onUnixSocket(Path path) {
        return bind(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
    }

    private static ScriptedGateway bind(StandardProtocolFamily family, SocketAddress address) {
        try {
            return new ScriptedGateway(ServerSocketChannel.open(family).bind(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        try {
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs what a program does on a thread of its own. */
    static <T> FutureTask<T> program(Callable<T> calls) {
        var task = new FutureTask<>(calls);
        Thread thread = new Thread(task, "program");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Waits for what a program got; its exception is thrown as it is. */
    static <T> T result(FutureTask<T> program) throws Exception {
        try {
            return program.get(15, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Waits until programs wait for their answers, of which none may have come. */
    static void awaitBlocked(FutureTask<?>... programs) {
        for (FutureTask<?> program : programs) {
            if (program.isDone()) {
                throw new AssertionError("a program has its answer already");
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            while (thread.getName().equals("program")
                    && thread.isAlive()
                    && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    Peer accept() {
        try {
            var peer = new Peer(server.accept());
            peers.add(peer);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a connection through the whole handshake. */
    Peer acceptReady(int nextOrderId) {
        return acceptReady(nextOrderId, VERSION);
    }

    Peer acceptReady(int nextOrderId, int serverVersion) {
        Peer peer = accept();
        peer.greet(serverVersion);
        peer.read(StartApi.class);
        peer.send(new ManagedAccounts(ACCOUNT), new NextValidId(nextOrderId));
        return peer;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
        server.close();
    }

    /** One accepted connection. */
    static final class Peer {
        private final SocketChannel channel;
        private final ApiPrefix prefix = new ApiPrefix();
        private final FrameAssembler assembler = new FrameAssembler(1 << 20);
        private final Queue<byte[]> frames = new ArrayDeque<>();
        private int version = VERSION;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        /** Reads the client's greeting and answers it. */
        ClientGreeting greet(int serverVersion) {
            ClientGreeting greeting = readGreeting();
            version = serverVersion;
            write(new ServerGreeting(serverVersion, "20261124 13:30:02 EST").encode());
            return greeting;
        }

        ClientGreeting readGreeting() {
            byte[] frame = frame();
            if (frame == null) {
                throw new AssertionError("the client closed before its greeting");
            }
            return ClientGreeting.parse(frame, 0, frame.length);
        }

        /** The next message, which must be of the given kind. */
        <T> T read(Class<T> kind) {
            Message message = read();
            if (!kind.isInstance(message)) {
                throw new AssertionError("expected " + kind.getSimpleName() + " and got " + message);
            }
            return kind.cast(message);
        }

        /** The next message; null at the end of the stream. */
        @Nullable
        Message read() {
            byte[] frame = frame();
            return frame == null ? null : MessageCodec.readOutgoing(frame, 0, frame.length, version);
        }

        /** The next payload as its bytes. */
        byte[] readPayload() {
            byte[] frame = frame();
            if (frame == null) {
                throw new AssertionError("the client closed where a message was expected");
            }
            return frame;
        }

        /** Sends payloads as they are, each as one frame. */
        void sendPayloads(byte[]... payloads) {
            for (byte[] payload : payloads) {
                write(ByteBuffer.allocate(payload.length + 4)
                        .putInt(payload.length)
                        .put(payload)
                        .array());
            }
        }

        private byte @Nullable [] frame() {
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            try {
                while (frames.isEmpty()) {
                    in.clear();
                    if (channel.read(in) < 0) {
                        return null;
                    }
                    byte[] bytes = in.array();
                    int taken = prefix.complete() ? 0 : prefix.take(bytes, 0, in.position());
                    assembler.feed(
                            bytes,
                            taken,
                            in.position() - taken,
                            (buffer, offset, length) ->
                                    frames.add(java.util.Arrays.copyOfRange(buffer, offset, offset + length)));
                }
                return frames.remove();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void send(Incoming... messages) {
            var out = new FieldWriter(version);
            for (Incoming message : messages) {
                message.write(out);
            }
            write(out.toByteArray());
        }

        /** Sends a frame whose payload ends in the middle of what it should hold. */
        void sendCut(Incoming message) {
            var out = new FieldWriter(version);
            message.write(out);
            int length = (out.lengthBytes() - 4) * 2 / 3;
            byte[] frame = java.util.Arrays.copyOf(out.buffer(), length + 4);
            write(ByteBuffer.wrap(frame).putInt(0, length).array());
        }

        /** Sends one frame of fields, written with a bar for each field's end. */
        void sendFields(String fields) {
            sendPayloads(fields.replace('|', '\0').getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) {
            try {
                ByteBuffer out = ByteBuffer.wrap(bytes);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ends the connection abruptly, as a killed process with unread input does. */
        void reset() {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

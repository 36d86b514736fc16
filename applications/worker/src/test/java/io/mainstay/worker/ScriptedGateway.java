package io.mainstay.worker;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqCurrentTime;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.StartApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway of a few lines: one thread per connection, and a record of what happened. */
final class ScriptedGateway implements AutoCloseable {
    private static final int VERSION = 200;

    final AtomicInteger connections = new AtomicInteger();
    final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

    /** How connections ended: {@code EOF} in order, or the error's text. */
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    ScriptedGateway() throws IOException {
        this(0);
    }

    ScriptedGateway(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("scripted-gateway").start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits for the next message of a kind and throws away what comes before it. */
    <M extends Message> M next(Class<M> type) throws InterruptedException {
        while (true) {
            Message message = received.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            if (type.isInstance(message)) {
                return type.cast(message);
            }
        }
    }

    void say(Incoming... messages) throws IOException {
        for (Socket socket : open) {
            send(socket, messages);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofPlatform().daemon().name("scripted-gateway-session").start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    ends.add("accept: " + e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        var prefix = new ApiPrefix();
        var frames = new FrameAssembler(FrameAssembler.MAX_FROM_CLIENT_BYTES);
        boolean[] greeted = {false};
        byte[] buffer = new byte[1 << 16];
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int taken = prefix.complete() ? 0 : prefix.take(buffer, 0, n);
                frames.feed(buffer, taken, n - taken, (bytes, at, length) -> {
                    if (greeted[0]) {
                        answer(socket, MessageCodec.readOutgoing(bytes, at, length, VERSION));
                    } else {
                        greeted[0] = true;
                        write(socket, new ServerGreeting(VERSION, "20260611 13:30:02 EST").encode());
                    }
                });
            }
            ends.add("EOF");
        } catch (IOException | RuntimeException e) {
            ends.add(String.valueOf(e.getMessage()));
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Socket socket, Message message) {
        received.add(message);
        switch (message) {
            case StartApi start -> send(socket, new NextValidId(379), new ManagedAccounts("DU9000001"));
            case ReqCurrentTime time -> send(socket, new CurrentTime(1_700_000_000));
            case ReqIds question -> send(socket, new NextValidId(379));
            case ReqAllOpenOrders all -> send(socket, new OpenOrderEnd());
            case ReqExecutions executions -> send(socket, new ExecDetailsEnd(executions.reqId()));
            case ReqPositions positions -> send(socket, new PositionEnd());
            default -> {
                // What the test says next is the answer.
            }
        }
    }

    private static void send(Socket socket, Incoming... messages) {
        var out = new FieldWriter(VERSION);
        for (Incoming message : messages) {
            message.write(out);
        }
        write(socket, out.toByteArray());
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

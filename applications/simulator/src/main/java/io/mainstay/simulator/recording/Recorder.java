package io.mainstay.simulator.recording;

import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.ApiPrefix;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.handshake.HandshakeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a gateway, hands every byte on as it is, and writes down what both say.
 *
 * <p>A connection to the gateway is opened for a client that has greeted, and never to look whether the gateway is there;
 * there are no more of them at once than allowed. If the file can't be written any more, the sessions go on and the
 * recording ends. Every method may be called by any thread.
 */
public final class Recorder implements AutoCloseable {
    private static final int GREETING_TIMEOUT_MS = 10_000;
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int LONGEST_GREETING_BYTES = 2048;
    private static final Duration OTHER_SIDE = Duration.ofSeconds(5);

    private final ServerSocket listener;
    private final InetSocketAddress gateway;
    private final RecordingFile file;
    private final Masking masking = new Masking();
    private final Semaphore free;
    private final int most;
    private final Consumer<String> notices;
    private final long begunNanos = System.nanoTime();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private Recorder(
            ServerSocket listener,
            InetSocketAddress gateway,
            RecordingFile file,
            int mostConnections,
            Consumer<String> notices) {
        this.listener = listener;
        this.gateway = gateway;
        this.file = file;
        this.most = mostConnections;
        this.free = new Semaphore(mostConnections);
        this.notices = notices;
    }

    /**
     * Listens for clients; the gateway is left alone until one has greeted.
     *
     * @param listen where clients connect, port 0 for a free one
     * @param mostConnections how many connections to the gateway there may be at once, at least 1
     * @param notices told what a user should know, a line each
     * @throws IOException if the port is taken, or the file is there already or can't be written
     */
    public static Recorder start(
            InetSocketAddress listen,
            InetSocketAddress gateway,
            Path file,
            int mostConnections,
            Consumer<String> notices)
            throws IOException {
        if (mostConnections < 1) {
            throw new IllegalArgumentException("at least one connection is needed, not " + mostConnections);
        }
        var listener = new ServerSocket();
        try {
            listener.bind(listen);
            RecordingFile recording =
                    RecordingFile.create(file, Clock.systemUTC().instant());
            var recorder = new Recorder(listener, gateway, recording, mostConnections, notices);
            recorder.spawn("record-accept", recorder::accept);
            return recorder;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Why the recording is not whole; absent if it is. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                spawn("record-client", () -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    notices.accept("a client could not be taken: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            byte[] greeting = greeting(client);
            if (!free.tryAcquire()) {
                notices.accept("a client was turned away: " + most
                        + " connection(s) to the gateway may be open at once, see --connections");
                return;
            }
            try {
                relay(client, greeting);
            } finally {
                free.release();
            }
        } catch (IOException | FrameException | HandshakeException e) {
            notices.accept("a client's connection ended: " + e.getMessage());
        } finally {
            sockets.remove(client);
        }
    }

    /** What a client begins with, as soon as it is a whole greeting: anything else never reaches the gateway. */
    private static byte[] greeting(Socket client) throws IOException {
        client.setSoTimeout(GREETING_TIMEOUT_MS);
        var prefix = new ApiPrefix();
        var frames = new FrameAssembler(LONGEST_GREETING_BYTES);
        var seen = new ByteArrayOutputStream();
        boolean[] greeted = {false};
        byte[] bytes = new byte[LONGEST_GREETING_BYTES];
        while (!greeted[0]) {
            int count = client.getInputStream().read(bytes);
            if (count < 0) {
                throw new IOException("it ended before it greeted; the gateway was not bothered");
            }
            seen.write(bytes, 0, count);
            int taken = prefix.complete() ? 0 : prefix.take(bytes, 0, count);
            frames.feed(bytes, taken, count - taken, (buffer, offset, length) -> {
                if (!greeted[0]) {
                    ClientGreeting.parse(buffer, offset, length);
                    greeted[0] = true;
                }
            });
        }
        client.setSoTimeout(0);
        return seen.toByteArray();
    }

    private void relay(Socket client, byte[] greeting) throws IOException {
        try (var upstream = new Socket()) {
            sockets.add(upstream);
            upstream.setTcpNoDelay(true);
            upstream.connect(gateway, CONNECT_TIMEOUT_MS);
            var tap = new Tap(connections.incrementAndGet(), file, masking, this::micros);
            record(() -> tap.said(Sender.CLIENT, greeting, greeting.length));
            upstream.getOutputStream().write(greeting);
            var oneEnded = new CountDownLatch(1);
            Thread back = spawn("record-gateway", () -> pump(Sender.GATEWAY, upstream, client, tap, oneEnded));
            Thread forth = spawn("record-client", () -> pump(Sender.CLIENT, client, upstream, tap, oneEnded));
            awaitBoth(oneEnded, back, forth);
        } finally {
            sockets.removeIf(Socket::isClosed);
        }
    }

    /** When one side has ended, the other gets a while to end too. */
    private static void awaitBoth(CountDownLatch oneEnded, Thread back, Thread forth) {
        try {
            oneEnded.await();
            back.join(OTHER_SIDE);
            forth.join(OTHER_SIDE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Sender sender, Socket from, Socket to, Tap tap, CountDownLatch ended) {
        byte[] bytes = new byte[1 << 14];
        boolean inOrder = true;
        try {
            for (int count = from.getInputStream().read(bytes);
                    count >= 0;
                    count = from.getInputStream().read(bytes)) {
                int length = count;
                record(() -> tap.said(sender, bytes, length));
                to.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException e) {
            inOrder = false;
        }
        boolean orderly = inOrder;
        record(() -> tap.ended(sender, orderly));
        try {
            if (inOrder) {
                to.shutdownOutput();
            } else {
                to.setSoLinger(true, 0);
                to.close();
            }
        } catch (IOException e) {
            notices.accept("the other side had ended, too: " + e.getMessage());
        } finally {
            ended.countDown();
        }
    }

    /** Something that writes to the file. */
    private interface Recorded {
        void write() throws IOException;
    }

    /** A file that can't be written must not end a session that may hold orders. */
    private void record(Recorded step) {
        if (failure.get() != null) {
            return;
        }
        try {
            step.write();
        } catch (IOException | RuntimeException e) {
            if (failure.compareAndSet(null, String.valueOf(e.getMessage()))) {
                notices.accept("the recording ends here, sessions go on: " + e);
            }
        }
    }

    private long micros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begunNanos);
    }

    private Thread spawn(String name, Runnable task) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                task.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Ends every session in order, then the file. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Thread thread : Set.copyOf(threads)) {
            try {
                thread.join(OTHER_SIDE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        file.close();
    }
}

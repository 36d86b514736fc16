package io.mainstay.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.StartApi;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many ticks a simulator on one core sends to 32 clients, what that costs it, and what it holds for clients that do not
 * read. Takes the command that starts a simulator, such as {@code taskset -c 0 java -cp ... SimulatorMain --port 0}, whose first
 * line of output names its port.
 */
public final class TickRate {
    private static final int CLIENTS = 32;
    private static final int LINES = 49;
    private static final int VERSION = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration DEAF = Duration.ofSeconds(60);
    private static final List<String> SYMBOLS = List.of("AAPL", "MSFT", "SPY", "NVDA", "AMZN", "GOOGL", "META", "TSLA");

    /** One client: a channel and how much of the present message is still to come. */
    private static final class Client implements AutoCloseable {
        private final SocketChannel channel;
        private final FieldWriter out = new FieldWriter(VERSION);
        private long messages;
        private long bytes;
        private int rest;
        private int header;
        private int headerBytes;

        Client(int port, int id) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(true);
            write(new ClientGreeting(100, VERSION, "").encode());
            ByteBuffer greeting = ByteBuffer.allocate(256);
            while (messages == 0) {
                read(greeting);
            }
            send(new StartApi(id, ""));
            while (messages < 3) {
                read(greeting);
            }
        }

        void send(Outgoing message) throws IOException {
            out.clear();
            message.write(out);
            write(out.toByteArray());
        }

        private void write(byte[] all) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(all);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        void read(ByteBuffer buffer) throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                throw new EOFException("the simulator ended the session");
            }
            bytes += count;
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (rest > 0) {
                    int step = Math.min(rest, buffer.remaining());
                    buffer.position(buffer.position() + step);
                    rest -= step;
                } else {
                    header = (header << 8) | (buffer.get() & 0xFF);
                    headerBytes++;
                    if (headerBytes == 4) {
                        rest = header;
                        headerBytes = 0;
                        messages++;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private final Process simulator;
    private final int port;
    private final List<Client> clients = new ArrayList<>();

    private TickRate(Process simulator, int port) {
        this.simulator = simulator;
        this.port = port;
    }

    /** Takes the command of the simulator. */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        Process simulator = new ProcessBuilder(args)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = simulator.inputReader(StandardCharsets.UTF_8)) {
            String ready = lines.readLine();
            if (ready == null) {
                throw new IOException("the simulator did not start: " + String.join(" ", args));
            }
            System.out.printf(Locale.ROOT, "ready after %.0f ms%n", (System.nanoTime() - start) / 1e6);
            int port = Integer.parseInt(ready.replaceFirst("ready port=(\\d+) .*", "$1"));
            new TickRate(simulator, port).measure();
        } finally {
            simulator.destroy();
            simulator.waitFor();
        }
    }

    private void measure() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int id = 1; id <= CLIENTS; id++) {
                var client = new Client(port, id);
                clients.add(client);
                for (int line = 0; line < LINES; line++) {
                    client.send(new ReqMktData(line, stock(line), "", false, false, ""));
                }
                client.channel.configureBlocking(false);
                client.channel.register(selector, SelectionKey.OP_READ, client);
            }
            readFor(selector, WARM_UP);
            long messages = messages();
            long bytes = clients.stream().mapToLong(c -> c.bytes).sum();
            long cpu = cpuTicks();
            long start = System.nanoTime();
            readFor(selector, MEASURED);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d clients with %d lines each: %.0f ticks/s, %.1f MB/s; %.0f %% of a core; resident %d MB%n",
                    CLIENTS,
                    LINES,
                    (messages() - messages) / seconds,
                    (clients.stream().mapToLong(c -> c.bytes).sum() - bytes) / seconds / 1e6,
                    (cpuTicks() - cpu) / seconds,
                    residentMb());
        }
        long most = 0;
        long end = System.nanoTime() + DEAF.toNanos();
        while (System.nanoTime() < end) {
            most = Math.max(most, residentMb());
            pause();
        }
        System.out.printf(
                Locale.ROOT, "the same clients deaf for %d s: resident at most %d MB%n", DEAF.toSeconds(), most);
        for (Client client : clients) {
            client.close();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void readFor(Selector selector, Duration time) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Client) key.attachment()).read(buffer);
            }
            selector.selectedKeys().clear();
        }
    }

    private long messages() {
        return clients.stream().mapToLong(c -> c.messages).sum();
    }

    /** The processor time of the simulator, in hundredths of a second. */
    private long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(simulator.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private long residentMb() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(simulator.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("the simulator is gone");
    }

    private static Contract stock(int line) {
        return Contract.builder()
                .symbol(SYMBOLS.get(line % SYMBOLS.size()))
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build();
    }
}
